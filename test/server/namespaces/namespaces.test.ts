import { Client } from '@temporalio/client';
import { condition, defineSignal, setHandler, sleep } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../../src';

const DAY = { seconds: 86_400 } as never;

const workflows = {
  async echo(value: unknown) {
    return value;
  },
  async waits() {
    await sleep('30 days');
  },
  async untilSignalled() {
    let said: string | undefined;
    setHandler(defineSignal<[string]>('say'), (text) => {
      said = text;
    });
    await condition(() => said !== undefined);
    return said;
  },
};

async function twoNamespaces() {
  const world = await World.create({ workflows, onTaskFailure: 'retry' });
  const { workflowService } = world.connection;
  await workflowService.registerNamespace({
    namespace: 'other',
    description: 'the other one',
    workflowExecutionRetentionPeriod: DAY,
  });
  const other = new Client({ connection: world.connection, namespace: 'other', identity: 'c' });
  return { world, other, workflowService };
}

describe('namespaces', () => {
  it('keep their workflows apart, even those with the same id', async () => {
    const { world, other } = await twoNamespaces();
    await using _ = world;
    await world.createWorker({ namespace: 'other', taskQueue: 'q', workflows });
    const options = { workflowId: 'same', taskQueue: 'q' };
    const [here, there] = [
      await world.client.workflow.start('untilSignalled', options),
      await other.workflow.start('untilSignalled', options),
    ];
    await here.signal('say', 'here');
    expect(await here.result()).toBe('here');
    expect((await there.describe()).status.name).toBe('RUNNING');
    await there.signal('say', 'there');
    expect(await there.result()).toBe('there');
    await other.workflow.execute('echo', { workflowId: 'only', taskQueue: 'q', args: [1] });
    expect((await world.client.workflow.count()).count).toBe(1);
    expect((await other.workflow.count()).count).toBe(2);
  });

  it('have search attributes of their own', async () => {
    const { world, other } = await twoNamespaces();
    await using _ = world;
    const { operatorService } = world.connection;
    await operatorService.addSearchAttributes({ namespace: 'other', searchAttributes: { Color: 2, Sizes: 7 } });
    const listed = await operatorService.listSearchAttributes({ namespace: 'other' });
    expect(listed.customAttributes).toMatchObject({ Color: 2, Sizes: 7, CustomIntField: 3 });
    expect(listed.systemAttributes).toMatchObject({ WorkflowId: 2, StartTime: 6, BuildIds: 7 });
    expect(await other.workflow.count("Color = 'red'")).toMatchObject({ count: 0 });
    await expect(world.client.workflow.count("Color = 'red'")).rejects.toMatchObject({ cause: { code: 3 } });

    // What is there with the same type stays; another type is refused, and names of the system are.
    await operatorService.addSearchAttributes({ namespace: 'other', searchAttributes: { Color: 2 } });
    const add = (searchAttributes: Record<string, number>) =>
      operatorService.addSearchAttributes({ namespace: 'other', searchAttributes });
    await expect(add({ Color: 1 })).rejects.toMatchObject({
      code: 6,
      details: 'Search attribute Color already exists.',
    });
    await expect(add({ WorkflowId: 2 })).rejects.toMatchObject({ code: 3 });
    await expect(add({ Weight: 9 })).rejects.toMatchObject({ code: 3 });

    await operatorService.removeSearchAttributes({ namespace: 'other', searchAttributes: ['Color'] });
    await expect(other.workflow.count("Color = 'red'")).rejects.toMatchObject({ cause: { code: 3 } });
    await operatorService.removeSearchAttributes({ namespace: 'other', searchAttributes: ['Color'] });
  });

  it('are described, listed and changed', async () => {
    const { world, workflowService } = await twoNamespaces();
    await using _ = world;
    const { namespaceInfo, config } = await workflowService.describeNamespace({ namespace: 'other' });
    expect(namespaceInfo).toMatchObject({ name: 'other', state: 1, description: 'the other one' });
    expect(config?.workflowExecutionRetentionTtl?.seconds?.toString()).toBe('86400');
    expect((await workflowService.describeNamespace({ id: namespaceInfo?.id })).namespaceInfo?.name).toBe('other');

    const changed = await workflowService.updateNamespace({
      namespace: 'other',
      updateInfo: { description: 'changed', data: { team: 'blue' } },
      config: { workflowExecutionRetentionTtl: { seconds: 172_800 } as never },
    });
    expect(changed.namespaceInfo).toMatchObject({ description: 'changed', data: { team: 'blue' } });
    expect(changed.config?.workflowExecutionRetentionTtl?.seconds?.toString()).toBe('172800');

    const first = await workflowService.listNamespaces({ pageSize: 1 });
    const second = await workflowService.listNamespaces({ pageSize: 1, nextPageToken: first.nextPageToken });
    expect([first, second].map(({ namespaces }) => namespaces[0]?.namespaceInfo?.name)).toEqual(['default', 'other']);
    expect(second.nextPageToken).toHaveLength(0);
  });

  it('refuse a second registration, and one without a retention', async () => {
    const { world, workflowService } = await twoNamespaces();
    await using _ = world;
    const register = (request: object) => workflowService.registerNamespace(request);
    await expect(register({ namespace: 'other', workflowExecutionRetentionPeriod: DAY })).rejects.toMatchObject({
      code: 6,
      details: 'Namespace "other" already exists',
    });
    await expect(register({ namespace: 'third' })).rejects.toMatchObject({ code: 3 });
    await expect(register({ workflowExecutionRetentionPeriod: DAY })).rejects.toMatchObject({ code: 3 });
  });

  it('let nothing start once they are deprecated; what runs goes on', async () => {
    const { world, other, workflowService } = await twoNamespaces();
    await using _ = world;
    const running = await other.workflow.start('waits', { workflowId: 'w', taskQueue: 'q' });
    await workflowService.deprecateNamespace({ namespace: 'other' });
    await expect(other.workflow.start('waits', { workflowId: 'x', taskQueue: 'q' })).rejects.toMatchObject({
      cause: { code: 9, details: 'Namespace has invalid state: Deprecated. Must be Registered.' },
    });
    await running.terminate();
    expect((await running.describe()).status.name).toBe('TERMINATED');
  });

  it('that do not exist are known by the error of the SDK', async () => {
    await using world = await World.create();
    const nowhere = new Client({ connection: world.connection, namespace: 'nowhere' });
    for (const call of [() => nowhere.workflow.getHandle('a').describe(), () => nowhere.workflow.count()]) {
      await expect(call()).rejects.toMatchObject({ name: 'NamespaceNotFoundError', namespace: 'nowhere' });
    }
  });

  it('take their workflows with them when they are deleted', async () => {
    const { world, other } = await twoNamespaces();
    await using _ = world;
    await other.workflow.start('waits', { workflowId: 'w', taskQueue: 'q' });
    const { deletedNamespace } = await world.connection.operatorService.deleteNamespace({ namespace: 'other' });
    expect(deletedNamespace).toMatch(/^other-deleted-[0-9a-f]{5}$/);
    await expect(other.workflow.count()).rejects.toMatchObject({ name: 'NamespaceNotFoundError' });
    expect((await world.client.workflow.count()).count).toBe(0);
  });
});

describe('a task queue', () => {
  it('names its pollers', async () => {
    await using world = await World.create();
    await world.createWorker({ taskQueue: 'q', identity: 'anna', workflows, activities: {} });
    await world.createWorker({ taskQueue: 'q', identity: 'bert', workflows });
    const pollers = async (taskQueueType: number) => {
      const taskQueue = { name: 'q' };
      const found = await world.connection.workflowService.describeTaskQueue({
        namespace: 'default',
        taskQueue,
        taskQueueType,
      });
      return found.pollers.map(({ identity }) => identity);
    };
    expect(await pollers(1)).toEqual(['anna', 'bert']);
    expect(await pollers(2)).toEqual(['anna']);
  });

  it('has no versions, and says so', async () => {
    await using world = await World.create();
    const { workflowService } = world.connection;
    await expect(
      workflowService.getWorkerBuildIdCompatibility({ namespace: 'default', taskQueue: 'q' }),
    ).rejects.toMatchObject({ code: 12, details: expect.stringContaining('worldline has no worker versioning') });
  });
});

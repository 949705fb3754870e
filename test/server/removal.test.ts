/** Workflows that the server no longer has: somebody has deleted them, or they closed so long ago that their retention has passed. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { TerminatedFailure, WorkflowIdReusePolicy } from '@temporalio/common';
import {
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  executeChild,
  getExternalWorkflowHandle,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../src';
import { MODES, taskQueue } from '../sim/modes';

const go = defineSignal('go');
const ask = defineQuery<string>('ask');
const HOUR = 3_600_000;

const workflows = {
  async quick() {
    setHandler(ask, () => 'an answer');
    return 'done';
  },
  async waits() {
    let gone = false;
    setHandler(go, () => {
      gone = true;
    });
    await condition(() => gone);
  },
  async parent() {
    try {
      await executeChild('waits', { workflowId: 'child' });
      return 'the child is done';
    } catch (error) {
      return String((error as Error).cause);
    }
  },
  async tellsSomebodyGone() {
    try {
      await getExternalWorkflowHandle('quick').signal(go);
      return 'told';
    } catch (error) {
      return (error as Error).message;
    }
  },
  async twice(last = false): Promise<void> {
    await sleep('20 hours');
    if (!last) await continueAsNew<typeof workflows.twice>(true);
  },
};

const aDay = { retention: '1 day' };

const worldOf = (options: object = {}) => World.create({ workflows, ...options });

const remove = (world: World, workflowId: string, runId?: string) =>
  world.connection.workflowService.deleteWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
  });

const start = (world: World, workflowId: string, workflow: keyof typeof workflows = 'quick') =>
  world.client.workflow.start(workflow, { workflowId, taskQueue });

async function listed(world: World): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of world.client.workflow.list()) ids.push(workflowId);
  return ids;
}

const typesOf = (world: World, workflowId: string) => world.history(workflowId).events.map(({ type }) => type);

describe.each(MODES)('a workflow that is deleted, %s', (_, mode) => {
  it('is no longer there for anybody, and its history stays with the world', async () => {
    await using world = await worldOf(mode);
    await (await start(world, 'kept')).result();
    const handle = await start(world, 'quick');
    await handle.result();
    await remove(world, 'quick');
    await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
    await expect(handle.result()).rejects.toThrow(WorkflowNotFoundError);
    await expect(handle.query(ask)).rejects.toThrow(WorkflowNotFoundError);
    await expect(remove(world, 'quick')).rejects.toMatchObject({ code: 5 });
    expect(await listed(world)).toEqual(['kept']);
    expect((await world.client.workflow.count()).count).toBe(1);
    expect(await world.client.workflow.execute('tellsSomebodyGone', { workflowId: 't', taskQueue })).toContain(
      'not found',
    );
    expect(typesOf(world, 'quick').at(-1)).toBe('WorkflowExecutionCompleted');
    expect(world.histories()).toHaveLength(3);
  });

  it('is terminated first, where it runs', async () => {
    await using world = await worldOf(mode);
    const handle = await start(world, 'waits', 'waits');
    const result = handle.result().catch((error: Error) => error.cause);
    await world.settle();
    await remove(world, 'waits');
    expect(await result).toBeInstanceOf(TerminatedFailure);
    await expect(handle.signal(go)).rejects.toThrow(WorkflowNotFoundError);
    expect(world.history('waits').events.at(-1)).toMatchObject({
      type: 'WorkflowExecutionTerminated',
      attributes: { reason: 'Delete workflow execution', identity: 'history-service' },
    });
  });

  it('tells its parent how it ended', async () => {
    await using world = await worldOf(mode);
    const handle = await start(world, 'parent', 'parent');
    await world.settle();
    await remove(world, 'child');
    expect(await handle.result()).toContain('TerminatedFailure');
  });

  it('takes its children along as any that is terminated', async () => {
    await using world = await worldOf(mode);
    await start(world, 'parent', 'parent');
    await world.settle();
    await remove(world, 'parent');
    await world.settle();
    expect(typesOf(world, 'child').at(-1)).toBe('WorkflowExecutionTerminated');
    expect(await listed(world)).toEqual(['child']);
  });
});

describe('the id of a workflow that is deleted', () => {
  it('is free, whatever the policy', async () => {
    await using world = await worldOf();
    await (await start(world, 'quick')).result();
    const again = {
      workflowId: 'quick',
      taskQueue,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    };
    await expect(world.client.workflow.execute('quick', again)).rejects.toThrow('already');
    await remove(world, 'quick');
    expect(await world.client.workflow.execute('quick', again)).toBe('done');
  });

  it('does not lead to the run before', async () => {
    await using world = await worldOf();
    const first = await start(world, 'quick');
    await first.result();
    const second = await start(world, 'quick');
    await second.result();
    await remove(world, 'quick', second.firstExecutionRunId);
    await expect(world.client.workflow.getHandle('quick').describe()).rejects.toThrow(WorkflowNotFoundError);
    const { runId } = await world.client.workflow.getHandle('quick', first.firstExecutionRunId).describe();
    expect(runId).toBe(first.firstExecutionRunId);
    expect(await listed(world)).toEqual(['quick']);
  });

  it('leads nowhere in a fork of later, and to the workflow in a fork of before', async () => {
    await using world = await worldOf();
    await (await start(world, 'quick')).result();
    await remove(world, 'quick');
    await (await start(world, 'later')).result();
    await using later = await world.fork({ workflowId: 'later', eventId: 1 });
    expect(await listed(later)).toEqual(['later']);
    await using ofLater = await later.fork({ workflowId: 'later', eventId: 1 });
    expect(await listed(ofLater)).toEqual(['later']);
    await using before = await later.fork({ workflowId: 'quick', eventId: 5 });
    expect(await listed(before)).toEqual(['quick']);
  });
});

it('no world keeps workflows for a time that is none', async () => {
  await expect(worldOf({ retention: 'for ever' })).rejects.toThrow(
    `World.create: retention: "for ever" is no duration; give milliseconds (0 or more) or a text such as '30 days'`,
  );
});

it('a workflow that was never there cannot be deleted', async () => {
  await using world = await worldOf();
  await expect(remove(world, 'nobody')).rejects.toMatchObject({ code: 5 });
  await expect(remove(world, '')).rejects.toMatchObject({ code: 3, details: 'WorkflowId is not set on request.' });
});

describe('a workflow that has closed', () => {
  it('is there for a day in a world that says so, and gone then', async () => {
    await using world = await worldOf(aDay);
    const handle = await start(world, 'quick');
    await handle.result();
    await world.sleep(24 * HOUR - 1);
    expect(await handle.query(ask)).toBe('an answer');
    await world.sleep(1);
    await expect(handle.query(ask)).rejects.toThrow(WorkflowNotFoundError);
    await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
    expect(await listed(world)).toEqual([]);
    expect((await world.client.workflow.count()).count).toBe(0);
    expect(typesOf(world, 'quick').at(-1)).toBe('WorkflowExecutionCompleted');
    await expect(handle.describe()).rejects.toMatchObject({ message: expect.stringContaining('quick') });
  });

  it('is there for years, where the world does not say otherwise', async () => {
    await using world = await worldOf();
    const handle = await start(world, 'quick');
    await world.sleep('10 years');
    expect(await handle.result()).toBe('done');
    expect(await listed(world)).toEqual(['quick']);
  });

  it('is there as long as its namespace tells', async () => {
    await using world = await worldOf({ retention: '400 days' });
    const { config } = await world.connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(400 * 86_400);
  });

  it('is kept as long as its namespace says when it closes', async () => {
    await using world = await worldOf({ namespace: 'shop' });
    const { workflowService } = world.connection;
    const keepFor = (days: number) =>
      workflowService.updateNamespace({
        namespace: 'shop',
        config: { workflowExecutionRetentionTtl: { seconds: (days * 86_400) as never } },
      });
    await keepFor(3);
    await (await start(world, 'three')).result();
    await keepFor(1);
    await (await start(world, 'one')).result();
    await keepFor(2);
    await (await start(world, 'two')).result();
    expect(await listed(world)).toEqual(['two', 'one', 'three']);
    await world.sleep('1 day');
    expect(await listed(world)).toEqual(['two', 'three']);
    await world.sleep('1 day');
    expect(await listed(world)).toEqual(['three']);
    await world.sleep('1 day');
    expect(await listed(world)).toEqual([]);
  });

  it('counts for the reuse of its id only while it is there', async () => {
    await using world = await worldOf(aDay);
    const options = { workflowId: 'quick', taskQueue, workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE };
    await world.client.workflow.execute('quick', options);
    await world.sleep('23 hours');
    await expect(world.client.workflow.execute('quick', options)).rejects.toThrow('already');
    await world.sleep('1 hour');
    expect(await world.client.workflow.execute('quick', options)).toBe('done');
    expect(world.histories()).toHaveLength(2);
  });

  it('goes run by run, and never while it is open', async () => {
    await using world = await worldOf(aDay);
    const first = await start(world, 'twice', 'twice');
    const latest = world.client.workflow.getHandle('twice');
    await world.sleep('30 hours');
    expect(await listed(world)).toEqual(['twice', 'twice']);
    await world.sleep('15 hours');
    // The first run closed 25 hours ago, the second one 5 hours ago.
    const { runId, status } = await latest.describe();
    expect([runId === first.firstExecutionRunId, status.name]).toEqual([false, 'COMPLETED']);
    expect(await listed(world)).toEqual(['twice']);
    await expect(first.result()).rejects.toThrow(WorkflowNotFoundError);
    expect(await latest.result()).toBeUndefined();
  });

  it('does not move time, or keep a world waiting', async () => {
    await using world = await worldOf(aDay);
    await (await start(world, 'quick')).result();
    const now = world.now();
    await world.settle();
    expect(world.now()).toBe(now);
  });

  it('is gone in a fork at the same time', async () => {
    await using world = await worldOf(aDay);
    await (await start(world, 'quick')).result();
    await world.sleep('20 hours');
    const later = await start(world, 'waits', 'waits');
    await world.settle();
    await using fork = await world.fork({ workflowId: later.workflowId, eventId: 1 });
    expect(await listed(fork)).toEqual(['waits', 'quick']);
    await fork.sleep('5 hours');
    expect(await listed(fork)).toEqual(['waits']);
    expect(fork.history('quick').events).toHaveLength(5);
  });
});

it('a standalone activity that has ended is there as long', async () => {
  await using world = await World.create({ activities: { work: async () => 'done' }, ...aDay });
  const handle = await world.client.activity.start('work', { id: 'a', taskQueue, startToCloseTimeout: '1 hour' });
  expect(await handle.result()).toBe('done');
  await world.sleep('23 hours');
  expect((await world.client.activity.count('')).count).toBe(1);
  await world.sleep('1 hour');
  expect((await world.client.activity.count('')).count).toBe(0);
  await expect(handle.describe()).rejects.toThrow('activity not found');
});

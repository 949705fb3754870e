import type { Client } from '@temporalio/client';
import { ApplicationFailure, sleep, upsertSearchAttributes } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../../src';

const workflows = {
  async echo(value: unknown) {
    return value;
  },
  async fails() {
    throw ApplicationFailure.nonRetryable('no');
  },
  async waits() {
    await sleep('30 days');
  },
  async labels(label: string) {
    upsertSearchAttributes({ CustomKeywordField: [label] });
    await sleep('30 days');
  },
};

const shop = () => World.create({ workflows, onTaskFailure: 'retry', replay: 'off' });

/** Starts a workflow whose type is the first part of its id. */
const start = (world: World, workflowId: string, options: object = {}) =>
  world.client.workflow.start(workflowId.split('-')[0]!, { workflowId, taskQueue: 'q', args: [], ...options });

async function ids(client: Client, query?: string, pageSize?: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query, pageSize })) found.push(workflowId);
  return found;
}

describe('lists of workflows', () => {
  it('begin with those that are open, the newest first, and go on with the one that closed last', async () => {
    await using world = await shop();
    for (const id of ['waits-1', 'waits-2', 'echo-1', 'waits-3', 'echo-2']) {
      await start(world, id);
      await world.sleep('1 minute');
    }
    expect(await ids(world.client)).toEqual(['waits-3', 'waits-2', 'waits-1', 'echo-2', 'echo-1']);
    await world.client.workflow.getHandle('waits-2').terminate();
    await start(world, 'waits-4');
    expect(await ids(world.client)).toEqual(['waits-4', 'waits-3', 'waits-1', 'waits-2', 'echo-2', 'echo-1']);
  });

  it('come in pages, whatever starts and closes in between', async () => {
    await using world = await shop();
    for (let i = 0; i < 7; i++) await start(world, `echo-${i}`);
    await world.settle();
    const { workflowService } = world.connection;
    const page = (nextPageToken?: Uint8Array) =>
      workflowService.listWorkflowExecutions({ namespace: 'default', pageSize: 3, nextPageToken });
    const first = await page();
    await start(world, 'waits-new');
    const second = await page(first.nextPageToken);
    const third = await page(second.nextPageToken);
    const pages = [first, second, third].map(({ executions }) => executions.map((x) => x.execution?.workflowId));
    expect(pages).toEqual([['echo-6', 'echo-5', 'echo-4'], ['echo-3', 'echo-2', 'echo-1'], ['echo-0']]);
    expect(third.nextPageToken).toHaveLength(0);
    await expect(page(Buffer.from('not a token'))).rejects.toThrow('Invalid NextPageToken');
  });

  it('see search attributes as soon as the workflow sets them', async () => {
    await using world = await shop();
    await start(world, 'labels-1', { args: ['gold'] });
    await start(world, 'waits-1', { searchAttributes: { CustomKeywordField: ['gold'], CustomIntField: [7] } });
    await world.settle();
    expect(await ids(world.client, "CustomKeywordField = 'gold'")).toEqual(['waits-1', 'labels-1']);
    expect(await ids(world.client, "CustomKeywordField = 'gold' AND CustomIntField IS NULL")).toEqual(['labels-1']);
  });

  it('know the build of the workers that a run has met', async () => {
    await using world = await World.create({ workflows, buildId: 'v7' });
    await start(world, 'waits-1');
    await world.settle();
    expect(await ids(world.client, "BuildIds = 'unversioned:v7' AND BuildIds = 'unversioned'")).toEqual(['waits-1']);
  });

  it('count by status', async () => {
    await using world = await shop();
    for (const id of ['echo-1', 'fails-1', 'echo-2', 'waits-1']) await start(world, id);
    await world.settle();
    const { count, groups } = await world.client.workflow.count('GROUP BY ExecutionStatus');
    expect({ count, groups }).toEqual({
      count: 4,
      groups: [
        { count: 1, groupValues: [['Running']] },
        { count: 2, groupValues: [['Completed']] },
        { count: 1, groupValues: [['Failed']] },
      ],
    });
    expect(await world.client.workflow.count("WorkflowType = 'echo'")).toEqual({ count: 2, groups: [] });
    await expect(ids(world.client, 'GROUP BY ExecutionStatus')).rejects.toMatchObject({
      cause: { details: "invalid query: operation is not supported: 'group by' clause" },
    });
  });

  it('have older forms, for open and for closed runs', async () => {
    await using world = await shop();
    await start(world, 'waits-1');
    const hourLater = new Date(world.now() + 3_600_000);
    await world.sleep('2 hours');
    for (const id of ['echo-1', 'fails-1', 'waits-2']) await start(world, id);
    await world.settle();
    const { workflowService } = world.connection;
    const idsOf = ({ executions }: { executions: { execution?: { workflowId?: string | null } | null }[] }) =>
      executions.map((x) => x.execution?.workflowId);
    const latestTime = { seconds: hourLater.getTime() / 1000 } as never;
    const namespace = 'default';
    const open = (more: object) => workflowService.listOpenWorkflowExecutions({ namespace, ...more }).then(idsOf);
    const shut = (more: object) => workflowService.listClosedWorkflowExecutions({ namespace, ...more }).then(idsOf);
    expect(await open({})).toEqual(['waits-2', 'waits-1']);
    expect(await open({ startTimeFilter: { latestTime } })).toEqual(['waits-1']);
    expect(await open({ executionFilter: { workflowId: 'waits-2' } })).toEqual(['waits-2']);
    expect(await shut({ statusFilter: { status: 3 } })).toEqual(['fails-1']);
    expect(await shut({ typeFilter: { name: 'echo' } })).toEqual(['echo-1']);
    expect(idsOf(await workflowService.scanWorkflowExecutions({ namespace, query: "WorkflowType = 'echo'" }))).toEqual([
      'echo-1',
    ]);
    await expect(workflowService.listArchivedWorkflowExecutions({ namespace })).rejects.toMatchObject({ code: 12 });
  });
});

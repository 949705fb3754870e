/** What operators see of a task queue: who polls it, what waits there, and how fast it goes. */
import { Context } from '@temporalio/activity';
import { condition, proxyActivities } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../src';
import { TaskRate } from '../../src/server/task-rate';

const taskQueue = 'orders';
const MINUTE = 60_000;

const activities = {
  async pack(minutes: number) {
    await Context.current().sleep(minutes * MINUTE);
  },
};

const pack = (priorityKey?: number) =>
  proxyActivities<typeof activities>({ startToCloseTimeout: '1 day', priority: { priorityKey } }).pack(10);

const workflows = {
  packs: (keys: readonly number[]) => Promise.all(keys.map((key) => pack(key))),
  waits: () => condition(() => false),
};

async function described(world: World, taskQueueType = 1, more: object = {}) {
  return world.connection.workflowService.describeTaskQueue({
    namespace: 'default',
    taskQueue: { name: taskQueue },
    taskQueueType,
    reportStats: true,
    ...more,
  });
}

const ms = (time: { seconds?: unknown; nanos?: number | null } | null | undefined) =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;

/** Plain numbers of the figures. */
function figures(stats: Awaited<ReturnType<typeof described>>['stats']) {
  return {
    count: Number(stats?.approximateBacklogCount),
    age: ms(stats?.approximateBacklogAge),
    added: stats?.tasksAddRate,
    dispatched: stats?.tasksDispatchRate,
  };
}

describe('a task queue', () => {
  it('without workers has a backlog that grows older', async () => {
    await using world = await World.create();
    const start = (workflowId: string) => world.client.workflow.start('waits', { workflowId, taskQueue });
    await start('a');
    await world.sleep('10 seconds');
    await start('b');
    expect((await described(world)).pollers).toEqual([]);
    expect(figures((await described(world)).stats)).toEqual({ count: 2, age: 10_000, added: 0.2, dispatched: 0 });
    await world.client.workflow.getHandle('a').terminate();
    await world.sleep('20 seconds');
    // What nobody wants any more does not count.
    expect(figures((await described(world)).stats)).toMatchObject({ count: 1, age: 20_000 });
    const { taskQueueStatus } = await described(world, 1, { includeTaskQueueStatus: true });
    expect(Number(taskQueueStatus?.backlogCountHint)).toBe(1);
  });

  it('with a worker that has one slot has the rest in its backlog, by priority', async () => {
    await using world = await World.create({ workflows, activities, maxConcurrentActivityTaskExecutions: 1 });
    const began = world.now();
    await world.client.workflow.start('packs', { workflowId: 'w', taskQueue, args: [[3, 1, 1, 5, 3]] });
    await world.sleep('1 minute');
    const { pollers, stats, statsByPriorityKey } = await described(world, 2);
    expect(pollers).toMatchObject([{ identity: 'worker-1@worldline' }]);
    // It took its last task then, and has had no slot to poll for since.
    expect(ms(pollers?.[0]?.lastAccessTime)).toBe(began);
    expect(figures(stats)).toMatchObject({ count: 4, age: MINUTE });
    const counts = Object.entries(statsByPriorityKey!).map(([key, of]) => [key, figures(of).count]);
    expect(counts).toEqual([
      ['1', 2],
      ['3', 1],
      ['5', 1],
    ]);
    await world.sleep('10 minutes');
    expect(figures((await described(world, 2)).stats)).toMatchObject({ count: 3, age: 11 * MINUTE });
    const ofWorkflows = await described(world);
    expect(ms(ofWorkflows.pollers?.[0]?.lastAccessTime)).toBe(world.now());
    expect(figures(ofWorkflows.stats)).toMatchObject({ count: 0, age: 0 });
  });

  it('keeps the age of its backlog when a worker comes that has too few slots', async () => {
    await using world = await World.create();
    await world.createWorker({ taskQueue, workflows });
    await world.client.workflow.start('packs', { workflowId: 'w', taskQueue, args: [[3, 3]] });
    await world.sleep('5 minutes');
    const worker = await world.createWorker({ taskQueue, activities, maxConcurrentActivityTaskExecutions: 1 });
    await world.settle();
    expect(figures((await described(world, 2)).stats)).toMatchObject({ count: 1, age: 5 * MINUTE });
    await worker.crash();
    expect((await described(world, 2)).pollers).toEqual([]);
  });

  it('says what older clients ask for', async () => {
    await using world = await World.create({ workflows, activities });
    await world.client.workflow.start('packs', { workflowId: 'w', taskQueue, args: [[3]] });
    await world.settle();
    const answer = await described(world, 0, { apiMode: 1, reportPollers: true, reportTaskReachability: true });
    expect(answer.versionsInfo?.['']).toMatchObject({
      taskReachability: 1,
      typesInfo: { 1: { pollers: [{}], stats: {} }, 2: { pollers: [{}], stats: {} } },
    });
  });

  it('that nobody has used is empty, and looking at it does not change that', async () => {
    await using world = await World.create({ workflows, activities });
    for (let i = 0; i < 2; i++) {
      const { pollers, stats, statsByPriorityKey } = await described(world);
      expect(pollers).toEqual([]);
      expect(figures(stats)).toEqual({ count: 0, age: 0, added: 0, dispatched: 0 });
      expect(Object.keys(statsByPriorityKey!)).toEqual(['3']);
    }
  });

  it('must be named', async () => {
    await using world = await World.create();
    const refusal = (queue: object | null) =>
      expect(described(world, 1, { taskQueue: queue })).rejects.toMatchObject({ code: 3, details: expect.anything() });
    await refusal(null);
    await refusal({ name: '' });
  });
});

describe('the rate of tasks', () => {
  it('is that since the first one, and of the last half minute later on', () => {
    const rate = new TaskRate(1000);
    rate.count(1000);
    expect(rate.perSecond(1000)).toBe(0);
    expect(rate.perSecond(3000)).toBe(0.5);
    for (let s = 1; s < 60; s++) rate.count(1000 + s * 1000);
    expect(rate.perSecond(60_999)).toBeCloseTo(1, 1);
    expect(rate.perSecond(1000 + 60_000 + 40_000)).toBe(0);
  });

  it('counts again after a long silence', () => {
    const rate = new TaskRate(0);
    for (let i = 0; i < 10; i++) rate.count(0);
    rate.count(3_600_000);
    expect(rate.perSecond(3_600_000)).toBeCloseTo(1 / 30);
  });
});

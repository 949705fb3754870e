/** Whose task a worker takes first, where more wait than it has slots for: what workflows, activities and children say of it. */
import { activityInfo, Context } from '@temporalio/activity';
import type { Priority } from '@temporalio/common';
import { executeChild, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../src';

/** Orders in the order in which they were served. */
let served: string[] = [];
/** What each order's activity was told of its priority. */
let told: Record<string, Priority | undefined> = {};

const activities = {
  async serve(order: string) {
    served.push(order);
    told[order] = activityInfo().priority;
    await Context.current().sleep('1 minute');
  },
};

const serve = (order: string, priority?: Priority) =>
  proxyActivities<typeof activities>({ startToCloseTimeout: '1 hour', priority }).serve(order);

type Orders = readonly (readonly [order: string, priorityKey?: number])[];

const workflows = {
  serveAll: (orders: Orders) =>
    Promise.all(orders.map(([order, key]) => serve(order, key ? { priorityKey: key } : {}))),
  serveOne: (order: string, priority?: Priority) => serve(order, priority),
  async tellsItsOwn() {
    return workflowInfo().priority;
  },
  async servesAsChild() {
    await serve('of the child');
    return workflowInfo().priority;
  },
  parent: (ofChild?: Priority) => executeChild('servesAsChild', { priority: ofChild }) as Promise<Priority>,
};

/** A world whose one worker runs one activity at a time, each for a minute. */
async function shop() {
  served = [];
  told = {};
  return World.create({ workflows, activities, maxConcurrentActivityTaskExecutions: 1 });
}

const onQueue = (workflowId: string, priority?: Priority) => ({ workflowId, taskQueue: 'q', priority });

describe('a worker with one slot', () => {
  it('takes lower keys first, and what has no key as if it were 3', async () => {
    await using world = await shop();
    const began = world.now();
    const orders: Orders = [['running'], ['4', 4], ['none'], ['3', 3], ['1', 1], ['5', 5], ['2', 2]];
    await world.client.workflow.execute(workflows.serveAll, { ...onQueue('w'), args: [orders] });
    expect(served).toEqual(['running', '1', '2', 'none', '3', '4', '5']);
    expect(world.now() - began).toBe(orders.length * 60_000);
  });

  it('takes a retry by the key of its activity', async () => {
    const started: string[] = [];
    const flaky = {
      async serve(order: string) {
        started.push(`${order} ${activityInfo().attempt}`);
        await Context.current().sleep('1 minute');
        if (order === 'urgent' && activityInfo().attempt === 1) throw new Error('again, please');
      },
    };
    await using world = await World.create({ workflows, activities: flaky, maxConcurrentActivityTaskExecutions: 1 });
    const orders: Orders = [['urgent', 1], ['a'], ['b'], ['c']];
    await world.client.workflow.execute(workflows.serveAll, { ...onQueue('w'), args: [orders] });
    expect(started).toEqual(['urgent 1', 'a 1', 'urgent 2', 'b 1', 'c 1']);
  });

  it('takes the activities of an urgent workflow before those of others', async () => {
    await using world = await shop();
    const start = (order: string, priorityKey?: number) =>
      world.client.workflow.start(workflows.serveOne, { ...onQueue(order, { priorityKey }), args: [order] });
    await start('running');
    await world.settle();
    const handles = [await start('ordinary'), await start('batch', 5), await start('urgent', 1)];
    for (const handle of handles) await handle.result();
    expect(served).toEqual(['running', 'urgent', 'ordinary', 'batch']);
  });

  it('takes standalone activities by their keys', async () => {
    await using world = await shop();
    const start = (id: string, priorityKey?: number) =>
      world.client.activity.start('serve', {
        id,
        taskQueue: 'q',
        args: [id],
        startToCloseTimeout: '1 hour',
        priority: { priorityKey },
      });
    await start('running');
    await world.settle();
    for (const handle of [await start('low', 4), await start('none'), await start('high', 2)]) await handle.result();
    expect(served).toEqual(['running', 'high', 'none', 'low']);
  });

  it('takes first what an operator has made urgent', async () => {
    await using world = await shop();
    const start = (order: string) =>
      world.client.workflow.start(workflows.serveOne, { ...onQueue(order), args: [order] });
    const handles = [await start('running'), await start('early'), await start('late')];
    await world.settle();
    await world.connection.workflowService.updateActivityOptions({
      namespace: 'default',
      execution: { workflowId: 'late' },
      type: 'serve',
      activityOptions: { priority: { priorityKey: 1 } },
      updateMask: { paths: ['priority'] },
    });
    for (const handle of handles) await handle.result();
    expect(served).toEqual(['running', 'late', 'early']);
    expect(told.late?.priorityKey).toBe(1);
  });
});

describe('workflows that find no worker', () => {
  it('are begun in the order of their keys when one comes', async () => {
    await using world = await World.create();
    const handles = [];
    for (const [id, priorityKey] of [['low', 5], ['none'], ['high', 1]] as const) {
      handles.push(await world.client.workflow.start('tellsItsOwn', onQueue(id, { priorityKey })));
    }
    await world.settle();
    await world.createWorker({ taskQueue: 'q', workflows });
    for (const handle of handles) await handle.result();
    const begun = world.log.filter(({ kind }) => kind === 'workflow-task').map(({ workflowId }) => workflowId);
    expect(begun).toEqual(['high', 'none', 'low']);
  });
});

describe('an activity', () => {
  it('is told the priority of its workflow, field by field where it says nothing itself', async () => {
    await using world = await shop();
    const ofTenant = { priorityKey: 4, fairnessKey: 'tenant', fairnessWeight: 2.5 };
    const execute = (order: string, own?: Priority) =>
      world.client.workflow.execute(workflows.serveOne, { ...onQueue(order, ofTenant), args: [order, own] });
    await execute('silent');
    expect(told.silent).toEqual(ofTenant);
    await execute('urgent', { priorityKey: 1 });
    expect(told.urgent).toEqual({ ...ofTenant, priorityKey: 1 });
    await execute('fair', { fairnessKey: 'guest', fairnessWeight: 0.5 });
    expect(told.fair).toEqual({ priorityKey: 4, fairnessKey: 'guest', fairnessWeight: 0.5 });
  });

  it('has in its history what it said itself', async () => {
    await using world = await shop();
    const options = { ...onQueue('w', { priorityKey: 4 }), args: ['order', { fairnessKey: 'guest' }] as const };
    await world.client.workflow.execute(workflows.serveOne, { ...options, args: [...options.args] });
    const scheduled = world.history('w').events.find(({ type }) => type === 'ActivityTaskScheduled');
    expect(scheduled?.attributes).toMatchObject({ priority: { priorityKey: 0, fairnessKey: 'guest' } });
  });
});

describe('a child', () => {
  it('has the priority of its parent, and so have its own activities', async () => {
    await using world = await shop();
    const options = onQueue('w', { priorityKey: 2, fairnessKey: 'tenant', fairnessWeight: 3 });
    expect(await world.client.workflow.execute(workflows.parent, options)).toEqual(options.priority);
    expect(told['of the child']).toEqual(options.priority);
  });

  it('goes by what it was started with, and by its parent for the rest', async () => {
    await using world = await shop();
    const options = onQueue('w', { priorityKey: 2, fairnessKey: 'tenant' });
    const ofChild = { priorityKey: 5, fairnessWeight: 7 };
    expect(await world.client.workflow.execute(workflows.parent, { ...options, args: [ofChild] })).toEqual({
      priorityKey: 5,
      fairnessKey: 'tenant',
      fairnessWeight: 7,
    });
  });

  it('of a parent without a priority has none', async () => {
    await using world = await shop();
    expect(await world.client.workflow.execute(workflows.parent, onQueue('w'))).toEqual({});
  });
});

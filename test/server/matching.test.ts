/** Which task a worker gets first, where more wait than it has slots for. */
import { Context } from '@temporalio/activity';
import { proxyActivities } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../src';
import type { Step } from '../../src/base/step';
import { Matching, type Poller, type QueuedTask } from '../../src/server/matching';

/** A queue of activities with at most one worker; what has become a step waits for `run`. */
function queue() {
  const started: string[] = [];
  const steps: Step[] = [];
  const stale = new Set<string>();
  let freeSlots = 0;
  const matching = new Matching(
    () => 0,
    (step) => steps.push(step),
  );
  const poller: Poller = {
    identity: 'worker',
    accepts: () => freeSlots > 0,
    takeWorkflowTask: () => undefined,
    takeActivityTask: () => undefined,
  };
  const place = ['default', 'orders', 'activity'] as const;
  return {
    started,
    steps,
    stale,
    add(what: string, priorityKey?: number) {
      const task: QueuedTask = {
        workflowId: what,
        what,
        priorityKey,
        isStale: () => stale.has(what) || started.includes(what),
        deliver: () => {
          freeSlots--;
          started.push(what);
        },
      };
      matching.add(...place, task);
    },
    workerComes(slots: number) {
      freeSlots = slots;
      matching.addPoller(...place, poller);
    },
    workerGoes() {
      freeSlots = 0;
      matching.removePoller(...place, poller);
    },
    freeSlot() {
      freeSlots++;
      matching.slotsFreed(...place);
    },
    /** Runs what can run, in order. */
    run() {
      for (let step = steps.shift(); step; step = steps.shift()) void step.run();
    },
  };
}

/** Frees one slot after another until nothing waits. */
function drain(q: ReturnType<typeof queue>, tasks: number): string[] {
  q.run();
  for (let i = 0; i < tasks; i++) {
    q.freeSlot();
    q.run();
  }
  return q.started;
}

describe('a backlog', () => {
  it('gives higher priorities first, and equal ones in order, when a worker comes', () => {
    const q = queue();
    for (const [what, key] of [['last', 5], ['a'], ['first', 1], ['b', 3], ['c', 0], ['second', 2]] as const) {
      q.add(what, key);
    }
    q.workerComes(6);
    q.run();
    expect(q.started).toEqual(['first', 'second', 'a', 'b', 'c', 'last']);
  });

  it('gives them in that order as slots become free', () => {
    const q = queue();
    q.workerComes(1);
    q.add('running');
    q.run();
    for (const [what, key] of [['low', 4], ['a'], ['b'], ['high', 1]] as const) q.add(what, key);
    expect(drain(q, 4)).toEqual(['running', 'high', 'a', 'b', 'low']);
  });

  it('takes keys beyond the lowest priority for the lowest one', () => {
    const q = queue();
    q.add('beyond', 1000);
    q.add('lowest', 5);
    q.add('low', 4);
    q.workerComes(3);
    q.run();
    expect(q.started).toEqual(['low', 'beyond', 'lowest']);
  });

  it('keeps a free slot for the task that it offers, though others come meanwhile', () => {
    const q = queue();
    q.workerComes(1);
    q.add('running');
    q.add('waiting');
    q.run();
    q.add('late');
    q.freeSlot();
    q.run();
    expect(q.started).toEqual(['running', 'waiting']);
    expect(drain(q, 1)).toEqual(['running', 'waiting', 'late']);
  });

  it('makes one step for each slot that becomes free, however many tasks wait', () => {
    const q = queue();
    q.workerComes(1);
    for (let i = 0; i < 100; i++) q.add(String(i));
    q.run();
    q.freeSlot();
    expect(q.steps).toHaveLength(1);
  });

  it('goes on to the next task where the offered one has become stale', () => {
    const q = queue();
    q.workerComes(1);
    for (const what of ['running', 'cancelled', 'next']) q.add(what);
    q.run();
    q.freeSlot();
    q.stale.add('cancelled');
    q.run();
    expect(q.started).toEqual(['running', 'next']);
  });

  it('fills all slots that became free before the offered task started', () => {
    const q = queue();
    q.workerComes(2);
    for (const what of ['a', 'b', 'c', 'd']) q.add(what);
    q.run();
    q.freeSlot();
    q.freeSlot();
    q.run();
    expect(q.started).toEqual(['a', 'b', 'c', 'd']);
  });

  it('outlives its worker', () => {
    const q = queue();
    q.workerComes(1);
    for (const what of ['a', 'b', 'c']) q.add(what);
    q.run();
    q.freeSlot();
    q.workerGoes();
    q.run();
    q.workerComes(2);
    q.run();
    expect(q.started).toEqual(['a', 'b', 'c']);
  });
});

it('priorities change nothing where slots are free', () => {
  const q = queue();
  q.workerComes(3);
  q.add('low', 5);
  q.add('high', 1);
  q.run();
  expect(q.started).toEqual(['low', 'high']);
});

/** A workflow that starts so many activities at once, on a worker that runs one at a time, each for a minute. */
async function servedOneByOne(count: number) {
  const served: number[] = [];
  const activities = {
    async serve(n: number) {
      served.push(n);
      await Context.current().sleep('1 minute');
    },
  };
  const { serve } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 hour' });
  const workflows = { all: () => Promise.all(Array.from({ length: count }, (_, n) => serve(n))) };
  await using world = await World.create({ workflows, activities, maxConcurrentActivityTaskExecutions: 1 });
  const began = world.now();
  await world.client.workflow.execute(workflows.all, { workflowId: 'w', taskQueue: 'q' });
  const deliveries = world.log.filter(({ kind }) => kind === 'activity-task').length;
  return { served, deliveries, minutes: (world.now() - began) / 60_000 };
}

describe('a worker that runs one activity at a time', () => {
  it('serves a backlog in order', async () => {
    const { served, minutes } = await servedOneByOne(5);
    expect(served).toEqual([0, 1, 2, 3, 4]);
    expect(minutes).toBe(5);
  });

  it('costs a step for each task that finds no slot, and one for each that starts', async () => {
    const { deliveries } = await servedOneByOne(100);
    expect(deliveries).toBe(99 + 100);
  });
});

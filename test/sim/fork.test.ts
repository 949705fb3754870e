import { activityInfo, Context } from '@temporalio/activity';
import { afterEach, describe, expect, it } from 'vitest';
import { InvalidInputError, World } from '../../src';
import type { EventType } from '../../src/history/event';
import type { History } from '../../src/history/history';
import type { WorldOptions } from '../../src/sim/options';
import * as workflows from './fork-workflows';

const shop = {
  charge: async (amount: number) => `paid ${amount}`,
  ship: async (order: string) => `${order} is on its way`,
  refund: async (receipt: string) => `gave back: ${receipt}`,
};
const taskQueue = 'shop';
const DAY = 24 * 3_600_000;

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) {
    // So that the re-run of what has just closed counts, too.
    await world.settle();
    await world.dispose();
  }
});

function kept(world: World): World {
  worlds.push(world);
  return world;
}

async function create(options: WorldOptions = {}): Promise<World> {
  return kept(await World.create({ workflows, activities: shop, ...options }));
}

function placeOf(history: History, type: EventType, nth = 0): number {
  return history.ofType(type)[nth]!.id;
}

function firstEvents(history: History, count: number): unknown[] {
  return history.events.slice(0, count);
}

describe('a world that is forked', () => {
  it('shares the past up to the event and may end otherwise: what if the shop could not ship?', async () => {
    const world = await create();
    const handle = await world.client.workflow.start('order', { workflowId: 'o', taskQueue, args: [5] });
    expect(await handle.result()).toBe('paid 5, book is on its way');
    const history = world.history('o');
    const eventId = placeOf(history, 'ActivityTaskScheduled', 1);

    const noShipping = { ...shop, ship: async () => Promise.reject(new Error('the van broke down')) };
    const fork = kept(await world.fork({ workflowId: 'o', eventId, activities: noShipping }));

    expect(fork.now()).toBe(history.event(eventId).time);
    expect(firstEvents(fork.history('o'), eventId)).toEqual(firstEvents(history, eventId));
    expect(await fork.client.workflow.getHandle('o').result()).toBe('gave back: paid 5');
    // The world that it came from is as it was.
    expect(world.history('o').toText()).toBe(history.toText());
    expect(fork.history('o').runId).toBe(history.runId);
  });

  it('goes the same way from every event, with the same code', async () => {
    // Without sticky queues, which a fork does not have until its own worker has completed a task.
    const world = await create({ maxCachedWorkflows: 0 });
    const args: [number] = [7];
    const result = await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args });
    const history = world.history('o');
    for (let eventId = 1; eventId <= history.length; eventId++) {
      const fork = kept(await world.fork({ workflowId: 'o', eventId }));
      expect(await fork.client.workflow.getHandle('o').result(), `forked at event ${eventId}`).toBe(result);
      expect(fork.history('o').toCanonicalText({ times: true }), `forked at event ${eventId}`).toBe(
        history.toCanonicalText({ times: true }),
      );
    }
  });

  it('comes to the same end from wherever in a workflow that does a bit of everything, over two runs', async () => {
    const world = await create();
    const result = await world.client.workflow.execute('mixed', { workflowId: 'm', taskQueue, args: [1] });
    expect(result).toEqual([
      ...['book 2 is on its way', 'gave up', 'hello', 'still there?'],
      ...['paid 1', 'paid 2', 'two is on its way', 'cancelled'],
    ]);
    const runs = world.histories().filter(({ workflowId }) => workflowId === 'm');
    expect(runs).toHaveLength(2);
    for (const history of runs) {
      // Not from each event: every third one meets all kinds.
      for (let eventId = 1; eventId <= history.length; eventId += 3) {
        const where = `forked at event ${eventId} of ${history.runId}`;
        const fork = await world.fork({ workflowId: 'm', runId: history.runId, eventId });
        expect(await fork.client.workflow.getHandle('m').result(), where).toEqual(result);
        // The order of what happens at one instant is not the past's to tell, so what follows may differ in that.
        const forked = fork.history('m', history.runId);
        expect(firstEvents(forked, eventId), where).toEqual(firstEvents(history, eventId));
        expect(forked.events.at(-1)!.time, where).toBe(history.events.at(-1)!.time);
        await fork.settle();
        await fork.dispose();
      }
    }
  });

  it('goes on at the attempt that an activity was at, with what the attempt before has left', async () => {
    const seen: unknown[] = [];
    const flaky = (works: boolean) => ({
      ...shop,
      charge: async (amount: number) => {
        const { attempt, heartbeatDetails } = activityInfo();
        seen.push([attempt, heartbeatDetails]);
        Context.current().heartbeat(`tried ${attempt} times`);
        if (!works) throw new Error(`declined ${attempt}`);
        return `paid ${amount}`;
      },
    });
    const world = await create({ activities: flaky(false) });
    await world.client.workflow.start('order', { workflowId: 'o', taskQueue, args: [2] });
    // Attempts at 0, 1, 3 and 7 seconds.
    await world.sleep('5 seconds');
    await world.client.workflow.start('collect', { workflowId: 'c', taskQueue });
    await world.sleep('1 minute');
    seen.length = 0;

    const fork = kept(await world.fork({ workflowId: 'c', eventId: 1, activities: flaky(true) }));
    const { raw } = await fork.client.workflow.getHandle('o').describe();
    expect(raw.pendingActivities![0]).toMatchObject({ attempt: 4, lastFailure: { message: 'declined 3' } });
    await fork.sleep('3 seconds');
    expect(seen).toEqual([[4, 'tried 3 times']]);
    const [started] = fork.history('o').ofType('ActivityTaskStarted');
    expect(started!.time).toBe(fork.history('o').event(1).time + 7000);
  });

  it('keeps the times of timers: a day that had begun ends when it would have', async () => {
    const world = await create();
    const began = world.now();
    await world.client.workflow.start('order', { workflowId: 'o', taskQueue, args: [1] });
    await world.sleep('5 hours');
    await world.client.workflow.start('collect', { workflowId: 'c', taskQueue });
    await world.settle();
    const fork = kept(await world.fork({ workflowId: 'c', eventId: 1 }));
    expect(fork.now()).toBe(began + 5 * 3_600_000);
    await fork.client.workflow.getHandle('o').result();
    expect(fork.now()).toBe(began + DAY);
  });

  it('runs other workflow code where it is given', async () => {
    const world = await create();
    await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: [1] });
    const eventId = placeOf(world.history('o'), 'WorkflowTaskScheduled');
    const rewritten = { order: async () => 'closed for renovation' };
    const fork = kept(await world.fork({ workflowId: 'o', eventId, workflows: rewritten }));
    expect(await fork.client.workflow.getHandle('o').result()).toBe('closed for renovation');
  });

  it('takes signals and queries where the other one has gone on', async () => {
    const world = await create();
    const handle = await world.client.workflow.start('collect', { workflowId: 'c', taskQueue });
    await world.settle();
    await handle.signal('add', 'a');
    await world.settle();
    const eventId = world.history('c').length;
    await handle.signal('add', 'b');
    await handle.signal('done');
    expect(await handle.result()).toEqual(['a', 'b']);

    const fork = kept(await world.fork({ workflowId: 'c', eventId }));
    const forked = fork.client.workflow.getHandle('c');
    expect(await forked.query('items')).toEqual(['a']);
    await forked.signal('add', 'z');
    await forked.signal('done');
    expect(await forked.result()).toEqual(['a', 'z']);
  });

  it('has the children of that moment, and their ends reach the parent', async () => {
    const world = await create({ maxCachedWorkflows: 0 });
    await world.client.workflow.execute('parentOfTwo', { workflowId: 'p', taskQueue });
    const history = world.history('p');
    for (let eventId = 1; eventId <= history.length; eventId++) {
      const fork = kept(await world.fork({ workflowId: 'p', eventId }));
      expect(await fork.client.workflow.getHandle('p').result(), `forked at event ${eventId}`).toBe('brief, slept');
      expect(fork.history('p').toCanonicalText(), `forked at event ${eventId}`).toBe(history.toCanonicalText());
    }
  });

  it('has the parent, too, where it is forked at an event of the child', async () => {
    const world = await create();
    await world.client.workflow.execute('parent', { workflowId: 'p', taskQueue });
    const fork = kept(
      await world.fork({ workflowId: 'child', eventId: placeOf(world.history('child'), 'TimerStarted') }),
    );
    await fork.client.workflow.getHandle('child').terminate('that is enough');
    await expect(fork.client.workflow.getHandle('p').result()).rejects.toThrow('Workflow execution failed');
  });

  it('has all other workflows as they were then: ended, running, or not there yet', async () => {
    const world = await create();
    const { workflow } = world.client;
    await workflow.execute('brief', { workflowId: 'before', taskQueue });
    await workflow.start('patient', { workflowId: 'meanwhile', taskQueue });
    await workflow.start('collect', { workflowId: 'c', taskQueue });
    await world.settle();
    const eventId = world.history('c').length;
    await workflow.execute('brief', { workflowId: 'after', taskQueue });
    await workflow.getHandle('meanwhile').result();

    const fork = kept(await world.fork({ workflowId: 'c', eventId }));
    expect(await fork.client.workflow.getHandle('before').result()).toBe('brief');
    expect((await fork.client.workflow.getHandle('meanwhile').describe()).status.name).toBe('RUNNING');
    expect(await fork.client.workflow.getHandle('meanwhile').result()).toBe('slept');
    expect(() => fork.history('after')).toThrow(InvalidInputError);
  });

  it('makes new ids, the same in each fork of one place, and none that the past has', async () => {
    const world = await create();
    const args: unknown[] = [];
    await world.client.workflow.execute('draw', { workflowId: 'd', taskQueue, args });
    const known = new Set(world.histories().map(({ runId }) => runId));
    const newRun = async () => {
      const fork = kept(await world.fork({ workflowId: 'd', eventId: 3 }));
      const handle = await fork.client.workflow.start('brief', { workflowId: 'new', taskQueue });
      const drawn: string[] = await fork.client.workflow.getHandle('d').result();
      return { runId: handle.firstExecutionRunId, drawn };
    };
    const [one, two] = [await newRun(), await newRun()];
    expect(one).toEqual(two);
    expect(known.has(one.runId)).toBe(false);
    // What workflow code draws comes from its run, which is the same.
    expect(one.drawn).toEqual(await world.client.workflow.getHandle('d').result());
  });

  it('can be forked again, before and after the place where it came from', async () => {
    const world = await create();
    await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: [3] });
    const history = world.history('o');
    const fork = kept(await world.fork({ workflowId: 'o', eventId: placeOf(history, 'TimerStarted') }));
    await fork.client.workflow.getHandle('o').result();

    const eventId = placeOf(history, 'ActivityTaskScheduled');
    const dear = { ...shop, charge: async (amount: number) => `paid ${amount * 100}` };
    const earlier = kept(await fork.fork({ workflowId: 'o', eventId, activities: dear }));
    expect(await earlier.client.workflow.getHandle('o').result()).toBe('paid 300, book is on its way');
    const later = kept(await fork.fork({ workflowId: 'o', eventId: placeOf(history, 'TimerFired'), activities: dear }));
    expect(await later.client.workflow.getHandle('o').result()).toBe('paid 3, book is on its way');
  });

  it('has workers again that were made by createWorker', async () => {
    const world = kept(await World.create());
    await world.createWorker({ taskQueue, workflows, activities: shop });
    await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: [1] });
    const activities = { ...shop, charge: async () => 'paid nothing' };
    const eventId = placeOf(world.history('o'), 'ActivityTaskScheduled');
    const fork = kept(await world.fork({ workflowId: 'o', eventId, activities }));
    expect(await fork.client.workflow.getHandle('o').result()).toBe('paid nothing, book is on its way');
  });

  it('is closed where the event came with the end of the workflow', async () => {
    const world = await create();
    await world.client.workflow.execute('brief', { workflowId: 'b', taskQueue });
    const history = world.history('b');
    const fork = kept(await world.fork({ workflowId: 'b', eventId: placeOf(history, 'WorkflowTaskCompleted') }));
    expect(fork.history('b').toText()).toBe(history.toText());
    expect(await fork.client.workflow.execute('brief', { workflowId: 'b', taskQueue })).toBe('brief');
  });

  it('says which workflow or event it does not have', async () => {
    const world = await create();
    await world.client.workflow.execute('brief', { workflowId: 'b', taskQueue });
    await expect(world.fork({ workflowId: 'x', eventId: 1 })).rejects.toThrow(
      "world.fork: there is no workflow 'x'; this world has 'b'",
    );
    for (const eventId of [0, 6, 1.5, Number.NaN]) {
      await expect(world.fork({ workflowId: 'b', eventId })).rejects.toThrow(
        `world.fork: eventId is ${eventId}; it must be the id of an event of workflow 'b', which has 1 to 5`,
      );
    }
  });
});

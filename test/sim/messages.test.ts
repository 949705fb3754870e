/** Signals, queries, updates and cancellation reach workflows and activities as they do on a server. */
import { ApplicationFailure, activityInfo, CancelledFailure, Context } from '@temporalio/activity';
import { WorkflowFailedError } from '@temporalio/client';
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { simulate, World } from '../../src';
import { MODES, taskQueue } from './modes';

const add = workflow.defineSignal<[number]>('add');
const total = workflow.defineQuery<number>('total');
const addNow = workflow.defineUpdate<number, [number]>('addNow');

async function adder(until: number) {
  let sum = 0;
  workflow.setHandler(add, (n) => {
    sum += n;
  });
  workflow.setHandler(total, () => sum);
  workflow.setHandler(
    addNow,
    (n) => {
      sum += n;
      return sum;
    },
    {
      validator: (n) => {
        if (n < 0) throw new Error('only upwards');
      },
    },
  );
  await workflow.condition(() => sum >= until);
  return sum;
}

describe.each(MODES)('messages, %s', (_, mode) => {
  it('a signal that comes before the first workflow task is there when the code starts', async () => {
    await using world = await World.create({ workflows: { adder }, ...mode });
    const options = { workflowId: 'w', taskQueue, args: [5] as [number] };
    const handle = await world.client.workflow.signalWithStart(adder, { ...options, signal: add, signalArgs: [5] });
    expect(await handle.result()).toBe(5);
    expect(world.history('w').ofType('WorkflowTaskStarted')).toHaveLength(1);
  });

  it('a query sees the state, of a workflow that runs and of one that has ended', async () => {
    await using world = await World.create({ workflows: { adder }, ...mode });
    const handle = await world.client.workflow.start(adder, { workflowId: 'w', taskQueue, args: [5] });
    await handle.signal(add, 2);
    expect(await handle.query(total)).toBe(2);
    await handle.signal(add, 3);
    expect(await handle.result()).toBe(5);
    expect(await handle.query(total)).toBe(5);
    await expect(handle.query('totl')).rejects.toThrow(/totl/);
  });

  it('an update answers, or is rejected and leaves no trace', async () => {
    await using world = await World.create({ workflows: { adder }, ...mode });
    const handle = await world.client.workflow.start(adder, { workflowId: 'w', taskQueue, args: [5] });
    expect(await handle.executeUpdate(addNow, { args: [4] })).toBe(4);
    const { length } = world.history('w');
    await expect(handle.executeUpdate(addNow, { args: [-1] })).rejects.toMatchObject({
      cause: { message: 'only upwards' },
    });
    expect(world.history('w').length).toBe(length);
    expect(await handle.executeUpdate(addNow, { args: [1] })).toBe(5);
    expect(await handle.result()).toBe(5);
  });

  it('an activity learns with its next heartbeat that it is cancelled, and may clean up', async () => {
    const seen: string[] = [];
    const activities = {
      async watch() {
        try {
          for (;;) {
            Context.current().heartbeat();
            await Context.current().sleep('10 seconds');
          }
        } catch (error) {
          seen.push(`attempt ${activityInfo().attempt}: ${error instanceof CancelledFailure}`);
          throw error;
        }
      },
    };
    async function watches() {
      const { watch } = workflow.proxyActivities<typeof activities>({
        startToCloseTimeout: '1 day',
        heartbeatTimeout: '30 seconds',
        cancellationType: workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
      });
      await watch();
    }
    await using world = await World.create({ workflows: { watches }, activities, ...mode });
    const handle = await world.client.workflow.start(watches, { workflowId: 'w', taskQueue });
    await world.sleep('1 hour');
    const began = world.now();
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    expect(seen).toEqual(['attempt 1: true']);
    expect(world.now() - began).toBeLessThanOrEqual(30_000);
  });

  it('an activity that waits for its next attempt is cancelled after the commands of the task', async () => {
    const activities = { fails: () => Promise.reject(new Error('try again')) };
    async function givesUp(rests: boolean) {
      const { fails } = workflow.proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });
      const scope = new workflow.CancellationScope();
      const failing = scope.run(() => fails()).catch(() => undefined);
      await workflow.sleep(500);
      scope.cancel();
      await failing;
      if (rests) await workflow.sleep(500);
    }
    await using world = await World.create({ workflows: { givesUp }, activities, ...mode });
    const eventsOf = async (workflowId: string, rests: boolean) => {
      await world.client.workflow.execute(givesUp, { workflowId, taskQueue, args: [rests] });
      return [...world.history(workflowId)].map(({ type }) => type);
    };
    const rested = await eventsOf('rests', true);
    expect(rested.slice(rested.indexOf('ActivityTaskCancelRequested')).slice(0, 3)).toEqual([
      'ActivityTaskCancelRequested',
      'TimerStarted',
      'ActivityTaskCanceled',
    ]);
    // The event would come after the close: there is none.
    expect((await eventsOf('ends', false)).slice(-2)).toEqual([
      'ActivityTaskCancelRequested',
      'WorkflowExecutionCompleted',
    ]);
  });
});

describe.each(MODES)('dynamic handlers, %s', (_, mode) => {
  it('a default workflow and a default activity take all types that have no function', async () => {
    const activities = {
      known: async () => 'known',
      default: async (...args: unknown[]) => `${activityInfo().activityType}(${args})`,
    };
    const workflows = {
      async default(...args: unknown[]) {
        const { known, unknown } = workflow.proxyActivities<any>({ startToCloseTimeout: '1s' });
        return [workflow.workflowInfo().workflowType, args, await known(), await unknown(1, 2)];
      },
    };
    await using world = await World.create({ workflows, activities, ...mode });
    const result = await world.client.workflow.execute('anything', { workflowId: 'w', taskQueue, args: ['a'] });
    expect(result).toEqual(['anything', ['a'], 'known', 'unknown(1,2)']);
  });
});

describe('activities', () => {
  it('are retried with backoff until a failure that is final', async () => {
    async function pays() {
      await workflow
        .proxyActivities<any>({
          startToCloseTimeout: '1 minute',
          retry: { initialInterval: '1s', backoffCoefficient: 3, nonRetryableErrorTypes: ['Declined'] },
        })
        .pay();
    }
    const activities = {
      async pay() {
        if (activityInfo().attempt < 4) throw new Error('down');
        throw ApplicationFailure.create({ type: 'Declined', message: 'no' });
      },
    };
    const { error, attempts, durationMs, timeline } = await simulate(pays, { activities });
    expect(error).toMatchObject({ cause: { cause: { type: 'Declined' } } });
    expect(
      attempts.map(({ outcome, nextRetryTime, endedTime }) => [outcome, nextRetryTime && nextRetryTime - endedTime!]),
    ).toEqual([
      ['failed', 1000],
      ['failed', 3000],
      ['failed', 9000],
      ['failed', undefined],
    ]);
    expect(durationMs).toBe(13_000);
    expect(timeline).toMatch(/pays "pays".*✗ failed after 13s.*2 {2}\+00:00:01\.000 {2}ran 0ms {2}✗ down, next in 3s/s);
  });
});

import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../../src';

const SCHEDULED = 1;
const STARTED = 2;
const PAUSED = 4;
const PAUSE_REQUESTED = 5;

interface Options {
  startToCloseTimeout?: string;
  scheduleToCloseTimeout?: string;
  heartbeatTimeout?: string;
  retry?: { initialInterval?: string; maximumAttempts?: number; backoffCoefficient?: number };
}

const workflows = {
  async runs(type: string, options: Options = {}) {
    const activities = proxyActivities({ startToCloseTimeout: '1 hour', ...options });
    return activities[type]!();
  },
};

/** Fails until `broken` is false; keeps the times of its attempts, in seconds from the world's start. */
function shop() {
  const state = { broken: true, attempts: [] as { attempt: number; at: number; resumed?: unknown }[] };
  const activities = {
    async flaky() {
      const { attempt, heartbeatDetails } = activityInfo();
      state.attempts.push({ attempt, at: (Date.now() - Date.UTC(2030, 0, 1)) / 1000, resumed: heartbeatDetails });
      if (state.broken) throw ApplicationFailure.retryable('broken');
      return `done in attempt ${attempt}`;
    },
    /** Works for a long time, with a heartbeat a second, and lets cancellations through. */
    async long() {
      const { attempt, heartbeatDetails } = activityInfo();
      state.attempts.push({ attempt, at: (Date.now() - Date.UTC(2030, 0, 1)) / 1000, resumed: heartbeatDetails });
      if (!state.broken) return `done in attempt ${attempt}`;
      for (let i = 1; ; i++) {
        heartbeat(`step ${i}`);
        await Context.current().sleep('1s');
      }
    },
  };
  return { state, activities };
}

async function running(type: 'flaky' | 'long', options: Options = {}) {
  const { state, activities } = shop();
  const world = await World.create({ workflows, activities, onTaskFailure: 'retry' });
  const handle = await world.client.workflow.start('runs', { workflowId: 'w', taskQueue: 'q', args: [type, options] });
  await world.settle();
  const target = { namespace: 'default', execution: { workflowId: 'w' }, identity: 'operator' };
  const pending = async () => (await handle.describe()).raw.pendingActivities![0]!;
  return { world, handle, state, target, pending, service: world.connection.workflowService };
}

const retry = { initialInterval: '10s', backoffCoefficient: 1 };

describe('a paused activity', () => {
  it('starts no attempt until it is unpaused, and then at once', async () => {
    const { world, handle, state, target, pending, service } = await running('flaky', { retry });
    await using _ = world;
    await service.pauseActivity({ ...target, id: '1', reason: 'too noisy' });
    expect(await pending()).toMatchObject({
      state: PAUSED,
      paused: true,
      attempt: 2,
      pauseInfo: { manual: { identity: 'operator', reason: 'too noisy' } },
      lastFailure: { message: expect.any(String) },
      nextAttemptScheduleTime: expect.anything(),
    });
    await world.sleep('1 hour');
    expect((await pending()).nextAttemptScheduleTime).toBeUndefined();
    state.broken = false;
    await service.unpauseActivity({ ...target, type: 'flaky' });
    expect(await handle.result()).toBe('done in attempt 2');
    expect(state.attempts.map(({ at }) => at)).toEqual([0, 3600]);
  });

  it('finishes the running attempt, which learns of it by its heartbeat', async () => {
    const { world, handle, state, target, pending, service } = await running('long', {
      retry,
      heartbeatTimeout: '10s',
    });
    await using _ = world;
    expect(await pending()).toMatchObject({ state: STARTED, paused: false });
    await service.pauseActivity({ ...target, type: 'long' });
    expect(await pending()).toMatchObject({ state: PAUSE_REQUESTED, attempt: 1 });
    await world.sleep('1 minute');
    expect(await pending()).toMatchObject({
      state: PAUSED,
      attempt: 2,
      lastFailure: { message: 'Activity paused', applicationFailureInfo: { type: 'ActivityPause' } },
    });
    state.broken = false;
    await service.unpauseActivity({ ...target, unpauseAll: true });
    expect(await handle.result()).toBe('done in attempt 2');
    expect(state.attempts[1]!.resumed).toMatch(/^step \d+$/);
  });

  it('waits even where its policy has no further attempt', async () => {
    const options = { retry: { maximumAttempts: 1 }, heartbeatTimeout: '10s' };
    const { world, handle, state, target, pending, service } = await running('long', options);
    await using _ = world;
    await service.pauseActivity({ ...target, id: '1' });
    await world.sleep('1 minute');
    expect(await pending()).toMatchObject({ state: PAUSED, attempt: 2 });
    state.broken = false;
    await service.unpauseActivity({ ...target, id: '1', resetAttempts: true, resetHeartbeat: true });
    expect(await handle.result()).toBe('done in attempt 1');
    expect(state.attempts[1]!.resumed).toBeUndefined();
  });

  it('passes no deadline; one that passed in the meantime is noticed when it is unpaused', async () => {
    const { world, handle, state, target, pending, service } = await running('flaky', {
      retry,
      scheduleToCloseTimeout: '1 minute',
    });
    await using _ = world;
    await service.pauseActivity({ ...target, id: '1' });
    await world.sleep('1 hour');
    expect((await pending()).state).toBe(PAUSED);
    await service.unpauseActivity({ ...target, id: '1' });
    await expect(handle.result()).rejects.toMatchObject({ cause: { cause: { timeoutType: 'SCHEDULE_TO_CLOSE' } } });
    expect(state.attempts).toHaveLength(1);
  });

  it('is not paused twice: the first pause stays', async () => {
    const { world, target, service, pending } = await running('flaky', { retry });
    await using _ = world;
    await service.pauseActivity({ ...target, id: '1', reason: 'first' });
    await service.pauseActivity({ ...target, id: '1', reason: 'second' });
    expect((await pending()).pauseInfo?.manual?.reason).toBe('first');
  });
});

describe('a reset activity', () => {
  it('counts its attempts anew, and starts at once', async () => {
    const { world, handle, state, target, service } = await running('flaky', { retry });
    await using _ = world;
    await world.sleep('25s');
    state.broken = false;
    await service.resetActivity({ ...target, id: '1' });
    expect(await handle.result()).toBe('done in attempt 1');
    expect(state.attempts.map(({ attempt, at }) => [attempt, at])).toEqual([
      [1, 0],
      [2, 10],
      [3, 20],
      [1, 25],
    ]);
  });

  it('asks a running attempt to end; the next one is the second', async () => {
    const { world, handle, state, target, pending, service } = await running('long', {
      retry,
      heartbeatTimeout: '10s',
    });
    await using _ = world;
    await service.resetActivity({ ...target, id: '1' });
    await world.sleep('9s');
    expect(await pending()).toMatchObject({
      state: SCHEDULED,
      attempt: 2,
      lastFailure: { message: 'Activity reset', applicationFailureInfo: { type: 'ActivityReset' } },
    });
    state.broken = false;
    expect(await handle.result()).toBe('done in attempt 2');
    expect(state.attempts[1]!.resumed).toMatch(/^step \d+$/);
  });

  it('stays paused where that is asked', async () => {
    const { world, target, pending, service } = await running('flaky', { retry });
    await using _ = world;
    await service.pauseActivity({ ...target, id: '1' });
    await service.resetActivity({ ...target, matchAll: true, keepPaused: true });
    expect(await pending()).toMatchObject({ state: PAUSED, attempt: 1 });
    await service.resetActivity({ ...target, matchAll: true });
    await world.sleep('1s');
    expect(await pending()).toMatchObject({ paused: false, attempt: 2 });
  });
});

describe('jitter', () => {
  const many = {
    async manyAttempts() {
      const { flaky } = proxyActivities<{ flaky(): Promise<string> }>({
        startToCloseTimeout: '1 hour',
        retry: { initialInterval: '1 day' },
      });
      return Promise.all(Array.from({ length: 20 }, flaky));
    },
  };

  /** When the second attempts began, in seconds from the operation, and what they were. */
  async function begun(seed: number, operate: (world: World, target: object) => Promise<unknown>) {
    const { state, activities } = shop();
    await using world = await World.create({ workflows: many, activities, seed });
    const handle = await world.client.workflow.start('manyAttempts', { workflowId: 'w', taskQueue: 'q' });
    await world.sleep('1 minute');
    state.broken = false;
    await operate(world, { namespace: 'default', execution: { workflowId: 'w' } });
    const results = await handle.result();
    return { times: state.attempts.slice(20).map(({ at }) => at - 60), results };
  }

  const jitter = { seconds: 600 as never };

  it.each([
    [
      'unpausing',
      'done in attempt 2',
      async ({ connection: { workflowService } }: World, target: object) => {
        await workflowService.pauseActivity({ ...target, type: 'flaky' });
        await workflowService.unpauseActivity({ ...target, unpauseAll: true, jitter });
      },
    ],
    [
      'a reset',
      'done in attempt 1',
      ({ connection: { workflowService } }: World, target: object) =>
        workflowService.resetActivity({ ...target, matchAll: true, jitter }),
    ],
  ])('spreads what waits over its time in %s, the same for the same seed', async (_, outcome, operate) => {
    const { times, results } = await begun(1, operate);
    expect(results).toEqual(Array(20).fill(outcome));
    expect(new Set(times).size).toBe(20);
    expect(Math.max(...times)).toBeLessThan(600);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(300);
    expect((await begun(1, operate)).times).toEqual(times);
    expect((await begun(2, operate)).times).not.toEqual(times);
  });

  it('does not outlast what happens to the activity meanwhile', async () => {
    const { world, handle, state, target, pending, service } = await running('flaky', {
      retry: { initialInterval: '1 hour' },
      scheduleToCloseTimeout: '1 day',
    });
    await using _ = world;
    await service.resetActivity({ ...target, id: '1', jitter });
    expect(await pending()).toMatchObject({ state: SCHEDULED, attempt: 1 });
    expect(state.attempts).toHaveLength(1);
    await service.updateActivityOptions({
      ...target,
      id: '1',
      activityOptions: { startToCloseTimeout: { seconds: 5 as never } },
      updateMask: { paths: ['start_to_close_timeout'] },
    });
    await service.pauseActivity({ ...target, id: '1' });
    await world.sleep('20 minutes');
    expect(state.attempts).toHaveLength(1);
    state.broken = false;
    await service.unpauseActivity({ ...target, id: '1' });
    expect(await handle.result()).toBe('done in attempt 1');
  });
});

describe('changed options of an activity', () => {
  it('hold for the backoff that is under way, and for what follows', async () => {
    const { world, handle, state, target, service } = await running('flaky', { retry });
    await using _ = world;
    const { activityOptions } = await service.updateActivityOptions({
      ...target,
      id: '1',
      activityOptions: { retryPolicy: { initialInterval: { seconds: 60 } as never }, startToCloseTimeout: null },
      updateMask: { paths: ['retry_policy.initial_interval'] },
    });
    expect(activityOptions?.retryPolicy?.initialInterval?.seconds?.toString()).toBe('60');
    expect(activityOptions?.startToCloseTimeout?.seconds?.toString()).toBe('3600');
    await world.sleep('90s');
    state.broken = false;
    expect(await handle.result()).toBe('done in attempt 3');
    expect(state.attempts.map(({ at }) => at)).toEqual([0, 60, 120]);
  });

  it('move a waiting task to another queue', async () => {
    const { activities, state } = shop();
    state.broken = false;
    await using world = await World.create();
    await world.createWorker({ taskQueue: 'q', workflows });
    await world.createWorker({ taskQueue: 'elsewhere', activities });
    const handle = await world.client.workflow.start('runs', { workflowId: 'w', taskQueue: 'q', args: ['flaky'] });
    await world.settle();
    expect(state.attempts).toEqual([]);
    await world.connection.workflowService.updateActivityOptions({
      namespace: 'default',
      execution: { workflowId: 'w' },
      type: 'flaky',
      activityOptions: { taskQueue: { name: 'elsewhere' } },
      updateMask: { paths: ['taskQueue.name'] },
    });
    expect(await handle.result()).toBe('done in attempt 1');
  });

  it('can be taken back, and are checked', async () => {
    const { world, target, pending, service } = await running('flaky', { retry });
    await using _ = world;
    const change = (activityOptions: object, ...paths: string[]) =>
      service.updateActivityOptions({ ...target, id: '1', activityOptions, updateMask: { paths } });
    await change({ startToCloseTimeout: { seconds: 5 } }, 'startToCloseTimeout');
    const seconds = async () => (await pending()).activityOptions?.startToCloseTimeout?.seconds?.toString();
    expect(await seconds()).toBe('5');
    await service.updateActivityOptions({ ...target, id: '1', restoreOriginal: true });
    expect(await seconds()).toBe('3600');

    await expect(change({ startToCloseTimeout: { seconds: -1 } }, 'startToCloseTimeout')).rejects.toMatchObject({
      code: 3,
      details: 'invalid StartToCloseTimeout: negative duration',
    });
    await change({}, 'colour');
    expect(await seconds()).toBe('3600');
    await expect(change({}, 'retryPolicy.maximumAttempts')).rejects.toMatchObject({
      details: 'RetryPolicy is not provided',
    });
  });
});

describe('an operation on an activity', () => {
  it('that there is not is refused', async () => {
    const { world, handle, target, service } = await running('flaky', { retry });
    await using _ = world;
    const unknown = { code: 5, details: expect.stringContaining('Invalid activityID') };
    await expect(service.pauseActivity({ ...target, id: '7' })).rejects.toMatchObject(unknown);
    await expect(service.resetActivity({ ...target, type: 'other' })).rejects.toMatchObject(unknown);
    await expect(service.pauseActivity(target)).rejects.toMatchObject({ code: 3 });
    await handle.terminate();
    await expect(service.pauseActivity({ ...target, id: '1' })).rejects.toMatchObject({
      code: 5,
      details: 'workflow execution already completed',
    });
  });
});

import { activityInfo, CompleteAsyncError, Context, sleep } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { durationToMs, msToDuration, msToTimestamp, timestampToMs } from '../../../src/base/api';
import {
  type LocalActivityResolution,
  type RunningLocalActivity,
  resolutionJob,
  type ScheduleLocalActivity,
} from '../../../src/worker/activity/local-activity';
import { type At, acquireGlobals, Harness, payloads, values } from './harness';

let release: () => void;
beforeAll(() => {
  release = acquireGlobals();
});
afterAll(() => release());

const ms = (value: number | undefined) => (value === undefined ? undefined : msToDuration(value));

interface Options {
  startToClose?: number;
  scheduleToClose?: number;
  scheduleToStart?: number;
  threshold?: number;
  attempt?: number;
  originalScheduleTime?: number;
  retry?: { initial?: number; coefficient?: number; maximum?: number; attempts?: number; nonRetryable?: string[] };
  args?: unknown[];
}

class LocalHarness extends Harness {
  readonly resolutions: At<LocalActivityResolution>[] = [];
  #seq = 0;

  command(activityType: string, options: Options = {}): ScheduleLocalActivity {
    const { retry, args = [], ...rest } = options;
    this.#seq++;
    return {
      seq: this.#seq,
      activityId: String(this.#seq),
      activityType,
      attempt: rest.attempt,
      arguments: payloads(...args).payloads,
      originalScheduleTime:
        rest.originalScheduleTime === undefined ? null : msToTimestamp(this.clock.now() + rest.originalScheduleTime),
      startToCloseTimeout: ms(rest.startToClose ?? (rest.scheduleToClose === undefined ? 10_000 : undefined)),
      scheduleToCloseTimeout: ms(rest.scheduleToClose),
      scheduleToStartTimeout: ms(rest.scheduleToStart),
      localRetryThreshold: ms(rest.threshold),
      retryPolicy: retry && {
        initialInterval: ms(retry.initial),
        backoffCoefficient: retry.coefficient,
        maximumInterval: ms(retry.maximum),
        maximumAttempts: retry.attempts,
        nonRetryableErrorTypes: retry.nonRetryable,
      },
    };
  }

  run(activityType: string, options?: Options): RunningLocalActivity {
    return this.call(this.command(activityType, options));
  }

  call(command: ScheduleLocalActivity): RunningLocalActivity {
    return this.worker.runLocal(
      { command, workflowType: 'order', workflowExecution: { workflowId: 'order-1', runId: 'run-1' } },
      (resolution) => this.resolutions.push({ at: this.elapsed, what: resolution }),
    );
  }

  get resolution(): LocalActivityResolution {
    if (this.resolutions.length !== 1) throw new Error(`expected one resolution, there are ${this.resolutions.length}`);
    return this.resolutions[0]!.what;
  }
}

/** An activity that fails so many times, and the times of its attempts. */
function failing(times: number, failure: () => unknown = () => ApplicationFailure.retryable('no', 'No')) {
  const attempts: [attempt: number, at: number][] = [];
  let startedAt: number | undefined;
  const activity = async () => {
    startedAt ??= Date.now();
    attempts.push([activityInfo().attempt, Date.now() - startedAt]);
    if (attempts.length <= times) throw failure();
    return 'at last';
  };
  return { activity, attempts };
}

it('runs, tells how long it ran, and never asks the server', async () => {
  let info: unknown;
  const h = new LocalHarness({
    nap: async (text: string) => {
      info = activityInfo();
      Context.current().heartbeat('ignored');
      await sleep(250);
      return text;
    },
  });
  h.run('nap', { args: ['rested'], scheduleToClose: 5000 });
  expect(h.resolutions).toEqual([]);
  expect(h.worker.running).toMatchObject([{ activityType: 'nap', isLocal: true, attempt: 1 }]);
  await h.runTo(1000);
  const { result, ...rest } = h.resolution;
  expect(result.kind === 'completed' && values({ payloads: [result.result] })).toEqual(['rested']);
  expect(rest).toEqual({ seq: 1, runtimeMs: 250, attempt: 1, originalScheduleTime: h.clock.now() - 1000 });
  expect(info).toMatchObject({
    isLocal: true,
    activityId: '1',
    scheduleToCloseTimeoutMs: 5000,
    startToCloseTimeoutMs: 5000,
    heartbeatTimeoutMs: undefined,
    retryPolicy: { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 100_000 },
  });
  expect([h.heartbeats, h.answers, h.clock.nextDueAt()]).toEqual([[], [], undefined]);
});

describe('retries', () => {
  it('waits in the worker with the intervals of the policy', async () => {
    const { activity, attempts } = failing(3);
    const h = new LocalHarness({ activity });
    h.run('activity', { retry: { initial: 100, coefficient: 3, maximum: 500 } });
    await h.runTo(10_000);
    expect(attempts).toEqual([
      [1, 0],
      [2, 100],
      [3, 400],
      [4, 900],
    ]);
    expect(h.resolution).toMatchObject({ attempt: 4, result: { kind: 'completed' } });
  });

  it('ends after the maximum number of attempts, with the bare failure', async () => {
    const { activity, attempts } = failing(9);
    const h = new LocalHarness({ activity });
    h.run('activity', { retry: { attempts: 2 } });
    await h.runTo(10_000);
    expect(attempts).toHaveLength(2);
    const job = resolutionJob(h.command('activity'), h.resolution);
    expect(job.failed?.failure).toMatchObject({ message: 'no', applicationFailureInfo: { type: 'No' } });
  });

  it.each([
    ['it is not retryable', () => ApplicationFailure.nonRetryable('no', 'Other')],
    ['its type is listed, in whatever case', () => ApplicationFailure.retryable('no', 'FATAL')],
  ])('does not retry where %s', async (_, failure) => {
    const { activity, attempts } = failing(9, failure);
    const h = new LocalHarness({ activity });
    h.run('activity', { retry: { nonRetryable: ['Fatal'] } });
    await h.runTo(10_000);
    expect(attempts).toHaveLength(1);
    expect(h.resolution.result.kind).toBe('failed');
  });

  it('waits as long as the failure asks for', async () => {
    const failure = () => ApplicationFailure.create({ message: 'no', nextRetryDelay: '7s' });
    const { activity, attempts } = failing(1, failure);
    const h = new LocalHarness({ activity });
    h.run('activity', { retry: { maximum: 1000 } });
    await h.runTo(10_000);
    expect(attempts.map(([, at]) => at)).toEqual([0, 7000]);
  });

  it('leaves a backoff above the threshold to the workflow', async () => {
    const { activity, attempts } = failing(9);
    const h = new LocalHarness({ activity });
    h.run('activity', { threshold: 1500 });
    await h.runTo(10_000);
    // 1 s is waited for here, 2 s are too much.
    expect(attempts.map(([, at]) => at)).toEqual([0, 1000]);
    const { backoff } = resolutionJob(h.command('activity'), h.resolution);
    expect(backoff!.attempt).toBe(3);
    expect(durationToMs(backoff!.backoffDuration)).toBe(2000);
    expect(timestampToMs(backoff!.originalScheduleTime)).toBe(h.clock.now() - 10_000);
  });

  it('waits in the worker up to one minute by default', async () => {
    const { activity, attempts } = failing(99);
    const h = new LocalHarness({ activity });
    h.run('activity', { retry: { initial: 60_000 } });
    await h.runTo(120_000);
    expect(attempts).toHaveLength(2);
    expect(durationToMs(h.resolution.backoff)).toBe(120_000);
  });

  it('goes on with the attempt that the workflow comes back with', async () => {
    const { activity, attempts } = failing(1);
    const h = new LocalHarness({ activity });
    h.run('activity', { attempt: 5, originalScheduleTime: -3000, retry: { attempts: 6 } });
    await h.runTo(20_000);
    expect(attempts).toEqual([
      [5, 0],
      [6, 16_000],
    ]);
    expect(h.resolution.originalScheduleTime).toBe(h.clock.now() - 20_000 - 3000);
  });
});

describe('timeouts', () => {
  const hang = async () => new Promise(() => undefined);

  it('retries after a start-to-close timeout, and tells the attempt', async () => {
    const seen: unknown[] = [];
    const h = new LocalHarness({
      slow: async () => {
        const { attempt } = activityInfo();
        if (attempt === 2) return 'quick';
        return Context.current().cancelled.catch((error) => {
          seen.push(error.message, { ...Context.current().cancellationDetails });
        });
      },
    });
    h.run('slow', { startToClose: 2000 });
    await h.runTo(10_000);
    expect(seen).toEqual(['TIMED_OUT', expect.objectContaining({ timedOut: true, notFound: false })]);
    expect(h.resolutions).toMatchObject([{ at: 3000, what: { attempt: 2, result: { kind: 'completed' } } }]);
  });

  it('ends with the timeout where no attempt is left', async () => {
    const h = new LocalHarness({ hang });
    const command = h.command('hang', { startToClose: 2000, retry: { attempts: 1 } });
    h.call(command);
    await h.runTo(2000);
    expect(h.resolution).toMatchObject({ runtimeMs: 2000, result: { kind: 'timedOut' } });
    expect(resolutionJob(command, h.resolution).failed?.failure).toMatchObject({
      message: 'Local Activity timed out',
      activityFailureInfo: { activityId: command.activityId, activityType: { name: 'hang' }, retryState: 7 },
      cause: { message: 'Activity timed out', timeoutFailureInfo: { timeoutType: 1 } },
    });
  });

  it.each([
    ['an attempt', hang, 5000],
    ['a backoff', failing(99).activity, 0],
  ])('ends at the schedule-to-close timeout during %s', async (_, activity, runtimeMs) => {
    const h = new LocalHarness({ activity });
    h.run('activity', { scheduleToClose: 5000 });
    await h.runTo(10_000);
    expect(h.resolutions).toMatchObject([
      { at: 5000, what: { runtimeMs, result: { failure: { timeoutFailureInfo: { timeoutType: 3 } } } } },
    ]);
    expect(h.clock.nextDueAt()).toBeUndefined();
  });

  it('does not start where the schedule-to-close timeout has passed since the first call', async () => {
    const { activity, attempts } = failing(0);
    const h = new LocalHarness({ activity });
    h.run('activity', { scheduleToClose: 5000, attempt: 4, originalScheduleTime: -5000 });
    expect(h.resolutions).toEqual([]);
    await h.runTo(0);
    expect(attempts).toEqual([]);
    expect(h.resolution).toMatchObject({
      attempt: 4,
      runtimeMs: 0,
      result: { failure: { timeoutFailureInfo: { timeoutType: 3 } } },
    });
  });

  it('times out where its turn comes too late', async () => {
    const nap = async () => sleep(1000);
    const h = new LocalHarness({ nap }, { maxConcurrentLocalActivityExecutions: 1 });
    h.run('nap');
    h.run('nap', { scheduleToStart: 999 });
    h.run('nap', { scheduleToStart: 1000 });
    await h.runTo(5000);
    expect(h.resolutions.map(({ at, what }) => [at, what.seq, what.result.kind])).toEqual([
      [1000, 1, 'completed'],
      [1000, 2, 'timedOut'],
      [2000, 3, 'completed'],
    ]);
  });

  it('gives the turn of a hanging attempt to another one', async () => {
    const h = new LocalHarness({ hang, quick: async () => 1 }, { maxConcurrentLocalActivityExecutions: 1 });
    h.run('hang', { startToClose: 1000, retry: { attempts: 1 } });
    h.run('quick');
    await h.runTo(1000);
    expect(h.resolutions.map(({ what }) => what.result.kind)).toEqual(['timedOut', 'completed']);
  });
});

describe('cancellation', () => {
  it('reaches the activity without a heartbeat, and keeps what it says', async () => {
    const h = new LocalHarness({ wait: async () => Context.current().cancelled });
    const command = h.command('wait');
    const running = h.call(command);
    await h.runTo(300);
    running.cancel();
    await h.runTo(300);
    expect(h.resolution).toMatchObject({ runtimeMs: 300, attempt: 1 });
    expect(resolutionJob(command, h.resolution).cancelled?.failure).toMatchObject({
      message: 'Local Activity cancelled',
      cause: { message: 'CANCELLED', canceledFailureInfo: {} },
    });
  });

  it('ends a backoff at once', async () => {
    const { activity, attempts } = failing(9);
    const h = new LocalHarness({ activity });
    const running = h.run('activity');
    await h.runTo(300);
    running.cancel();
    expect(h.resolutions).toEqual([]);
    await h.runTo(9000);
    expect(attempts).toHaveLength(1);
    expect(h.resolutions).toEqual([
      {
        at: 300,
        what: {
          seq: 1,
          result: { kind: 'cancelled', failure: { message: 'Activity cancelled', canceledFailureInfo: {} } },
          runtimeMs: 0,
          attempt: 0,
        },
      },
    ]);
  });

  it('lets the activity complete', async () => {
    const h = new LocalHarness({ stubborn: async () => Context.current().cancelled.catch(() => 'done') });
    const running = h.run('stubborn');
    await h.runTo(0);
    running.cancel();
    await h.runTo(0);
    expect(h.resolution.result.kind).toBe('completed');
  });
});

it('fails where it would be completed by somebody else', async () => {
  const h = new LocalHarness({
    later: async () => {
      throw new CompleteAsyncError();
    },
  });
  h.run('later');
  await h.runTo(0);
  expect(h.resolution.result).toMatchObject({
    kind: 'failed',
    failure: { applicationFailureInfo: { type: 'CompleteAsyncError', nonRetryable: true } },
  });
});

it.each([
  ['a dropped call', (_: LocalHarness, running: RunningLocalActivity) => running.drop()],
  ['a crashed worker', (h: LocalHarness) => h.worker.crash()],
])('reports nothing of %s', async (_, end) => {
  const { activity, attempts } = failing(9);
  const h = new LocalHarness({ activity, nap: async () => sleep(500) });
  const naps = h.run('nap');
  const retries = h.run('activity');
  await h.runTo(100);
  end(h, naps);
  end(h, retries);
  await h.runTo(9000);
  expect(h.resolutions).toEqual([]);
  expect(attempts).toHaveLength(1);
  expect(h.worker.running).toEqual([]);
});

it('is waited for by a shutdown, and not cancelled by it', async () => {
  const h = new LocalHarness({ nap: async () => sleep(500) });
  h.run('nap');
  const done = h.worker.shutdown();
  await h.runTo(500);
  await done;
  expect(h.resolution.result.kind).toBe('completed');
});

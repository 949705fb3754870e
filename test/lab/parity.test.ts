/** The lab and a real world agree, on whatever attempts and options. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RetryState, TimeoutType } from '../../src/base/enums';
import type { LabAttempt, LabInput } from '../../src/lab/lab-input';
import type { LabResult } from '../../src/lab/lab-result';
import { runLab } from '../../src/lab/run-lab';
import { inWorld, type WorldRun } from './in-world';

const ms = (max: number) => fc.integer({ min: 1, max });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const attempt: fc.Arbitrary<LabAttempt> = fc
  .record({
    result: fc.constantFrom<LabAttempt['result']>('succeed', 'fail', 'fail', 'fail', 'crash'),
    afterMs: fc.integer({ min: 0, max: 120 }),
    nonRetryable: maybe(fc.constantFrom(false, false, true)),
    nextRetryDelayMs: maybe(ms(60)),
    errorType: maybe(fc.constantFrom('Error', 'CardDeclined', 'Other')),
    heartbeatEveryMs: maybe(fc.integer({ min: 3, max: 40 })),
    heartbeatsUntilMs: maybe(ms(100)),
  })
  .map((spec) => Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)) as any);

/** Of a task that waits in its queue the driver of the world can only keep whole milliseconds. */
function wholeMilliseconds<T extends { heartbeat?: number; retry: { backoffCoefficient: number } }>(given: T): T {
  const heartbeat = given.heartbeat === undefined ? undefined : Math.ceil(given.heartbeat / 5) * 5;
  return {
    ...given,
    heartbeat,
    retry: { ...given.retry, backoffCoefficient: Math.ceil(given.retry.backoffCoefficient) },
  };
}

const input: fc.Arbitrary<LabInput> = fc
  .record({
    taskTimeInQueueMs: fc.oneof(fc.constant(0), fc.constant(0), ms(40)),
    attempts: fc.array(attempt, { minLength: 1, maxLength: 5 }),
    cancelAtMs: fc.option(ms(150), { nil: undefined, freq: 3 }),
    startToClose: maybe(ms(100)),
    scheduleToClose: maybe(ms(300)),
    scheduleToStart: fc.option(ms(60), { nil: undefined, freq: 2 }),
    heartbeat: maybe(ms(50)),
    retry: fc.record({
      initialInterval: ms(40),
      backoffCoefficient: fc.constantFrom(1, 1.5, 2, 3),
      maximumInterval: maybe(fc.integer({ min: 40, max: 80 })),
      maximumAttempts: ms(6),
      nonRetryableErrorTypes: fc.subarray([
        'CardDeclined',
        'TemporalTimeout:StartToClose',
        'TemporalTimeout:Heartbeat',
      ]),
    }),
  })
  .map((given) => (given.taskTimeInQueueMs > 0 ? wholeMilliseconds(given) : given))
  .map(
    ({
      taskTimeInQueueMs,
      attempts,
      cancelAtMs,
      startToClose,
      scheduleToClose,
      scheduleToStart,
      heartbeat,
      retry,
    }) => ({
      ...{ taskTimeInQueueMs, attempts, cancelAtMs },
      options: {
        startToCloseTimeout: startToClose ?? (scheduleToClose === undefined ? 50 : undefined),
        ...{
          scheduleToCloseTimeout: scheduleToClose,
          scheduleToStartTimeout: scheduleToStart,
          heartbeatTimeout: heartbeat,
          retry,
        },
      },
    }),
  );

function ofLab({ outcome, atMs, retryState, timeoutType, attempts, events }: LabResult): WorldRun {
  return {
    ...{ outcome, atMs },
    retryState: retryState ? RetryState[retryState] : undefined,
    timeoutType: timeoutType ? TimeoutType[timeoutType] : undefined,
    attempts: attempts.map(({ attempt, scheduledAtMs, startedAtMs, endedAtMs, result, nextDelayMs, heartbeatsMs }) => ({
      ...{ attempt, scheduledAtMs, startedAtMs, endedAtMs, result, heartbeatsMs },
      ...(nextDelayMs !== undefined && { nextDelayMs }),
    })),
    events: events.map(({ type, timeMs }) => ({ type, timeMs })),
  };
}

it('holds the lab equal to a world: outcome, attempts, heartbeats, events', async () => {
  await fc.assert(
    fc.asyncProperty(input, async (given) => {
      const result = runLab(given);
      // Two things at one instant: a server may take either first, and so may a world.
      fc.pre(result.races.length === 0);
      expect(ofLab(result)).toEqual(await inWorld(given));
    }),
    { numRuns: 300 },
  );
}, 120_000);

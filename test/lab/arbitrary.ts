/** Inputs of the lab whose activity comes to an end by itself, as random as they come. */
import fc from 'fast-check';
import type { LabAttempt, LabInput } from '../../src/lab/lab-input';

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

export const labInput: fc.Arbitrary<LabInput> = fc
  .record({
    taskTimeInQueueMs: fc.oneof(fc.constant(0), fc.constant(0), ms(40)),
    attempts: fc.array(attempt, { minLength: 1, maxLength: 5 }),
    serverVersion: maybe(fc.constantFrom<'1.31' | '1.29'>('1.31', '1.29')),
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
      serverVersion,
      attempts,
      cancelAtMs,
      startToClose,
      scheduleToClose,
      scheduleToStart,
      heartbeat,
      retry,
    }) => ({
      ...{ taskTimeInQueueMs, serverVersion, attempts, cancelAtMs },
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

/** What the lab says of single cases, each worked out by hand from Temporal's rules. */
import { describe, expect, it } from 'vitest';
import type { LabInput } from '../../src/lab/lab-input';
import { labReport } from '../../src/lab/lab-result';
import { runLab } from '../../src/lab/run-lab';

const run = (input: LabInput) => labReport(runLab(input));
const fail = (afterMs: number, more: object = {}) => ({ result: 'fail' as const, afterMs, ...more });
const succeed = (afterMs: number, more: object = {}) => ({ result: 'succeed' as const, afterMs, ...more });

describe('the retry lab', () => {
  it('waits the initial interval first, then each time the coefficient longer', () => {
    const { outcome, atMs, retryState, attempts } = run({
      attempts: [fail(10), fail(10), fail(10), succeed(5)],
      options: { startToCloseTimeout: '10 seconds' },
    });
    expect({ outcome, atMs, retryState }).toEqual({ outcome: 'completed', atMs: 7035, retryState: null });
    expect(attempts[0]).toEqual({
      ...{ attempt: 1, scheduledAtMs: 0, startedAtMs: 0, endedAtMs: 10, result: 'failed', nextDelayMs: 1000 },
    });
    expect(attempts.map(({ nextDelayMs }) => nextDelayMs)).toEqual([1000, 2000, 4000, undefined]);
  });

  it('caps waits at 100 times the initial interval, or where the policy says', () => {
    const waits = (retry: object) =>
      run({ attempts: [fail(0)], options: { startToCloseTimeout: 10, retry } }).attempts.map((a) => a.nextDelayMs);
    expect(waits({ initialInterval: 10, maximumAttempts: 12 }).slice(5, 9)).toEqual([320, 640, 1000, 1000]);
    expect(waits({ maximumInterval: 3000, maximumAttempts: 5 })).toEqual([1000, 2000, 3000, 3000, undefined]);
    expect(waits({ backoffCoefficient: 1, maximumAttempts: 3 })).toEqual([1000, 1000, undefined]);
  });

  it('an unset schedule-to-close is no limit', () => {
    const { outcome, retryState, reason, attempts } = run({
      attempts: [fail(50)],
      options: { startToCloseTimeout: '1 second' },
    });
    expect({ outcome, retryState, followed: attempts.length }).toEqual({
      ...{ outcome: 'running', retryState: 'IN_PROGRESS', followed: 100 },
    });
    expect(reason).toMatch(/^Nothing ends it/);
  });

  it('gives up as soon as the next attempt would start after schedule-to-close, not at the deadline', () => {
    expect(run({ attempts: [fail(10)], options: { scheduleToCloseTimeout: '3 seconds' } })).toMatchObject({
      ...{ outcome: 'failed', retryState: 'TIMEOUT', atMs: 1020 },
      reason: expect.stringMatching(/the next attempt would start after schedule-to-close \(3s\)/),
    });
    // One that starts exactly then is fine by the policy; the deadline then ends it.
    expect(run({ attempts: [fail(0)], options: { scheduleToCloseTimeout: '1 second' } })).toMatchObject({
      ...{ outcome: 'timed-out', timeoutType: 'SCHEDULE_TO_CLOSE', atMs: 1000 },
    });
  });

  it('schedule-to-close also ends an attempt that runs', () => {
    expect(run({ attempts: [fail(10), succeed(5000)], options: { scheduleToCloseTimeout: 3000 } })).toMatchObject({
      ...{ outcome: 'timed-out', timeoutType: 'SCHEDULE_TO_CLOSE', atMs: 3000, retryState: 'TIMEOUT' },
    });
  });

  it('start-to-close is retried; where the next attempt would be too late, schedule-to-close is what the workflow sees', () => {
    const options = { startToCloseTimeout: 1000, retry: { maximumAttempts: 2 } };
    expect(run({ attempts: [succeed(5000), succeed(10)], options })).toMatchObject({
      outcome: 'completed',
      atMs: 2010,
    });
    expect(run({ attempts: [succeed(5000)], options })).toMatchObject({
      ...{ outcome: 'timed-out', timeoutType: 'START_TO_CLOSE', retryState: 'MAXIMUM_ATTEMPTS_REACHED', atMs: 3000 },
    });
    expect(run({ attempts: [succeed(5000)], options: { ...options, scheduleToCloseTimeout: 1500 } })).toMatchObject({
      ...{ outcome: 'timed-out', timeoutType: 'SCHEDULE_TO_CLOSE', retryState: 'TIMEOUT', atMs: 1000 },
    });
  });

  it('time in the queue counts, before every attempt', () => {
    const options = { startToCloseTimeout: '10 seconds', scheduleToStartTimeout: 700 };
    expect(run({ taskTimeInQueueMs: 500, attempts: [fail(10), succeed(10)], options }).attempts).toMatchObject([
      { scheduledAtMs: 0, startedAtMs: 500, endedAtMs: 510 },
      { scheduledAtMs: 1510, startedAtMs: 2010, endedAtMs: 2020 },
    ]);
    expect(run({ taskTimeInQueueMs: 800, attempts: [succeed(10)], options })).toMatchObject({
      ...{ outcome: 'timed-out', timeoutType: 'SCHEDULE_TO_START', retryState: 'TIMEOUT', atMs: 700 },
      attempts: [{ attempt: 1, startedAtMs: null, endedAtMs: 700, result: 'timed-out' }],
    });
  });

  it('failures that may not be retried end it at once', () => {
    const listed = {
      startToCloseTimeout: 1000,
      retry: { nonRetryableErrorTypes: ['CardDeclined', 'TemporalTimeout:StartToClose'] },
    };
    const ended = { outcome: 'failed', retryState: 'NON_RETRYABLE_FAILURE', atMs: 10 };
    expect(run({ attempts: [fail(10, { nonRetryable: true })], options: { startToCloseTimeout: 1000 } })).toMatchObject(
      ended,
    );
    expect(run({ attempts: [fail(10, { errorType: 'CardDeclined' })], options: listed })).toMatchObject(ended);
    expect(run({ attempts: [succeed(2000)], options: listed })).toMatchObject({
      ...{ outcome: 'timed-out', timeoutType: 'START_TO_CLOSE', retryState: 'NON_RETRYABLE_FAILURE', atMs: 1000 },
    });
  });

  it('the delay that a failure asks for replaces the policy, beyond its maximum too', () => {
    const options = { startToCloseTimeout: 1000, retry: { maximumInterval: 2000 } };
    const { attempts } = run({ attempts: [fail(0, { nextRetryDelayMs: 9000 }), fail(0), succeed(0)], options });
    expect(attempts.map(({ nextDelayMs }) => nextDelayMs)).toEqual([9000, 2000, undefined]);
  });

  it('heartbeats reach the server throttled, and the timeout counts from the last one that did', () => {
    const options = { startToCloseTimeout: '1 hour', heartbeatTimeout: 1000, retry: { maximumAttempts: 1 } };
    const result = runLab({ attempts: [succeed(60_000, { heartbeatEveryMs: 500, heartbeatsUntilMs: 2000 })], options });
    expect(result.attempts[0]).toMatchObject({ beatsMs: [500, 1000, 1500, 2000], heartbeatsMs: [500, 1300, 2100] });
    expect(result).toMatchObject({ outcome: 'timed-out', timeoutType: 'HEARTBEAT', atMs: 3100 });
  });

  it('a worker that dies is noticed by a timeout only, and the details of its heartbeats are there for the next attempt', () => {
    const attempts = [{ result: 'crash' as const, afterMs: 1200, heartbeatEveryMs: 500 }, succeed(10)];
    const result = runLab({ attempts, options: { startToCloseTimeout: '1 hour', heartbeatTimeout: 2000 } });
    expect(result).toMatchObject({ outcome: 'completed', atMs: 3510 });
    expect(result.attempts).toMatchObject([
      { crashedAtMs: 1200, endedAtMs: 2500, result: 'timed-out', timeoutType: 'HEARTBEAT' },
      { startedAtMs: 3500, resumedFromMs: 500 },
    ]);
  });

  it.each<[string, Partial<LabInput>, object]>([
    [
      'while it waits: it ends at once',
      { attempts: [fail(10), succeed(10)], cancelAtMs: 500 },
      { outcome: 'cancelled', atMs: 500 },
    ],
    [
      'while it runs, with heartbeats: it learns of it',
      { attempts: [succeed(9000, { heartbeatEveryMs: 1000 })], cancelAtMs: 1500 },
      { outcome: 'cancelled', atMs: 2600 },
    ],
    [
      'while it runs, without heartbeats: it never learns of it',
      { attempts: [succeed(9000)], cancelAtMs: 1500, options: { startToCloseTimeout: '1 minute' } },
      { outcome: 'completed', atMs: 9000 },
    ],
    [
      'a failure after it is not retried',
      { attempts: [fail(1900)], cancelAtMs: 1500 },
      { outcome: 'failed', retryState: 'CANCEL_REQUESTED' },
    ],
    [
      'after the end: nothing happens',
      { attempts: [succeed(10)], cancelAtMs: 1500 },
      { outcome: 'completed', atMs: 10 },
    ],
  ])('a cancellation %s', (_, input, end) => {
    const options = { startToCloseTimeout: '1 minute', heartbeatTimeout: 2000 };
    expect(run({ options, ...input } as LabInput)).toMatchObject(end);
  });

  it('shows the history and the pending activity at each moment', () => {
    const { events, moments } = runLab({ attempts: [fail(10), succeed(10)], options: { startToCloseTimeout: 1000 } });
    expect(events.map(({ id, type, timeMs, writtenAtMs }) => [id, type, timeMs, writtenAtMs])).toEqual([
      [5, 'ActivityTaskScheduled', 0, 0],
      [6, 'ActivityTaskStarted', 1010, 1020],
      [7, 'ActivityTaskCompleted', 1020, 1020],
    ]);
    expect(moments.map(({ atMs, pending }) => [atMs, pending?.state, pending?.attempt])).toEqual([
      [0, 'SCHEDULED', 1],
      [0, 'STARTED', 1],
      [10, 'SCHEDULED', 2],
      [1010, 'SCHEDULED', 2],
      [1010, 'STARTED', 2],
      [1020, undefined, undefined],
    ]);
    expect(moments[2]!.pending).toMatchObject({
      retry: { intervalMs: 1000, nextAttemptTime: 1010 },
      lastFailure: 'attempt 1 failed',
    });
  });

  it('says where two things at one instant could go either way', () => {
    expect(
      runLab({ attempts: [succeed(1000)], options: { startToCloseTimeout: 1000, retry: { maximumAttempts: 1 } } })
        .races,
    ).toEqual([1000]);
  });
});

describe('what would take for ever', () => {
  it('is followed for some time only', () => {
    const options = { startToCloseTimeout: '100 years', heartbeatTimeout: 1000 };
    const { outcome, reason } = runLab({ attempts: [succeed(1e12, { heartbeatEveryMs: 1 })], options });
    expect({ outcome, reason }).toEqual({
      outcome: 'running',
      reason: expect.stringMatching(/^It still runs: it was followed for 3m19\.\d+s only, and one attempt\.$/),
    });
    const retry = { maximumAttempts: 1e9, initialInterval: 1, backoffCoefficient: 1 };
    const { attempts } = runLab({ attempts: [fail(1)], options: { startToCloseTimeout: 1000, retry } });
    expect(attempts).toHaveLength(10_000);
  });
});

describe('bad input', () => {
  const good: LabInput = { attempts: [fail(1)], options: { startToCloseTimeout: 1000 } };
  it.each<[unknown, RegExp]>([
    [[], /^the input is \[\]; it must be an object/],
    [{ ...good, speed: 1 }, /^the input has no field 'speed'; the fields are taskTimeInQueueMs/],
    [{ ...good, attempts: [] }, /^attempts is \[\]; it must be a list of at least one attempt/],
    [
      { ...good, attempts: [{ result: 'maybe', afterMs: 1 }] },
      /^attempts\[0\]\.result is "maybe"; it must be one of "succeed"/,
    ],
    [{ ...good, attempts: [{ result: 'fail' }] }, /^attempts\[0\]\.afterMs is missing; it must be milliseconds/],
    [{ ...good, attempts: [fail(-1)] }, /^attempts\[0\]\.afterMs is -1; it must be milliseconds, from 0 to 100 years/],
    [{ ...good, attempts: [fail(1e300)] }, /^attempts\[0\]\.afterMs is 1e\+300; it must be milliseconds/],
    [{ ...good, attempts: [fail(Number.NaN)] }, /^attempts\[0\]\.afterMs is NaN; it must be milliseconds/],
    [{ ...good, cancelAtMs: Number.POSITIVE_INFINITY }, /^cancelAtMs is Infinity; it must be milliseconds/],
    [{ ...good, serverVersion: '1.2' }, /^serverVersion is "1\.2"; it must be one of "1\.31", "1\.29"/],
    [{ ...good, options: { ...good.options, retry: null } }, /^options\.retry is null; it must be an object/],
    [
      { ...good, options: { ...good.options, retry: { backoffCoefficient: '2' } } },
      /^options\.retry\.backoffCoefficient is "2"; it must be a number/,
    ],
    [
      { ...good, options: { ...good.options, retry: { nonRetryableErrorTypes: [1] } } },
      /^options\.retry\.nonRetryableErrorTypes is \[1\]; it must be a list of texts/,
    ],
    [
      { ...good, options: { ...good.options, cancellationType: 'LATER' } },
      /^options\.cancellationType is "LATER"; it must be one of "TRY_CANCEL"/,
    ],
    [{ ...good, options: {} }, /^options have neither startToCloseTimeout nor scheduleToCloseTimeout/],
    [
      { ...good, options: { startToCloseTimout: 1 } },
      /^options has no field 'startToCloseTimout'; the fields are .*startToCloseTimeout/,
    ],
    [
      { ...good, options: { startToCloseTimeout: 'soon' } },
      /^options\.startToCloseTimeout is "soon": Invalid duration string: 'soon'; a duration is a text such as "10 seconds", or milliseconds/,
    ],
    [
      { ...good, options: { startToCloseTimeout: 1, retry: { maximumAttempts: -1 } } },
      /maximumAttempts must be a positive integer/,
    ],
    [
      { ...good, options: { startToCloseTimeout: 1, retry: { backoffCoefficient: 0.5 } } },
      /the server refuses these options.*BackoffCoefficient cannot be less than 1/,
    ],
  ])('%j: says what would be right', (input, message) => {
    expect(() => runLab(input as LabInput)).toThrow(message);
  });
});

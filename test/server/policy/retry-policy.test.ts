import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { msToDuration } from '../../../src/base/api';
import { TimeoutType } from '../../../src/base/enums';
import { toNanos } from '../../../src/server/policy/nanos';
import {
  type FailedAttempt,
  nextRetry,
  nextRetryExact,
  normaliseRetryPolicy,
} from '../../../src/server/policy/retry-policy';

const seconds = (count: number) => msToDuration(count * 1000);
const NOW = Date.UTC(2030, 0, 1);
const policy = normaliseRetryPolicy({ initialInterval: seconds(1), maximumInterval: seconds(10), maximumAttempts: 5 });
const failed = (more: Partial<FailedAttempt> = {}): FailedAttempt & { now: number; expiration: undefined } => ({
  policy,
  attempt: 1,
  failure: { message: 'no luck', applicationFailureInfo: { type: 'Error' } },
  kind: 'activity',
  now: NOW,
  expiration: undefined,
  ...more,
});
const failureWith = (info: NonNullable<FailedAttempt['failure']>) => ({ message: 'no luck', ...info });

describe('nextRetry', () => {
  it('doubles the interval from attempt to attempt, up to the maximum', () => {
    const unlimited = normaliseRetryPolicy({ ...policy, maximumAttempts: 0 });
    const intervals = [1, 2, 3, 4, 5, 60].map((attempt) => nextRetry(failed({ policy: unlimited, attempt })));
    expect(intervals).toEqual(
      [1000, 2000, 4000, 8000, 10_000, 10_000].map((intervalMs) => ({ retryState: 'IN_PROGRESS', intervalMs })),
    );
  });

  it('says why no attempt follows', () => {
    const nonRetryable = { applicationFailureInfo: { nonRetryable: true } };
    expect(nextRetry(failed({ policy: null }))).toEqual({ retryState: 'RETRY_POLICY_NOT_SET' });
    expect(nextRetry(failed({ cancelRequested: true }))).toEqual({ retryState: 'CANCEL_REQUESTED' });
    expect(nextRetry(failed({ failure: failureWith(nonRetryable) }))).toEqual({ retryState: 'NON_RETRYABLE_FAILURE' });
    expect(nextRetry(failed({ attempt: 5 }))).toEqual({ retryState: 'MAXIMUM_ATTEMPTS_REACHED' });
  });

  it('lets an attempt start exactly at the expiration, and none a millisecond later', () => {
    expect(nextRetry({ ...failed(), expiration: NOW + 1000 })).toEqual({ retryState: 'IN_PROGRESS', intervalMs: 1000 });
    expect(nextRetry({ ...failed(), expiration: NOW + 999 })).toEqual({ retryState: 'TIMEOUT' });
  });

  it('takes the delay that an activity asks for as it is, and holds that of a workflow to the maximum', () => {
    const failure = failureWith({ applicationFailureInfo: { nextRetryDelay: seconds(60) } });
    expect(nextRetry(failed({ failure }))).toEqual({ retryState: 'IN_PROGRESS', intervalMs: 60_000 });
    expect(nextRetry(failed({ failure, kind: 'workflow' }))).toEqual({ retryState: 'IN_PROGRESS', intervalMs: 10_000 });
  });

  it("names an activity's missed deadline as the server of each version does", () => {
    const failure = failureWith({ timeoutFailureInfo: { timeoutType: TimeoutType.SCHEDULE_TO_CLOSE } });
    expect(nextRetry(failed({ failure }))).toEqual({ retryState: 'TIMEOUT' });
    expect(nextRetry(failed({ failure, serverVersion: '1.29' }))).toEqual({ retryState: 'NON_RETRYABLE_FAILURE' });
  });

  it('is exact where milliseconds and doubles are not', () => {
    const odd = normaliseRetryPolicy({ initialInterval: seconds(5), backoffCoefficient: 1.7 });
    expect(nextRetryExact(failed({ policy: odd, attempt: 3 }), undefined)).toEqual({
      retryState: 'IN_PROGRESS',
      interval: 14_449_999_999,
    });
  });

  it('never lowers the interval from one attempt to the next, nor exceeds the maximum', () => {
    const policies = fc.record({
      initialMs: fc.integer({ min: 1, max: 1e6 }),
      factor: fc.integer({ min: 1, max: 1000 }),
      backoffCoefficient: fc.double({ min: 1, max: 10, noNaN: true }),
      attempt: fc.integer({ min: 1, max: 2000 }),
    });
    fc.assert(
      fc.property(policies, ({ initialMs, factor, backoffCoefficient, attempt }) => {
        const maximumInterval = msToDuration(initialMs * factor);
        const any = normaliseRetryPolicy({
          initialInterval: msToDuration(initialMs),
          backoffCoefficient,
          maximumInterval,
        });
        const intervalOf = (n: number) => {
          const decision = nextRetryExact(failed({ policy: any, attempt: n }), undefined);
          return 'interval' in decision ? decision.interval : Number.NaN;
        };
        expect(intervalOf(attempt + 1) >= intervalOf(attempt)).toBe(true);
        expect(intervalOf(attempt) <= toNanos(maximumInterval)).toBe(true);
      }),
    );
  });
});

describe('normaliseRetryPolicy', () => {
  it('fills in what is not set', () => {
    expect(normaliseRetryPolicy({ initialInterval: msToDuration(100) })).toEqual({
      initialInterval: msToDuration(100),
      backoffCoefficient: 2,
      maximumInterval: seconds(10),
      maximumAttempts: 0,
      nonRetryableErrorTypes: [],
    });
  });

  it('changes nothing the second time, and never the policy that it is given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 5 }), (initialMs, maximumAttempts) => {
        const given = Object.freeze({ initialInterval: msToDuration(initialMs), maximumAttempts });
        const stored = normaliseRetryPolicy(given);
        expect(normaliseRetryPolicy(stored)).toEqual(stored);
      }),
    );
  });

  it('refuses in the words of the server', () => {
    expect(() => normaliseRetryPolicy({ maximumAttempts: -1 })).toThrow(
      'INVALID_ARGUMENT: MaximumAttempts cannot be negative on retry policy.',
    );
    const mixedSigns = { seconds: seconds(1).seconds, nanos: -1 };
    expect(() => normaliseRetryPolicy({ initialInterval: mixedSigns })).toThrow(
      'invalid InitialInterval set on retry policy: duration has seconds and nanos with different signs',
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { durationToMs, msToDuration } from '../../../src/base/api';
import { localRetryDelayMs, localRetryPolicy } from '../../../src/worker/activity/local-retry';

it('fills in what a policy leaves out', () => {
  const { initialInterval, maximumInterval, ...rest } = localRetryPolicy(null);
  expect([durationToMs(initialInterval), durationToMs(maximumInterval)]).toEqual([1000, 100_000]);
  expect(rest).toEqual({ backoffCoefficient: 2, maximumAttempts: 0, nonRetryableErrorTypes: [] });
});

it('takes a coefficient below 1 for none, and raises a maximum interval below the initial one', () => {
  const policy = localRetryPolicy({
    initialInterval: msToDuration(5000),
    maximumInterval: msToDuration(10),
    backoffCoefficient: 0.5,
  });
  expect(policy.backoffCoefficient).toBe(2);
  expect(durationToMs(policy.maximumInterval)).toBe(5000);
});

it('never waits shorter after a later attempt, nor longer than the maximum', () => {
  const policies = fc.record({
    initial: fc.integer({ min: 1, max: 1e6 }),
    maximum: fc.integer({ min: 1, max: 1e9 }),
    coefficient: fc.double({ min: 1, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 1e6 }), ({ initial, maximum, coefficient }, attempt) => {
      const policy = localRetryPolicy({
        initialInterval: msToDuration(initial),
        maximumInterval: msToDuration(maximum),
        backoffCoefficient: coefficient,
      });
      const [first, delay, next] = [1, attempt, attempt + 1].map((n) => localRetryDelayMs(policy, n, {})!);
      expect(first).toBe(initial);
      expect(next).toBeGreaterThanOrEqual(delay!);
      expect(next).toBeLessThanOrEqual(Math.max(initial, maximum));
    }),
  );
});

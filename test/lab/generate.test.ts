import { expect, it } from 'vitest';
import { generateAttempts, SCENARIOS, statistics } from '../../src/lab/lab-generate';

it.each(SCENARIOS)(
  '$latencyMs ms, $successRate: the same seed gives the same attempts, up to one that succeeds',
  (scenario) => {
    const attempts = generateAttempts(scenario, 'a');
    expect(generateAttempts(scenario, 'a')).toEqual(attempts);
    expect(attempts.at(-1)!.result).toBe('succeed');
    expect(attempts.slice(0, -1).every(({ result }) => result === 'fail')).toBe(true);
  },
);

it('draws from the distribution that it names', () => {
  const [reliable, unreliable] = SCENARIOS.map((scenario) =>
    statistics(scenario, { options: { startToCloseTimeout: 1000 } }, 's', 2000),
  );
  // On average 1/p attempts until the first success.
  expect(reliable!.attemptsMean).toBeCloseTo(1 / 0.9, 1);
  expect(unreliable!.attemptsMean).toBeCloseTo(2, 0);
  expect(reliable!.outcomes).toEqual({ completed: 2000 });
  expect(reliable!.p50Ms).toBeGreaterThanOrEqual(5);
  expect(reliable!.p50Ms).toBeLessThanOrEqual(15);
  // A hundredth of them fails twice, and waits 1 s and 2 s.
  expect(reliable!.p99Ms).toBeGreaterThan(1000);
});

/** Attempts drawn at random from a seed: what an activity of a given latency and success rate would go through. */
import type { ActivityOptions } from '@temporalio/common';
import { createRandom } from '../sim/random';
import type { LabAttempt } from './lab-input';
import type { LabOutcome } from './lab-result';
import { runLab } from './run-lab';

export interface LabScenario {
  readonly name: string;
  /** On average; each attempt takes half to one and a half of it. */
  readonly latencyMs: number;
  /** From 0 to 1. */
  readonly successRate: number;
}

export const SCENARIOS: readonly LabScenario[] = [
  { name: 'fast and reliable: 10 ms, 90 % succeed', latencyMs: 10, successRate: 0.9 },
  { name: 'fast and unreliable: 10 ms, 50 % succeed', latencyMs: 10, successRate: 0.5 },
  { name: 'slow and reliable: 100 ms, 90 % succeed', latencyMs: 100, successRate: 0.9 },
  { name: 'slow and unreliable: 100 ms, 50 % succeed', latencyMs: 100, successRate: 0.5 },
];

/** More than any activity of these success rates needs. */
const ATTEMPTS = 50;

/** Up to the first that succeeds. The same seed gives the same attempts. */
export function generateAttempts({ latencyMs, successRate }: LabScenario, seed: string): LabAttempt[] {
  const random = createRandom(seed);
  const attempts: LabAttempt[] = [];
  while (attempts.length < ATTEMPTS) {
    const afterMs = Math.round(latencyMs * (0.5 + random()));
    const succeeds = random() < successRate;
    attempts.push({ result: succeeds ? 'succeed' : 'fail', afterMs });
    if (succeeds) break;
  }
  return attempts;
}

export interface LabStatistics {
  readonly runs: number;
  /** How many ended in which way. */
  readonly outcomes: Readonly<Partial<Record<LabOutcome, number>>>;
  /** Of the time until the end, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly attemptsMean: number;
}

/** Many activities of one scenario, each with attempts of its own. */
export function statistics(
  scenario: LabScenario,
  given: { readonly options: ActivityOptions; readonly taskTimeInQueueMs?: number },
  seed: string,
  runs = 1000,
): LabStatistics {
  const outcomes: Partial<Record<LabOutcome, number>> = {};
  const times: number[] = [];
  let attempts = 0;
  for (let run = 0; run < runs; run++) {
    const result = runLab({ ...given, attempts: generateAttempts(scenario, `${seed}/${run}`) });
    outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
    times.push(result.atMs);
    attempts += result.attempts.length;
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(runs - 1, Math.ceil(runs * share) - 1)]!;
  return { runs, outcomes, p50Ms: at(0.5), p99Ms: at(0.99), attemptsMean: attempts / runs };
}

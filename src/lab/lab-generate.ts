/** Attempts drawn at random from a seed: what an activity of a given latency and success rate would go through. */
import type { ActivityOptions } from '@temporalio/common';
import { InvalidInputError } from '../base/errors';
import { durationText } from '../history/time-text';
import { createRandom } from '../sim/random';
import type { LabAttempt } from './lab-input';
import type { LabOutcome } from './lab-result';
import { runLab } from './run-lab';

export interface LabScenario {
  /** On average; each attempt takes half to one and a half of it. */
  readonly latencyMs: number;
  /** From 0.05 to 1. */
  readonly successRate: number;
}

/** Those of the simulator in Temporal's guide. */
export const SCENARIOS: readonly LabScenario[] = [10, 100].flatMap((latencyMs) =>
  [0.9, 0.5].map((successRate) => ({ latencyMs, successRate })),
);

/** Of an activity that succeeds least often, one in 30,000 would need more. */
const ATTEMPTS = 200;
const RATE_MIN = 0.05;
const LATENCY_MAX_MS = 24 * 60 * 60 * 1000;

/** @throws InvalidInputError */
export function checkScenario({ latencyMs, successRate }: LabScenario): void {
  if (!(latencyMs >= 0 && latencyMs <= LATENCY_MAX_MS)) {
    throw new InvalidInputError(
      `the latency is ${latencyMs} ms; it must be from 0 to ${LATENCY_MAX_MS} ms, which is a day`,
    );
  }
  if (!(successRate >= RATE_MIN && successRate <= 1)) {
    throw new InvalidInputError(
      `the share of successes is ${successRate * 100} %; it must be from ${RATE_MIN * 100} % to 100 %`,
    );
  }
}

/** Up to the first that succeeds. The same seed gives the same attempts. @throws InvalidInputError for a scenario that makes no sense. */
export function generateAttempts(scenario: LabScenario, seed: string): LabAttempt[] {
  checkScenario(scenario);
  const { latencyMs, successRate } = scenario;
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

/** In one sentence. */
export function statisticsText({ runs, outcomes, p50Ms, p99Ms, attemptsMean }: LabStatistics, seed: string): string {
  const ends = Object.entries(outcomes).map(([outcome, count]) => `${((count / runs) * 100).toFixed(1)} % ${outcome}`);
  return `Of ${runs} such activities: ${ends.join(', ')}; p50 ${durationText(p50Ms)}, p99 ${durationText(p99Ms)}; ${attemptsMean.toFixed(2)} attempts on average (seed ${seed}).`;
}

/** Exploration finds the bugs that are planted, with any seed and as small as they get, and does not accuse what has none. */
import { describe, expect, it } from 'vitest';
import { type ExploreOptions, explore } from '../../src';
import type { Canary } from './canary';
import { cancelledCompensation } from './cancelled-compensation';
import { changingQuery } from './changing-query';
import { doubleCharge } from './double-charge';
import { doubledSignal } from './doubled-signal';
import { forgottenCompensation } from './forgotten-compensation';
import { ignoredHeartbeat } from './ignored-heartbeat';
import { interleavedUpdates } from './interleaved-updates';
import { lateApproval } from './late-approval';
import { leakingRace } from './leaking-race';
import { lockOrder } from './lock-order';
import { lostSignal } from './lost-signal';
import { moduleState } from './module-state';
import { orderOfResults } from './order-of-results';
import { orphanedChild } from './orphaned-child';
import { retryTooLate } from './retry-too-late';
import { staleRead } from './stale-read';
import { swallowedFailure } from './swallowed-failure';
import { unfinishedHandler } from './unfinished-handler';
import { unpatchedDeploy } from './unpatched-deploy';
import { zombieAttempt } from './zombie-attempt';

const CANARIES: Record<string, Canary> = {
  cancelledCompensation,
  changingQuery,
  doubleCharge,
  doubledSignal,
  forgottenCompensation,
  ignoredHeartbeat,
  interleavedUpdates,
  lateApproval,
  leakingRace,
  lockOrder,
  lostSignal,
  moduleState,
  orderOfResults,
  orphanedChild,
  retryTooLate,
  staleRead,
  swallowedFailure,
  unfinishedHandler,
  unpatchedDeploy,
  zombieAttempt,
};

const RUNS = 200;
const SEEDS = [0, 1, 2];

function optionsOf({ options }: Canary, version: ExploreOptions<undefined>, seed: number): ExploreOptions<undefined> {
  return { ...options, ...version, runs: RUNS, seed, corpus: false };
}

describe.each(Object.entries(CANARIES))('%s', (_, canary) => {
  const { buggy, fixed, property, found } = canary;

  it.each(SEEDS)(`is found: ${canary.bug} (seed %i)`, async (seed) => {
    const { failure, runs, text } = await explore(optionsOf(canary, buggy, seed), property);
    if (process.env.SHOW) console.log(runs, text);
    expect(failure, `nothing found in ${runs} runs`).toBeDefined();
    const { error, plan, choices } = failure!;
    expect(`${error.name}: ${error.message}`.slice(0, found.error.length)).toBe(found.error);
    expect(found.plans).toContain([...plan, ...choices].map(({ kind }) => kind).join(' + '));
  });

  it('and not in its mended twin', async () => {
    const report = await explore(optionsOf(canary, fixed, 0), property);
    expect(report.failure?.error, report.text).toBeUndefined();
    expect(report.runs).toBe(RUNS);
  });
});

/** A campaign: many explorations of one subject, each with a seed of its own, spread over as many workers as there are. */
import { condition, continueAsNew, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { createActivities } from './activities';

export interface Plan {
  /** Explorations to make; the seeds are 0 up to this. */
  readonly seeds: number;
  /** Seeds of one activity. */
  readonly batch: number;
  /** Runs of one exploration. */
  readonly runs: number;
  /** Activities at a time. */
  readonly parallel: number;
}

export interface Found {
  readonly seed: number;
  readonly error: string;
  /** Reproduces it on any machine that has the code. */
  readonly token: string;
}

export interface Progress {
  readonly next: number;
  readonly runs: number;
  readonly found: readonly Found[];
}

export const progress = defineQuery<Progress>('progress');
export const stop = defineSignal('stop');

/** After so many activities the history is long enough. */
const ACTIVITIES_MAX = 200;

export async function campaign(plan: Plan, so: Progress = { next: 0, runs: 0, found: [] }): Promise<Progress> {
  const { exploreSeeds } = proxyActivities<ReturnType<typeof createActivities>>({
    startToCloseTimeout: '1 hour',
    // An activity says after each seed how far it is: where its worker dies, the next attempt goes on there.
    heartbeatTimeout: '1 minute',
  });
  let { next, runs } = so;
  const found = [...so.found];
  let stopped = false;
  let running = 0;
  let started = 0;
  let failure: unknown;
  setHandler(progress, () => ({ next, runs, found }));
  setHandler(stop, () => {
    stopped = true;
  });

  while (next < plan.seeds && !stopped && !failure && started < ACTIVITIES_MAX) {
    const from = next;
    next = Math.min(from + plan.batch, plan.seeds);
    running++;
    started++;
    exploreSeeds({ from, until: next, runs: plan.runs }).then(
      (result) => {
        running--;
        runs += result.runs;
        found.push(...result.found);
      },
      (error) => {
        running--;
        failure ??= error;
      },
    );
    await condition(() => running < plan.parallel || failure !== undefined);
  }
  await condition(() => running === 0 || failure !== undefined);
  if (failure) throw failure;
  found.sort((a, b) => a.seed - b.seed);
  if (next < plan.seeds && !stopped) return continueAsNew<typeof campaign>(plan, { next, runs, found });
  return { next, runs, found };
}

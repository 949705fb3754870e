import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { explore } from 'worldline';
import { subject } from './subject';
import type { Found } from './workflows';

export interface Seeds {
  readonly from: number;
  /** Not included. */
  readonly until: number;
  readonly runs: number;
}

export interface Explored {
  readonly runs: number;
  readonly found: readonly Found[];
}

interface SoFar {
  readonly next: number;
  readonly runs: number;
  readonly found: readonly Found[];
}

export function createActivities() {
  return {
    /** Explores the subject once for each seed, and goes on where an earlier attempt has stopped. */
    async exploreSeeds({ from, until, runs: each }: Seeds): Promise<Explored> {
      const before = activityInfo().heartbeatDetails as SoFar | undefined;
      let { next, runs, found }: SoFar = before ?? { next: from, runs: 0, found: [] };
      const { options, fn } = subject();
      for (; next < until; next++) {
        cancellationSignal().throwIfAborted();
        const report = await explore({ ...options, seed: next, runs: each, corpus: false }, fn);
        runs += report.runs;
        const { failure } = report;
        if (failure) found = [...found, { seed: next, error: failure.error.message, token: failure.token }];
        heartbeat({ next: next + 1, runs, found } satisfies SoFar);
      }
      return { runs, found };
    },
  };
}

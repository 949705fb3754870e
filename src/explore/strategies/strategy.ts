/** A way of going through the runs that there could be. */
import type { RunResult, RunSpec } from '../run';

/** What a strategy learns from a run that passed. All of it is data: the run may have been made in another thread. */
export type RunPassed = Pick<RunResult, 'spec' | 'outcomes' | 'points' | 'worldPoints' | 'trace' | 'chosenSteps'>;

export interface Strategy {
  /**
   * What to run next; nothing: all is done. Runs of one batch are independent of each other, so that they may run side by side; what
   * comes after it depends on all of them.
   */
  next(): RunSpec[];
  /** How the last batch went, in its order, up to the first run that failed. */
  ran(results: readonly RunPassed[]): void;
  /** True: every run within the bounds has been made. */
  readonly exhausted: boolean;
  /** What an exhaustive search may claim. */
  readonly claim?: string;
}

/** Gives each run its input: the same number, the same input. */
export type DrawInput = (run: number) => unknown;

/** What an exploration found. */
import { WorldlineError } from '../base/errors';
import type { FailureStory } from '../report/failure-text';
import type { LoggedStep } from '../sim/step-log';
import type { CoverageData } from './coverage';

export interface ExploreFailure extends FailureStory {
  readonly log: readonly LoggedStep[];
  /** A test that reproduces it. */
  readonly regressionTest: string;
}

export interface ExploreReport {
  /** Nothing was found. */
  readonly ok: boolean;
  /** Runs up to the first one that failed, which is counted. */
  readonly runs: number;
  /** Every run within the bounds was made. */
  readonly exhausted: boolean;
  /** What that means, in words. */
  readonly claim?: string;
  readonly failure?: ExploreFailure;
  readonly coverage: CoverageData & { readonly unseen: readonly string[] };
  /** `world.sometimes` that never held in any run. */
  readonly neverHeld: readonly string[];
  /** All of it for people. */
  readonly text: string;
  /** @throws ExplorationError where something was found. */
  assertOk(): void;
}

/** An exploration has found a failure; the message is the whole report, the cause the error itself. */
export class ExplorationError extends WorldlineError {
  constructor(readonly report: ExploreReport) {
    super('EXPLORATION', report.text, { cause: report.failure?.error });
  }
}

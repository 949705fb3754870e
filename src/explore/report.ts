/** What an exploration found. */
import { WorldlineError } from '../base/errors';
import type { FaultPlan, Reorder } from '../faults/fault';
import type { History } from '../history/history';
import type { LoggedStep } from '../sim/step-log';
import type { CoverageData } from './coverage';

export interface ExploreFailure {
  /** What `fn` threw, or what went wrong in its world. */
  readonly error: Error;
  /** The fewest faults with which it still happens. */
  readonly plan: FaultPlan;
  /** The steps that must go first out of order for it to happen. */
  readonly choices: readonly Reorder[];
  readonly input: unknown;
  /** Reproduces it: `explore.reproduce(token, options, fn)`, or WORLDLINE_TOKEN in the environment. */
  readonly token: string;
  /** The failing run, over virtual time. */
  readonly timeline: string;
  /** The nearest run that passed: the same but for one thing. */
  readonly passing: { readonly plan: FaultPlan; readonly timeline: string } | undefined;
  /** How often a smaller run failed in the same way. */
  readonly shrinks: number;
  /** Number of the run that failed first. */
  readonly run: number;
  readonly histories: readonly History[];
  readonly log: readonly LoggedStep[];
  /** A test that reproduces it. */
  readonly regressionTest: string;
  /** Where a token does not fit the code any more, in words. */
  readonly stale: readonly string[];
  /** What activities did more than once (for one idempotency key), in words. */
  readonly repeated: readonly string[];
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

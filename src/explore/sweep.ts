/** An ordinary test, once more for everything that could go wrong in it. */
import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError, WorldlineError } from '../base/errors';
import type { FaultKind } from '../faults/fault';
import { Explorer } from './explorer';
import { Inputs } from './inputs';
import { checkExploreOptions, type ExploreOptions } from './options';
import { TRANSIENT_KINDS } from './placements';
import type { ExploreReport } from './report';
import type { RunResult } from './run';
import { SweepStrategy } from './strategies/sweep';

export interface SweepOptions extends Pick<ExploreOptions, 'maxSteps' | 'name' | 'corpus'> {
  /** Default: faults that must not change the outcome (retryable failures, lost answers, crashes, short delays, evictions). */
  readonly kinds?: readonly FaultKind[];
  /** At most so many runs. Default 1,000. */
  readonly runs?: number;
}

const DEFAULT_RUNS = 1000;

/** A fault that a workflow should not have noticed has changed what came of it. */
export class OutcomeChangedError extends WorldlineError {
  constructor(text: string) {
    super('OUTCOME_CHANGED', text);
  }
}

/**
 * Runs a test once as it is, and then once for every place and kind of fault that this run has passed. The test fails where it throws,
 * where a workflow ends otherwise (failed instead of completed, say), or where it gives another value. The test makes its worlds
 * itself; it must be able to run many times.
 * @throws InvalidInputError for options that cannot be used.
 */
export async function sweep(test: () => unknown, options: SweepOptions = {}): Promise<ExploreReport> {
  if (typeof test !== 'function') throw new InvalidInputError('sweep: the first argument must be the test, a function');
  const { kinds, runs = DEFAULT_RUNS, ...rest } = options;
  checkExploreOptions({ ...rest, runs, faults: { kinds } });
  let plain: RunResult | undefined;
  const oracle = (result: RunResult): Error | undefined => {
    if (plain) return changeOf(plain, result);
    plain = result;
    return undefined;
  };
  const name = options.name ?? (test.name || 'sweep');
  const explorer = new Explorer(
    { corpus: false, ...rest, name, faults: { kinds: kinds ?? TRANSIENT_KINDS } },
    async () => test(),
    await Inputs.of(undefined, 0),
    { trusted: true, oracle, seed: undefined },
  );
  return explorer.run(new SweepStrategy({ kinds: kinds ?? TRANSIENT_KINDS, transient: kinds === undefined, runs }));
}

/** What a fault has changed, if anything. */
function changeOf(plain: RunResult, result: RunResult): OutcomeChangedError | undefined {
  const ends = endsOf(result);
  for (const [workflowId, end] of endsOf(plain)) {
    const now = ends.get(workflowId);
    if (now === end) continue;
    return new OutcomeChangedError(
      `workflow ${workflowId} ${now ? endText(now) : 'did not end'}; without the fault it ${endText(end)}`,
    );
  }
  if (isDeepStrictEqual(plain.value, result.value)) return undefined;
  return new OutcomeChangedError('the test gave another value than without the fault');
}

/** How the latest run of each workflow has closed. */
function endsOf({ histories }: RunResult): Map<string, string> {
  const ends = new Map<string, string>();
  for (const history of histories) {
    const { status } = history.at();
    if (status !== 'running') ends.set(history.workflowId, status);
  }
  return ends;
}

/** `timed-out` → `timed out`. */
function endText(status: string): string {
  const words = status.replaceAll('-', ' ');
  return status === 'canceled' || status === 'terminated' ? `was ${words}` : words;
}

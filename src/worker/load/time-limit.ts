/** A bound on code that never pauses. */
import { Script } from 'node:vm';
import { WorldlineError } from '../../base/errors';

const script = new Script('globalThis.__worldline_run__()', { filename: 'worldline-time-limit.js' });

/** Workflow code ran for too long without a pause. */
export class RunawayCodeError extends WorldlineError {
  constructor(what: string, limitMs: number, options?: ErrorOptions) {
    super(
      'RUNAWAY_CODE',
      `${what} ran for ${limitMs} ms without a pause: workflow code must return control (await something) well before that`,
      options,
    );
  }
}

/**
 * Calls a function, and ends it by force when it has not returned within the limit. The time is the machine's own: code that runs
 * for ever has no other.
 *
 * @throws RunawayCodeError which names `what`, for example `workflow order (order-1)`.
 */
export function withTimeLimit<T>(what: string, limitMs: number, fn: () => T): T {
  let result!: T;
  const globals = globalThis as { __worldline_run__?: () => void };
  const outer = globals.__worldline_run__;
  globals.__worldline_run__ = () => {
    result = fn();
  };
  try {
    // Without `displayErrors: false`, Node would write lines of source into the stacks of errors that pass through.
    script.runInThisContext({ timeout: limitMs, displayErrors: false });
    return result;
  } catch (cause) {
    if ((cause as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
    throw new RunawayCodeError(what, limitMs, { cause });
  } finally {
    if (outer) globals.__worldline_run__ = outer;
    else delete globals.__worldline_run__;
  }
}

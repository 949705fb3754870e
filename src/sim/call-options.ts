/** What a client call is made with: `withDeadline`, `withAbortSignal` and `withMetadata` of a connection set it for a scope. */
import { context, runWith } from '../clock/context';
import { real } from '../clock/real';
import { currentRealm } from '../clock/realm';

export interface CallOptions {
  /** Milliseconds that are left, counted from the moment at which the scope was entered. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const NONE: CallOptions = {};

export function currentCallOptions(): CallOptions {
  return (context.getStore()?.call as CallOptions | undefined) ?? NONE;
}

export function withCallOptions<T>(options: CallOptions, fn: () => Promise<T>): Promise<T> {
  return runWith({ call: { ...currentCallOptions(), ...options } }, fn);
}

/**
 * A deadline is a date on the caller's own clock, real or virtual; what is left until then passes in virtual time.
 */
export function timeLeft(deadline: number | Date): number {
  const now = currentRealm()?.now() ?? real.dateNow();
  return Math.max(0, Number(deadline) - now);
}

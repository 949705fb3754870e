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

/** Options of each connection: those of one mean nothing for another. */
type Scope = ReadonlyMap<object, CallOptions>;

const scope = (): Scope | undefined => context.getStore()?.call as Scope | undefined;

export function currentCallOptions(connection: object): CallOptions {
  return scope()?.get(connection) ?? NONE;
}

export function withCallOptions<T>(connection: object, options: CallOptions, fn: () => Promise<T>): Promise<T> {
  const call = new Map(scope());
  return runWith({ call: call.set(connection, { ...call.get(connection), ...options }) }, fn);
}

/**
 * A deadline is a date on the caller's own clock, real or virtual; what is left until then passes in virtual time.
 */
export function timeLeft(deadline: number | Date): number {
  const now = currentRealm()?.now() ?? real.dateNow();
  return Math.max(0, Number(deadline) - now);
}

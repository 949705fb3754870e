import { AsyncLocalStorage } from 'node:async_hooks';
import type { IoScope } from './io-watch';
import type { Realm } from './realm';

/**
 * What an async context carries. All in one storage, since on Node 20 and 22 each further `AsyncLocalStorage` slows every `await`
 * of the process by a tenth of a microsecond, whether it is used there or not.
 */
interface Context {
  readonly realm: Realm | undefined;
  readonly ioScope: IoScope | undefined;
  /** What client calls of this context are made with; the clock knows no more of it. */
  readonly call: object | undefined;
}

export const context = new AsyncLocalStorage<Context>();

/** Runs a function in a context that differs in some parts from the present one. */
export function runWith<T>(changed: Partial<Context>, fn: () => T): T {
  const now = context.getStore();
  const next = { realm: now?.realm, ioScope: now?.ioScope, call: now?.call, ...changed };
  return context.run(next, fn);
}

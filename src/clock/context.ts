import { AsyncLocalStorage } from 'node:async_hooks';
import type { IoScope } from './io-watch';
import type { Realm } from './realm';

/**
 * What an async context carries. Both in one storage, since on Node 20 and 22 each further `AsyncLocalStorage` slows every `await`
 * of the process by a tenth of a microsecond, whether it is used there or not.
 */
interface Context {
  readonly realm: Realm | undefined;
  readonly ioScope: IoScope | undefined;
}

export const context = new AsyncLocalStorage<Context>();

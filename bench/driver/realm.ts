/**
 * Makes the SDK's workflow runtime usable in this process: an activator for each async context, and the globals that the SDK
 * would put into its sandbox, seen by workflow code only. Must be loaded before `@temporalio/workflow`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Activator } from '@temporalio/workflow/lib/internals';

/** What timers mean for the code of an activity that runs in virtual time. */
export interface ActivityTimers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const activators = new AsyncLocalStorage<Activator>();
export const activityTimers = new AsyncLocalStorage<ActivityTimers>();

const hopOn = setImmediate;

/** One turn of the event loop: every promise continuation that can run has run. */
export function hop(): Promise<void> {
  return new Promise((resolve) => hopOn(resolve));
}

const REPLACED = ['Date', 'setTimeout', 'clearTimeout', 'WeakRef', 'FinalizationRegistry'] as const;
type Globals = Record<string, unknown>;

function install(): void {
  const globals = globalThis as unknown as Globals;
  // The SDK makes its scopes' storages from this class when it is loaded.
  globals.AsyncLocalStorage = AsyncLocalStorage;
  Object.defineProperty(globals, '__TEMPORAL_ACTIVATOR__', {
    configurable: true,
    get: () => activators.getStore(),
    // The SDK clears it on dispose; here it is the context that says which activator there is.
    set: () => undefined,
  });
  const real = Object.fromEntries(REPLACED.map((name) => [name, globals[name]]));
  const realRandom = Math.random;
  require('@temporalio/workflow/lib/global-overrides').overrideGlobals();
  const sdk = Object.fromEntries(REPLACED.map((name) => [name, globals[name]]));
  const sdkRandom = Math.random;
  for (const name of REPLACED) {
    Object.defineProperty(globals, name, {
      configurable: true,
      get: () =>
        (activators.getStore() ? sdk : ((activityTimers.getStore() as Globals | undefined) ?? real))[name] ??
        real[name],
    });
  }
  Math.random = () => (activators.getStore() ? sdkRandom() : realRandom());
}

install();

/** The functions of `node:timers/promises` on the timers of a realm. */

import { real } from './real';
import type { Realm } from './realm';

interface WaitOptions {
  signal?: AbortSignal;
  ref?: boolean;
}

/** `setTimeout` of `node:timers/promises` in a realm: resolves with the value after a virtual delay. */
export function sleepIn<T>(realm: Realm, delayMs?: number, value?: T, options: WaitOptions = {}): Promise<T> {
  if (mustBeRefused(delayMs, options)) return real.promises.setTimeout(delayMs, value as T, options);
  return waitIn(options, value as T, (resolve) => {
    const timer = realm.setTimeout(resolve, delayMs);
    unrefIfAsked(timer, options);
    return () => realm.clearTimeout(timer);
  });
}

/** `setImmediate` of `node:timers/promises` in a realm: resolves at the same virtual instant, as a timer that is due now. */
export function immediateIn<T>(realm: Realm, value?: T, options: WaitOptions = {}): Promise<T> {
  if (mustBeRefused(undefined, options)) return real.promises.setTimeout(undefined, value as T, options);
  return waitIn(options, value as T, (resolve) => {
    const timer = realm.setImmediate(resolve);
    unrefIfAsked(timer, options);
    return () => realm.clearImmediate(timer);
  });
}

/** `setInterval` of `node:timers/promises` in a realm: an async iterator, which yields once for each virtual interval that has passed. */
export function ticksIn<T>(realm: Realm, delayMs?: number, value?: T, options: WaitOptions = {}): AsyncIterable<T> {
  if (mustBeRefused(delayMs, options)) return real.promises.setInterval(delayMs, value as T, options);
  return ticks(realm, delayMs, value as T, options);
}

async function* ticks<T>(realm: Realm, delayMs: number | undefined, value: T, options: WaitOptions) {
  const { signal } = options;
  let ticksNotYielded = 0;
  let wake: (() => void) | undefined;
  const timer = realm.setInterval(() => {
    ticksNotYielded++;
    wake?.();
  }, delayMs);
  unrefIfAsked(timer, options);
  const onAbort = (): void => wake?.();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      if (ticksNotYielded === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (; ticksNotYielded > 0; ticksNotYielded--) yield value;
    }
    await rejectionOf(signal);
  } finally {
    realm.clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** `AbortSignal.timeout` in a realm. The caller has checked the delay. */
export function timeoutSignalIn(realm: Realm, delayMs: number): AbortSignal {
  const controller = new AbortController();
  const timer = realm.setTimeout(
    () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
    delayMs,
  );
  // As in Node, a signal that nobody may be listening to is nothing to wait for.
  unrefIfAsked(timer, { ref: false });
  return controller.signal;
}

function waitIn<T>(options: WaitOptions, value: T, start: (resolve: () => void) => () => void): Promise<T> {
  const { signal } = options;
  return new Promise<T>((resolve) => {
    const cancel = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    const onAbort = (): void => {
      cancel();
      resolve(rejectionOf(signal));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Whether Node refuses these arguments or the signal is aborted already: then Node's own function is called, which never waits but
 * rejects with the right error.
 */
function mustBeRefused(delayMs: unknown, options: unknown): boolean {
  if (delayMs !== undefined && typeof delayMs !== 'number') return true;
  if (typeof options !== 'object' || options === null) return true;
  const { signal, ref } = options as { signal?: unknown; ref?: unknown };
  if (ref !== undefined && typeof ref !== 'boolean') return true;
  if (signal === undefined) return false;
  return typeof signal !== 'object' || signal === null || !('aborted' in signal) || signal.aborted === true;
}

/** Node's own `AbortError` for a signal that is aborted. */
function rejectionOf(signal: AbortSignal | undefined): Promise<never> {
  return real.promises.setTimeout(1, undefined, { signal }) as Promise<never>;
}

function unrefIfAsked(timer: unknown, { ref }: WaitOptions): void {
  if (ref === false) (timer as { unref?(): void }).unref?.();
}

/**
 * The timers that code outside all realms sets, such as a test that sleeps between two calls. They stay real; a world may follow them,
 * so that what is due in it after such a timer does not happen before it.
 */
import { real } from './real';

/** A timer that has been set outside all realms and has not fired. */
export interface OutsideTimer {
  /** Real milliseconds. */
  readonly delayMs: number;
  /** False once it does not keep the process alive: nobody waits for it then. */
  hasRef(): boolean;
}

export interface OutsideTimersListener {
  set(timer: OutsideTimer): void;
  /** It is about to fire, or has been cleared. */
  ended(timer: OutsideTimer, how: 'fired' | 'cleared'): void;
}

type AnyFunction = (...args: any[]) => any;

const listeners = new Set<OutsideTimersListener>();
const timersByHandle = new WeakMap<object, OutsideTimer>();

/** Tells the listener of timers that are set from now on, until the returned function is called. */
export function followOutsideTimers(listener: OutsideTimersListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls the `setTimeout` that stands outside all realms, and tells those who follow. */
export function setOutsideTimeout(original: AnyFunction, self: unknown, args: unknown[]): unknown {
  const [callback, delay, ...rest] = args;
  if (listeners.size === 0 || typeof callback !== 'function') return Reflect.apply(original, self, args);
  const fire = function (this: unknown, ...given: unknown[]): unknown {
    ended(timer, 'fired');
    return Reflect.apply(callback, this, given);
  };
  const handle = Reflect.apply(original, self, [fire, delay, ...rest]);
  const timer: OutsideTimer = { delayMs: delayOf(delay), hasRef: () => handle?.hasRef?.() !== false };
  if (typeof handle === 'object' && handle !== null) timersByHandle.set(handle, timer);
  started(timer);
  return handle;
}

/** A real timer is being cleared, from wherever. */
export function outsideTimeoutCleared(handle: unknown): void {
  const timer = typeof handle === 'object' && handle !== null ? timersByHandle.get(handle) : undefined;
  if (timer) ended(timer, 'cleared');
}

/** Calls the `setTimeout` of `node:timers/promises`, and tells those who follow. */
export function outsideSleep(original: AnyFunction, self: unknown, args: unknown[]): unknown {
  const promise = Reflect.apply(original, self, args) as Promise<unknown>;
  const options = args[2] as { ref?: unknown } | undefined;
  if (listeners.size === 0 || options?.ref === false) return promise;
  const delayMs = delayOf(args[0]);
  const timer: OutsideTimer = { delayMs, hasRef: () => true };
  started(timer);
  // Set after Node's own, so that it fires right behind it, before whoever awaits the promise has asked for anything.
  const marker = real.setTimeout(() => ended(timer, 'fired'), delayMs);
  marker.unref();
  promise.catch(() => {
    real.clearTimeout(marker);
    ended(timer, 'cleared');
  });
  return promise;
}

function started(timer: OutsideTimer): void {
  for (const listener of listeners) listener.set(timer);
}

function ended(timer: OutsideTimer, how: 'fired' | 'cleared'): void {
  for (const listener of listeners) listener.ended(timer, how);
}

/** What Node makes of a delay: at least 1 ms, and 1 ms for what is too large. */
function delayOf(delay: unknown): number {
  const ms = Number(delay);
  return ms >= 1 && ms <= 2 ** 31 - 1 ? Math.trunc(ms) : 1;
}

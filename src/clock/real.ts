/**
 * The process's real time, captured when this file is loaded. `src/clock` is the only folder that may touch them; the rest of
 * the code gets time and choice as arguments.
 *
 * Timers are taken from `node:timers` rather than from the globals: fake timers of a test framework usually replace the globals only,
 * and may have done so before this file is loaded.
 */
import { performance } from 'node:perf_hooks';
import * as timers from 'node:timers';
import * as timersPromises from 'node:timers/promises';

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = timers;

const { now: performanceNow, eventLoopUtilization } = performance;

const timeout = setTimeout(() => {}, 1);
clearTimeout(timeout);
const immediate = setImmediate(() => {});
clearImmediate(immediate);

const timeoutPrototype: object = Object.getPrototypeOf(timeout);
const immediatePrototype: object = Object.getPrototypeOf(immediate);

export const real = {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  clearImmediate,
  promises: { setTimeout: timersPromises.setTimeout, setInterval: timersPromises.setInterval },
  abortSignalTimeout: AbortSignal.timeout,
  Date: globalThis.Date,
  dateNow: globalThis.Date.now,
  performanceNow: (): number => performanceNow.call(performance),
  /** How long the process has had nothing to do, in milliseconds, since it was started. */
  idleMs: (): number => eventLoopUtilization.call(performance).idle,
} as const;

/** Whether a value is a handle that Node's own `setTimeout`, `setInterval` or `setImmediate` returned. */
export function isRealTimerHandle(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === timeoutPrototype || prototype === immediatePrototype;
}

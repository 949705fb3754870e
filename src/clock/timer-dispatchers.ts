import { outsideSleep, outsideTimeoutCleared, setOutsideTimeout } from './outside-timers';
import type { Patch } from './patch';
import { isRealTimerHandle } from './real';
import { currentRealm, type Realm } from './realm';
import { immediateIn, sleepIn, ticksIn, timeoutSignalIn } from './timers-promises';
import { clearVirtualImmediate, clearVirtualTimeout, VirtualTimer } from './virtual-timer';

type AnyFunction = (...args: any[]) => any;

type Outside = (original: AnyFunction, self: unknown, args: unknown[]) => unknown;

/** A function that calls the realm's function inside a realm, and the original one outside. */
function byRealm(
  inRealm: (realm: Realm, ...args: any[]) => unknown,
  outside: Outside = Reflect.apply,
): (patch: Patch) => AnyFunction {
  return (patch) =>
    function dispatcher(this: unknown, ...args: unknown[]): unknown {
      const realm = currentRealm();
      return realm === undefined ? outside(patch.original, this, args) : inRealm(realm, ...args);
    };
}

/**
 * Clearing goes by the handle first: a virtual timer may be cleared from outside its realm, and a real one from inside. Numbers mean
 * what they mean in the realm of the caller.
 */
function clearByHandle(
  clear: (timer: VirtualTimer) => void,
  inRealm: (realm: Realm, handle: unknown) => void,
): (patch: Patch) => AnyFunction {
  return (patch) =>
    function dispatcher(this: unknown, ...args: unknown[]): unknown {
      const [handle] = args;
      if (handle instanceof VirtualTimer) return clear(handle);
      outsideTimeoutCleared(handle);
      const realm = currentRealm();
      if (realm === undefined || isRealTimerHandle(handle)) return Reflect.apply(patch.original, this, args);
      return inRealm(realm, handle);
    };
}

/** For `globalThis` and `node:timers`. */
export const timerDispatchers = {
  setTimeout: byRealm((realm, callback, ms, ...args) => realm.setTimeout(callback, ms, ...args), setOutsideTimeout),
  clearTimeout: clearByHandle(clearVirtualTimeout, (realm, handle) => realm.clearTimeout(handle)),
  setInterval: byRealm((realm, callback, ms, ...args) => realm.setInterval(callback, ms, ...args)),
  clearInterval: clearByHandle(clearVirtualTimeout, (realm, handle) => realm.clearInterval(handle)),
  setImmediate: byRealm((realm, callback, ...args) => realm.setImmediate(callback, ...args)),
  clearImmediate: clearByHandle(clearVirtualImmediate, (realm, handle) => realm.clearImmediate(handle)),
};

/** For `node:timers/promises`. */
export const promiseTimerDispatchers = {
  setTimeout: byRealm(sleepIn, outsideSleep),
  setInterval: byRealm(ticksIn),
  setImmediate: byRealm(immediateIn),
};

/** For `scheduler` of `node:timers/promises`. */
export const schedulerDispatchers = {
  wait: byRealm(
    (realm, delayMs, options) => sleepIn(realm, delayMs, undefined, options),
    (original, self, [delayMs, options]) =>
      outsideSleep((ms) => Reflect.apply(original, self, [ms, options]), self, [delayMs, undefined, options]),
  ),
  yield: byRealm((realm) => immediateIn(realm)),
};

/** The largest delay that `AbortSignal.timeout` accepts: an unsigned 32 bit integer. */
const MAX_SIGNAL_DELAY_MS = 2 ** 32 - 1;

/** `AbortSignal.timeout`; the original throws the right error for a delay that Node does not accept. */
export function abortSignalTimeoutDispatcher(patch: Patch): AnyFunction {
  return function timeout(this: unknown, ...args: unknown[]): unknown {
    const realm = currentRealm();
    const [delayMs] = args;
    const isAccepted =
      Number.isInteger(delayMs) && (delayMs as number) >= 0 && (delayMs as number) <= MAX_SIGNAL_DELAY_MS;
    if (realm === undefined || !isAccepted) return Reflect.apply(patch.original, this, args);
    return timeoutSignalIn(realm, delayMs as number);
  };
}

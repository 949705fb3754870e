/**
 * The process's globals for time and choice, by async context: in a realm they are the realm's, outside all realms they are what
 * they were. Several worlds share the one set of dispatchers, and never see each other, since each has a realm of its own.
 */
import nodeCrypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timersModule from 'node:timers';
import timersPromisesModule from 'node:timers/promises';
import { dateDispatcher } from './date-dispatcher';
import { Patch } from './patch';
import { getRandomValuesDispatcher, randomDispatcher, randomUUIDDispatcher } from './random-dispatchers';
import { real } from './real';
import { currentRealm, type Realm } from './realm';
import {
  abortSignalTimeoutDispatcher,
  promiseTimerDispatchers,
  schedulerDispatchers,
  timerDispatchers,
} from './timer-dispatchers';

type AnyFunction = (...args: any[]) => any;

/** Modules whose exports are patched: the default import is the very object that `require` gives to everybody. */
const builtinModules = new Set<object>([timersModule, timersPromisesModule, nodeCrypto]);

const patches = [
  ...patchesOf(globalThis, timerDispatchers),
  ...patchesOf(timersModule, timerDispatchers),
  ...patchesOf(timersPromisesModule, promiseTimerDispatchers),
  ...patchesOf(Object.getPrototypeOf(timersPromisesModule.scheduler), schedulerDispatchers),
  ...patchesOf(AbortSignal, { timeout: abortSignalTimeoutDispatcher }),
  ...datePatches(),
  ...patchesOf(Math, { random: randomDispatcher }),
  ...cryptoPatches(),
  ...performancePatches(),
  ...patchesOf(globalThis, {
    WeakRef: constructorDispatcher('WeakRef'),
    FinalizationRegistry: constructorDispatcher('FinalizationRegistry'),
  }),
];

let holders = 0;

/**
 * Makes the process's globals obey realms, and returns the function that gives them back. The first holder installs the dispatchers,
 * the last one to leave restores every property descriptor exactly. Calling a release again does nothing.
 */
export function acquireGlobals(): () => void {
  // Every holder installs what is missing: somebody may have put the real functions back since the first one came.
  installAll();
  holders++;
  let released = false;
  return () => {
    if (released) return;
    released = true;
    holders--;
    if (holders === 0) sync(patches.filter((patch) => patch.uninstall()));
  };
}

function installAll(): void {
  const installed: Patch[] = [];
  try {
    for (const patch of patches) if (patch.install()) installed.push(patch);
  } catch (error) {
    // Somebody froze one of the globals. All or nothing: half a set of virtual globals is worse than none.
    if (holders === 0) for (const patch of installed) patch.uninstall();
    throw error;
  }
  sync(installed);
}

/** The ES module bindings of Node's own modules follow their CommonJS exports only when told. It costs 0.2 ms, hence the check. */
function sync(changed: readonly Patch[]): void {
  if (changed.some((patch) => builtinModules.has(patch.target))) syncBuiltinESMExports();
}

function patchesOf(target: object, dispatchers: Record<string, (patch: Patch) => AnyFunction>): Patch[] {
  return Object.entries(dispatchers).flatMap(([key, replace]) => Patch.of(target, key, replace) ?? []);
}

/** `new Date().constructor` must be the `Date` that everybody sees, so the prototype is patched with it. */
function datePatches(): Patch[] {
  const date = Patch.of(globalThis, 'Date', dateDispatcher);
  const backReference = date && Patch.of(real.Date.prototype, 'constructor', () => date.replacement);
  return [date, backReference].filter((patch) => patch !== undefined);
}

/** `crypto` is an accessor of `globalThis`, its methods are those of its prototype. `node:crypto` has a `randomUUID` of its own. */
function cryptoPatches(): Patch[] {
  return [
    ...patchesOf(Object.getPrototypeOf(globalThis.crypto), {
      randomUUID: randomUUIDDispatcher,
      getRandomValues: getRandomValuesDispatcher,
    }),
    ...patchesOf(nodeCrypto, { randomUUID: randomUUIDDispatcher, getRandomValues: getRandomValuesDispatcher }),
  ];
}

/** Node versions differ in whether `performance` or its prototype has these. */
function performancePatches(): Patch[] {
  const now = Patch.of(
    ownerOf(performance, 'now'),
    'now',
    byRealmGetter((realm) => realm.performanceNow()),
  );
  const timeOrigin = Patch.of(
    ownerOf(performance, 'timeOrigin'),
    'timeOrigin',
    byRealmGetter((realm) => realm.now() - realm.performanceNow()),
  );
  return [now, timeOrigin].filter((patch) => patch !== undefined);
}

function ownerOf(object: object, key: string): object {
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return object;
}

function byRealmGetter(inRealm: (realm: Realm) => number): (patch: Patch) => () => number {
  return (patch) =>
    function read(this: unknown): number {
      const realm = currentRealm();
      return realm === undefined ? patch.original.call(this) : inRealm(realm);
    };
}

/** A constructor that a realm may replace: that of a workflow throws, because garbage collection is not deterministic. */
function constructorDispatcher(name: 'WeakRef' | 'FinalizationRegistry'): (patch: Patch) => AnyFunction {
  return (patch) => {
    function Dispatched(...args: unknown[]): unknown {
      const Chosen = (currentRealm()?.[name] ?? patch.original) as AnyFunction;
      if (new.target === undefined) return Chosen(...args);
      return Reflect.construct(Chosen, args, new.target === Dispatched ? Chosen : new.target);
    }
    Object.defineProperty(Dispatched, 'prototype', { value: patch.original.prototype, writable: false });
    return Dispatched;
  };
}

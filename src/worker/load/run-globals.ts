/** What a run may change without another one noticing: its `globalThis`, and what packages keep in one place for a process. */

import { currentRealm } from '../../clock/realm';

/** Globals of the process that a run has only where it has set them; they know themselves which run asks. */
const HIDDEN: ReadonlySet<PropertyKey> = new Set(['structuredClone']);

/** A view of the process's globals. What code sets on it stays there. */
export function runGlobals(): object {
  const own: Record<PropertyKey, unknown> = Object.create(null);
  return new Proxy(own, {
    get: (_, key) => (Object.hasOwn(own, key) ? own[key] : Reflect.get(globalThis, key)),
    set: (_, key, value) => {
      if (HIDDEN.has(key)) return Reflect.set(globalThis, key, value);
      own[key] = value;
      return true;
    },
    defineProperty: (_, key, descriptor) => Reflect.defineProperty(own, key, { ...descriptor, configurable: true }),
    has: (_, key) =>
      Object.hasOwn(own, key) || (HIDDEN.has(key) ? Reflect.get(globalThis, key) !== undefined : key in globalThis),
    ownKeys: () => [...new Set([...Reflect.ownKeys(own), ...Reflect.ownKeys(globalThis)])],
    getOwnPropertyDescriptor: (_, key) => {
      const descriptor = Object.getOwnPropertyDescriptor(Object.hasOwn(own, key) ? own : globalThis, key);
      return descriptor && { ...descriptor, configurable: true };
    },
    getPrototypeOf: () => Object.getPrototypeOf(globalThis),
  });
}

/**
 * `protobufjs` with a registry of its own. Converters of the SDK look whether a message's type is of this protobufjs, and generated
 * files put their types in its registry, each time that they are loaded, where a name may be only once.
 */
export function protobufOfRun(protobuf: object): object {
  return Object.create(protobuf, { roots: { value: {}, enumerable: true, writable: true } });
}

/** `perf_hooks` for packages that measure: workflow code has no such clock, and gets its own time. */
export function performanceOfRun(): object {
  const now = () => currentRealm()?.now() ?? 0;
  const timeOrigin = now();
  return { performance: { timeOrigin, now: () => now() - timeOrigin } };
}

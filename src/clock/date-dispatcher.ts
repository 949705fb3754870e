import type { Patch } from './patch';
import { real } from './real';
import { currentRealm } from './realm';

const RealDate = real.Date;

/**
 * `Date` by async context. It makes real `Date` objects and shares the real prototype, so dates made with and without it are
 * instances of both. Outside all realms it is what was there before.
 */
export function dateDispatcher(patch: Patch): DateConstructor {
  function DispatchedDate(this: unknown, ...args: any[]): unknown {
    const realm = currentRealm();
    if (new.target === undefined) {
      return realm === undefined ? patch.original(...args) : new RealDate(realm.now()).toString();
    }
    const subclass = new.target === DispatchedDate ? undefined : new.target;
    if (realm === undefined) return Reflect.construct(patch.original, args, subclass ?? patch.original);
    return Reflect.construct(RealDate, args.length === 0 ? [realm.now()] : args, subclass ?? RealDate);
  }
  function now(): number {
    const realm = currentRealm();
    return realm === undefined ? (patch.original as unknown as DateConstructor).now() : realm.now();
  }
  Object.defineProperty(DispatchedDate, 'now', { value: now, writable: true, enumerable: false, configurable: true });
  Object.defineProperty(DispatchedDate, 'prototype', { value: RealDate.prototype, writable: false });
  return DispatchedDate as unknown as DateConstructor;
}

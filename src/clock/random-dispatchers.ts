import { types } from 'node:util';
import type { Patch } from './patch';
import { currentRealm, type Realm } from './realm';

/** The most bytes that `crypto.getRandomValues` gives at once, by its specification. */
const MAX_RANDOM_BYTES = 65_536;

export function randomDispatcher(patch: Patch): () => number {
  return function random(this: unknown): number {
    const realm = currentRealm();
    return realm === undefined ? patch.original.call(this) : realm.random();
  };
}

export function randomUUIDDispatcher(patch: Patch): (...args: unknown[]) => string {
  return function randomUUID(this: unknown, ...args: unknown[]): string {
    const realm = currentRealm();
    return realm === undefined ? Reflect.apply(patch.original, this, args) : realm.randomUUID();
  };
}

export function getRandomValuesDispatcher(patch: Patch): (...args: unknown[]) => unknown {
  return function getRandomValues(this: unknown, ...args: unknown[]): unknown {
    const realm = currentRealm();
    const [array] = args;
    // What cannot be filled is left to the original, which throws the right error.
    if (realm === undefined || !isFillable(array)) return Reflect.apply(patch.original, this, args);
    fillRandomly(array, realm);
    return array;
  };
}

function isFillable(array: unknown): array is NodeJS.TypedArray {
  return types.isTypedArray(array) && !/^Float/.test(array[Symbol.toStringTag]) && array.byteLength <= MAX_RANDOM_BYTES;
}

function fillRandomly(array: NodeJS.TypedArray, realm: Realm): void {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(realm.random() * 256);
}

/**
 * The workflow package reads `globalThis.AsyncLocalStorage` once, while it is loaded, and falls back to an empty class. The
 * real worker's sandbox provides it; here it is provided before our own imports of the package (this file must be imported
 * first), and where a user's import came earlier, the empty classes are given working methods.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

if (!('AsyncLocalStorage' in globalThis)) {
  Object.defineProperty(globalThis, 'AsyncLocalStorage', {
    value: AsyncLocalStorage,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

const METHODS = ['run', 'getStore', 'exit', 'enterWith', 'disable'] as const;

/** Gives a placeholder class the methods of AsyncLocalStorage, for instances made before and after. A real one is left alone. */
export function repairPlaceholder(placeholder: new () => object): void {
  const prototype = placeholder.prototype as Record<string, unknown>;
  if (typeof prototype.run === 'function') return;
  const storages = new WeakMap<object, AsyncLocalStorage<unknown>>();
  for (const method of METHODS) {
    Object.defineProperty(prototype, method, {
      configurable: true,
      writable: true,
      value: function (this: object, ...args: unknown[]) {
        let storage = storages.get(this);
        if (storage === undefined) {
          storage = new AsyncLocalStorage();
          storages.set(this, storage);
        }
        return (storage[method] as (...args: unknown[]) => unknown)(...args);
      },
    });
  }
}

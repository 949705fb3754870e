/** A context with globals of its own for the code of one run, as the SDK's sandbox has them. */
import assert from 'node:assert';
import { type Context, createContext, runInContext } from 'node:vm';

/** What the sandbox shares with the process. Time, choice and the SDK's activator are dispatched by async context there. */
const SHARED = [
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'AbortController',
  'AbortSignal',
  'AsyncLocalStorage',
];
const DISPATCHED = ['Date', 'setTimeout', 'clearTimeout', 'WeakRef', 'FinalizationRegistry', 'console'];

export function createSandbox(): Context {
  const context = createContext({});
  const outer = globalThis as Record<string, any>;
  for (const name of SHARED) define(context, name, { value: outer[name], writable: true });
  define(context, 'assert', { value: assert, writable: true });
  for (const name of DISPATCHED) dispatch(context, name);
  // Set by the SDK, never by user code.
  define(context, '__TEMPORAL_ACTIVATOR__', { get: () => outer.__TEMPORAL_ACTIVATOR__, set: () => undefined });
  runInContext('Math', context).random = () => Math.random();
  return context;
}

/** Reads the process's value each time, until code of the sandbox puts its own in place, as the SDK's `overrideGlobals` does. */
function dispatch(context: Context, name: string): void {
  let own: { value: unknown } | undefined;
  define(context, name, {
    get: () => (own ? own.value : (globalThis as Record<string, unknown>)[name]),
    set: (value: unknown) => {
      own = { value };
    },
  });
}

function define(context: Context, name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(context, name, { enumerable: false, configurable: true, ...descriptor });
}

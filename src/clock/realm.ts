/**
 * A realm is what process globals (Date, timers, random) mean for the code of one async context. Workflow code, activity code
 * and code of `world.run` each run inside a realm; all other code sees the real globals.
 */
import { context, runWith } from './context';

export interface Realm {
  /** Workflow realms: the SDK's Activator of the run. Unknown to the clock. */
  readonly activator?: unknown;
  /** What `Date.now()` and `new Date()` say: milliseconds since the epoch. */
  now(): number;
  /** What `performance.now()` says: milliseconds, with a fraction. */
  performanceNow(): number;
  random(): number;
  randomUUID(): string;
  setTimeout(callback: (...args: any[]) => void, ms?: number, ...args: any[]): unknown;
  clearTimeout(handle: unknown): void;
  setInterval(callback: (...args: any[]) => void, ms?: number, ...args: any[]): unknown;
  clearInterval(handle: unknown): void;
  setImmediate(callback: (...args: any[]) => void, ...args: any[]): unknown;
  clearImmediate(handle: unknown): void;
  /** Constructors that the realm replaces; absent: the real ones. */
  readonly WeakRef?: unknown;
  readonly FinalizationRegistry?: unknown;
  /** Told of a promise of the realm's code that was rejected, and that nobody has handled. Absent: it takes its usual course. */
  readonly onUnhandledRejection?: (reason: unknown) => void;
  /**
   * True once the realm's world has ended. Code may outlive it: a connection pool runs its callbacks in the context of whoever opened
   * the connection. For such code the realm means nothing any more, and it sees the real globals.
   */
  readonly closed?: boolean;
}

/** The realm of the running code; undefined outside all worlds, and in what is left of a world that has ended. */
export function currentRealm(): Realm | undefined {
  const realm = context.getStore()?.realm;
  return realm?.closed === true ? undefined : realm;
}

/** Runs a function, and everything asynchronous that it starts, inside a realm. */
export function enterRealm<T>(realm: Realm, fn: () => T): T {
  const now = context.getStore();
  return context.run({ realm, ioScope: now?.ioScope, call: now?.call }, fn);
}

/** Runs a function outside all realms. */
export function leaveRealm<T>(fn: () => T): T {
  return runWith({ realm: undefined }, fn);
}

/**
 * What an exploration adds to the worlds that code makes while it is running: a plan, an order of steps, and someone who looks on.
 * A test that makes its worlds itself can so be explored without being changed.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Info } from '@temporalio/activity';
import type { Execution } from '../server/execution/execution';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import type { Chooser } from './chooser';
import type { WorldOptions } from './options';
import type { WorldParts } from './world-parts';

export interface Ambient {
  /** The options of a world that is about to be made. */
  optionsOf(given: WorldOptions): WorldOptions;
  /** Decides on the order of steps of a world that is being made, unless its plan does. */
  readonly chooser?: Chooser;
  /** A world has been made; it has not begun to serve. */
  created(parts: WorldParts): void;
  /** The history of a run has grown by a transaction. */
  grown(parts: WorldParts, execution: Execution): void;
  /** An attempt of an activity, local ones included, is about to run. */
  attempt(parts: WorldParts, owner: RunningActivity, info: Info): void;
}

/** Shared by all instances of worldline in a process: a test runner may load one for itself, and another one for its tests. */
const KEY = Symbol.for('worldline.ambient');
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Ambient> };
if (!shared[KEY]) Object.defineProperty(globalThis, KEY, { value: new AsyncLocalStorage<Ambient>() });
const storage = shared[KEY]!;

export function currentAmbient(): Ambient | undefined {
  return storage.getStore();
}

/** Worlds that `fn` makes, in whatever it calls and awaits, get what the exploration adds. */
export function withAmbient<T>(ambient: Ambient, fn: () => T): T {
  return storage.run(ambient, fn);
}

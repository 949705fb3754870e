/**
 * `worldline/vitest`: the plugin `worldline()` for vitest.config.ts; for tests, `test` with a `world` of its own and `test.explore`, and
 * matchers for workflows.
 */
import { type TestAPI, TestRunner, test as vitestTest } from 'vitest';
import type { Explored } from '../explore/explore.js';
import type { ExploreOptions } from '../explore/options.js';
import type { EventType } from '../history/event.js';
import { exploration, fixtures, type WorldFixtures } from './fixture.js';
import type { ActivityExpectation } from './matchers.js';

export type { WorldFixtures } from './fixture.js';
export { type ActivityExpectation, type HasHistory, matchers } from './matchers.js';
export { type WorldlinePlugin, type WorldlinePluginOptions, worldline } from './plugin.js';
export { historySerializer } from './serializer.js';

export interface WorldlineTest extends TestAPI<WorldFixtures> {
  /** A test that explores, and fails with the report of what it has found. `timeoutMs` of real time, default 60,000. */
  explore<Input = undefined>(
    name: string,
    options: ExploreOptions<Input> & { readonly timeoutMs?: number },
    fn: Explored<Input>,
  ): void;
}

/** The configuration imports this file, too, where there are no tests: vitest makes none there. */
const isInTests = '__vitest_worker__' in globalThis && TestRunner !== undefined;

/** vitest's `test`, with the fixtures `world` and `worldOptions`. */
export const test: WorldlineTest = (isInTests ? create() : refuse) as WorldlineTest;

function create(): WorldlineTest {
  const extended = vitestTest.extend(fixtures as never) as unknown as WorldlineTest;
  const explore: WorldlineTest['explore'] = (name, { timeoutMs = 60_000, ...options }, fn) =>
    void vitestTest(name, { timeout: timeoutMs }, exploration(options as never, fn as never));
  return Object.assign(extended, { explore });
}

function refuse(): never {
  throw new Error('test of worldline/vitest can only be called in a test file that vitest runs');
}

interface WorldlineMatchers<R> {
  /** The workflow has completed; with an argument: with this result. */
  toHaveCompleted(result?: unknown): R;
  /** The workflow has failed, it or one of the causes with this text, or with this type of failure. */
  toHaveFailedWith(expected: string | RegExp): R;
  /** The workflow has scheduled an activity of this type. */
  toHaveScheduledActivity(activityType: string, expected?: ActivityExpectation): R;
  /** The workflow has started a timer of so many milliseconds, or any timer. */
  toHaveStartedTimer(durationMs?: number): R;
  /** The types of the history's events, all of them in their order. */
  toHaveHistory(events: readonly EventType[]): R;
}

declare module 'vitest' {
  interface Matchers<T = any> extends WorldlineMatchers<T> {}
}

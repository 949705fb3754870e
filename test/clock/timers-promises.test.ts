import timersPromises, { scheduler } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireGlobals } from '../../src/clock/globals';
import { enterRealm } from '../../src/clock/realm';
import { runTimers, testWorld } from './run-timers';

let release: () => void;
beforeEach(() => {
  release = acquireGlobals();
});
afterEach(() => release());

/** Runs a function in a new world until nothing is left to happen there. */
async function runInWorld<T>(fn: () => Promise<T>): Promise<{ result: T; tookMs: number }> {
  const { clock, realm } = testWorld();
  let tookMs = Number.NaN;
  const result = enterRealm(realm, fn);
  const measured = result.finally(() => {
    tookMs = realm.performanceNow();
  });
  await Promise.all([runTimers(clock), measured]);
  return { result: await result, tookMs };
}

test.each([
  ['node:timers/promises', () => timersPromises.setTimeout(5000, 'value'), 5000, 'value'],
  ['util.promisify(setTimeout)', () => promisify(setTimeout)(5000, 'value'), 5000, 'value'],
  ['util.promisify(setImmediate)', () => promisify(setImmediate)('value'), 0, 'value'],
  ['setImmediate', () => timersPromises.setImmediate('value'), 0, 'value'],
  ['scheduler.wait', () => scheduler.wait(5000), 5000, undefined],
  ['scheduler.yield', () => scheduler.yield(), 0, undefined],
  ['a delay of a year', () => timersPromises.setTimeout(365 * 24 * 3600 * 1000), 365 * 24 * 3600 * 1000, undefined],
] as [string, () => Promise<unknown>, number, unknown][])(
  '%s waits in virtual time',
  async (_name, wait, ms, value) => {
    expect(await runInWorld(wait)).toEqual({ result: value, tookMs: ms });
  },
);

test('setInterval yields its value once for each interval, also for those that passed while nobody asked', async () => {
  const { result } = await runInWorld(async () => {
    const seen: unknown[] = [];
    for await (const value of timersPromises.setInterval(100, 'tick')) {
      seen.push(value, performance.now());
      if (seen.length === 2) await timersPromises.setTimeout(250);
      if (seen.length === 8) break;
    }
    return seen;
  });
  expect(result).toEqual(['tick', 100, 'tick', 350, 'tick', 350, 'tick', 400]);
});

test.each([
  ['setTimeout', (signal: AbortSignal) => timersPromises.setTimeout(5000, undefined, { signal })],
  ['scheduler.wait', (signal: AbortSignal) => scheduler.wait(5000, { signal })],
  [
    'setInterval',
    async (signal: AbortSignal) => {
      for await (const _ of timersPromises.setInterval(5000, undefined, { signal }));
    },
  ],
] as [string, (signal: AbortSignal) => Promise<unknown>][])(
  '%s rejects with the AbortError of Node when its signal aborts, and leaves no timer',
  async (_name, wait) => {
    const { result, tookMs } = await runInWorld(async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort('enough'), 100);
      return wait(controller.signal).catch((error) => error);
    });
    expect(result).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
    expect(tookMs).toBe(100);
  },
);

test('a signal that is aborted already, and arguments that Node refuses, reject at once', async () => {
  const { result, tookMs } = await runInWorld(() =>
    Promise.allSettled([
      timersPromises.setTimeout(5000, undefined, { signal: AbortSignal.abort() }),
      timersPromises.setImmediate(undefined, { signal: AbortSignal.abort() }),
      timersPromises.setTimeout('5' as never),
      timersPromises.setTimeout(5000, undefined, null as never),
      timersPromises.setTimeout(5000, undefined, { ref: 1 as never }),
      timersPromises.setTimeout(5000, undefined, { signal: {} as never }),
    ]),
  );
  expect(result.map((each) => each.status === 'rejected' && each.reason.code)).toEqual([
    ...['ABORT_ERR', 'ABORT_ERR'],
    ...Array(4).fill('ERR_INVALID_ARG_TYPE'),
  ]);
  expect(tookMs).toBe(0);
});

test('ref: false takes the timer out of what the world waits for', () => {
  const { realm } = testWorld();
  enterRealm(realm, () => void timersPromises.setTimeout(5000, undefined, { ref: false }));
  expect([realm.pendingTimers(), realm.hasTimers()]).toEqual([0, true]);
});

test('AbortSignal.timeout aborts in virtual time, with the TimeoutError of Node, and refuses what Node refuses', async () => {
  const { result, tookMs } = await runInWorld(async () => {
    const signal = AbortSignal.timeout(3_000_000_000);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return signal.reason;
  });
  expect(result).toMatchObject({ name: 'TimeoutError', message: 'The operation was aborted due to timeout' });
  expect(tookMs).toBe(3_000_000_000);
  expect(() => enterRealm(testWorld().realm, () => AbortSignal.timeout(-1))).toThrow(
    expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }),
  );
});

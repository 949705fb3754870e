import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, test, vi } from 'vitest';
import { currentRealm, enterRealm } from '../../src/clock/realm';
import type { FiredTimer } from '../../src/clock/world-realm';
import { runTimers, START_TIME, testWorld } from './run-timers';

const DAY_MS = 24 * 3600 * 1000;

test.each([30, 100 * 365])('a timer of %d days fires after exactly that time', async (days) => {
  const { clock, realm } = testWorld();
  const firedAt: number[] = [];
  realm.setTimeout(() => firedAt.push(realm.now()), days * DAY_MS);
  await runTimers(clock);
  expect(firedAt).toEqual([START_TIME + days * DAY_MS]);
});

test('the callback runs in its realm and in the async context of the caller, with the handle as this', async () => {
  const { clock, realm } = testWorld();
  const request = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const handle = request.run('r1', () =>
    realm.setTimeout(
      function (this: unknown, ...args: unknown[]) {
        seen.push(this, args, request.getStore(), currentRealm());
      },
      10,
      'a',
      'b',
    ),
  );
  await runTimers(clock);
  expect(seen).toEqual([handle, ['a', 'b'], 'r1', realm]);
});

test.each([
  [0, 1],
  [-5, 1],
  [Number.NaN, 1],
  [undefined, 1],
  [Number.POSITIVE_INFINITY, 1],
  [Number.MAX_VALUE, 1],
  [1.9, 1],
  ['20', 20],
])('a delay of %s is %d ms, as in Node', async (delay, expected) => {
  const { clock, realm } = testWorld();
  const firedAfter: number[] = [];
  realm.setTimeout(() => firedAfter.push(realm.performanceNow()), delay as number);
  await runTimers(clock);
  expect(firedAfter).toEqual([expected]);
});

test('an interval starts its delay again after its callback, also after one that throws', async () => {
  const { clock, realm } = testWorld();
  const firedAfter: number[] = [];
  const interval: any = realm.setInterval(() => {
    firedAfter.push(realm.performanceNow());
    if (firedAfter.length === 1) throw new Error('first tick');
    if (firedAfter.length === 3) realm.clearInterval(interval);
  }, 10);
  await expect(runTimers(clock)).rejects.toThrow('first tick');
  await runTimers(clock);
  expect(firedAfter).toEqual([10, 20, 30]);
});

test('setImmediate runs at the same instant, after what is due already', async () => {
  const { clock, realm } = testWorld();
  const order: string[] = [];
  clock.schedule(START_TIME, () => order.push('due'));
  realm.setImmediate((name: string) => order.push(`${name} at ${realm.performanceNow()}`), 'immediate');
  await runTimers(clock, START_TIME);
  expect(order).toEqual(['due', 'immediate at 0']);
});

test('clearTimeout takes the handle, its number, and that number as text; each kind clears its own', async () => {
  const { clock, realm } = testWorld();
  const fired: string[] = [];
  const start = (name: string): any => realm.setTimeout(() => fired.push(name), 10);
  realm.clearTimeout(start('by handle'));
  realm.clearTimeout(Number(start('by number')));
  realm.clearTimeout(String(Number(start('by text'))));
  start('by close').close();
  start('by dispose')[Symbol.dispose]();
  realm.clearImmediate(start('not by clearImmediate'));
  realm.clearTimeout(realm.setImmediate(() => fired.push('not by clearTimeout')));
  realm.clearImmediate(realm.setImmediate(() => fired.push('cleared immediate')));
  for (const nothing of [undefined, null, 4711, {}]) realm.clearTimeout(nothing);
  await runTimers(clock);
  expect(fired).toEqual(['not by clearTimeout', 'not by clearImmediate']);
});

test('an interval can be cleared by its number from its own callback', async () => {
  const { clock, realm } = testWorld();
  let ticks = 0;
  const id = Number(
    realm.setInterval(() => {
      if (++ticks === 2) realm.clearInterval(id);
    }, 5),
  );
  await runTimers(clock);
  expect(ticks).toBe(2);
});

test('refresh starts the delay again, wakes a fired timer, and leaves a cleared one alone', async () => {
  const { clock, realm } = testWorld();
  const firedAfter: number[] = [];
  const timer: any = realm.setTimeout(() => firedAfter.push(realm.performanceNow()), 10);
  realm.setTimeout(() => timer.refresh(), 4);
  await runTimers(clock);
  expect(firedAfter).toEqual([14]);
  timer.refresh();
  await runTimers(clock);
  expect(firedAfter).toEqual([14, 24]);
  timer.close();
  timer.refresh();
  expect(clock.nextDueAt()).toBeUndefined();
});

test('a timer that is cleared after it was taken from the clock does not run', () => {
  const { clock, realm } = testWorld();
  let ran = false;
  const handle = realm.setImmediate(() => {
    ran = true;
  });
  const due = clock.takeDue();
  realm.clearImmediate(handle);
  due?.fire();
  expect(ran).toBe(false);
});

test('pending timers are counted by owner; unref takes a timer out of the count, not off the clock', async () => {
  const { clock, realm } = testWorld();
  const activity = realm.child({ owner: 'activity' });
  const other = realm.child({ owner: 'other' });
  realm.setTimeout(() => {}, 1);
  const unrefed: any = activity.setTimeout(() => {}, 2);
  activity.setInterval(() => activity.close(), 3);
  const counts = () => [realm.pendingTimers(), activity.pendingTimers(), other.pendingTimers()];
  expect(counts()).toEqual([3, 2, 0]);
  unrefed.unref();
  expect([counts(), unrefed.hasRef(), activity.hasTimers(), other.hasTimers()]).toEqual([
    [2, 1, 0],
    false,
    true,
    false,
  ]);
  unrefed.ref();
  expect(counts()).toEqual([3, 2, 0]);
  await runTimers(clock);
  expect([counts(), realm.hasTimers()]).toEqual([[0, 0, 0], false]);
});

test('the world hears of each timer just before it runs', async () => {
  const log: unknown[] = [];
  const { clock, realm } = testWorld({ onTimerFired: (timer: FiredTimer) => log.push({ ...timer }) });
  realm.child({ owner: 'activity' }).setTimeout(() => log.push('callback'), 7);
  await runTimers(clock);
  expect(log).toEqual([{ owner: 'activity', kind: 'timeout', dueAt: START_TIME + 7, sequence: 0 }, 'callback']);
});

test('when an owner ends, its timers are forgotten, and code that still runs in it uses the timers of the world', async () => {
  const { clock, realm } = testWorld();
  const activity = realm.child({ owner: 'activity' });
  const fired: string[] = [];
  const kept: any = activity.setTimeout(() => fired.push('refreshed'), 10);
  activity.setTimeout(() => fired.push('forgotten'), 10);
  activity.close();
  expect(clock.nextDueAt()).toBeUndefined();
  kept.refresh();
  enterRealm(activity, () => activity.setTimeout(() => fired.push('late'), 5));
  expect([realm.pendingTimers(), activity.pendingTimers()]).toEqual([2, 0]);
  await runTimers(clock);
  expect(fired).toEqual(['late', 'refreshed']);
});

test('when the world ends, its realm means nothing any more, and a timer that a library refreshes goes on in real time', async () => {
  const { clock, realm } = testWorld();
  const fired = vi.fn();
  const timer: any = realm.setTimeout(fired, 2);
  const never: any = realm.setTimeout(fired, 2);
  realm.close();
  expect(clock.nextDueAt()).toBeUndefined();
  expect(enterRealm(realm, currentRealm)).toBeUndefined();
  never.close();
  timer.refresh();
  await vi.waitFor(() => expect(fired).toHaveBeenCalledTimes(1));
});

test('a callback that is no function is refused with the error of Node', () => {
  const { realm } = testWorld();
  for (const start of [realm.setTimeout, realm.setInterval, realm.setImmediate]) {
    expect(() => start.call(realm, 'code' as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  }
});

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const node_async_hooks_1 = require("node:async_hooks");
const vitest_1 = require("vitest");
const realm_1 = require("../../src/clock/realm");
const run_timers_1 = require("./run-timers");
const DAY_MS = 24 * 3600 * 1000;
vitest_1.test.each([30, 100 * 365])('a timer of %d days fires after exactly that time', async (days) => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const firedAt = [];
    realm.setTimeout(() => firedAt.push(realm.now()), days * DAY_MS);
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(firedAt).toEqual([run_timers_1.START_TIME + days * DAY_MS]);
});
(0, vitest_1.test)('the callback runs in its realm and in the async context of the caller, with the handle as this', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const request = new node_async_hooks_1.AsyncLocalStorage();
    const seen = [];
    const handle = request.run('r1', () => realm.setTimeout(function (...args) {
        seen.push(this, args, request.getStore(), (0, realm_1.currentRealm)());
    }, 10, 'a', 'b'));
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(seen).toEqual([handle, ['a', 'b'], 'r1', realm]);
});
vitest_1.test.each([
    [0, 1],
    [-5, 1],
    [Number.NaN, 1],
    [undefined, 1],
    [Number.POSITIVE_INFINITY, 1],
    [Number.MAX_VALUE, 1],
    [1.9, 1],
    ['20', 20],
])('a delay of %s is %d ms, as in Node', async (delay, expected) => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const firedAfter = [];
    realm.setTimeout(() => firedAfter.push(realm.performanceNow()), delay);
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(firedAfter).toEqual([expected]);
});
(0, vitest_1.test)('an interval starts its delay again after its callback, also after one that throws', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const firedAfter = [];
    const interval = realm.setInterval(() => {
        firedAfter.push(realm.performanceNow());
        if (firedAfter.length === 1)
            throw new Error('first tick');
        if (firedAfter.length === 3)
            realm.clearInterval(interval);
    }, 10);
    await (0, vitest_1.expect)((0, run_timers_1.runTimers)(clock)).rejects.toThrow('first tick');
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(firedAfter).toEqual([10, 20, 30]);
});
(0, vitest_1.test)('setImmediate runs at the same instant, after what is due already', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const order = [];
    clock.schedule(run_timers_1.START_TIME, () => order.push('due'));
    realm.setImmediate((name) => order.push(`${name} at ${realm.performanceNow()}`), 'immediate');
    await (0, run_timers_1.runTimers)(clock, run_timers_1.START_TIME);
    (0, vitest_1.expect)(order).toEqual(['due', 'immediate at 0']);
});
(0, vitest_1.test)('clearTimeout takes the handle, its number, and that number as text; each kind clears its own', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const fired = [];
    const start = (name) => realm.setTimeout(() => fired.push(name), 10);
    realm.clearTimeout(start('by handle'));
    realm.clearTimeout(Number(start('by number')));
    realm.clearTimeout(String(Number(start('by text'))));
    start('by close').close();
    start('by dispose')[Symbol.dispose]();
    realm.clearImmediate(start('not by clearImmediate'));
    realm.clearTimeout(realm.setImmediate(() => fired.push('not by clearTimeout')));
    realm.clearImmediate(realm.setImmediate(() => fired.push('cleared immediate')));
    for (const nothing of [undefined, null, 4711, {}])
        realm.clearTimeout(nothing);
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(fired).toEqual(['not by clearTimeout', 'not by clearImmediate']);
});
(0, vitest_1.test)('an interval can be cleared by its number from its own callback', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    let ticks = 0;
    const id = Number(realm.setInterval(() => {
        if (++ticks === 2)
            realm.clearInterval(id);
    }, 5));
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(ticks).toBe(2);
});
(0, vitest_1.test)('refresh starts the delay again, wakes a fired timer, and leaves a cleared one alone', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const firedAfter = [];
    const timer = realm.setTimeout(() => firedAfter.push(realm.performanceNow()), 10);
    realm.setTimeout(() => timer.refresh(), 4);
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(firedAfter).toEqual([14]);
    timer.refresh();
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(firedAfter).toEqual([14, 24]);
    timer.close();
    timer.refresh();
    (0, vitest_1.expect)(clock.nextDueAt()).toBeUndefined();
});
(0, vitest_1.test)('a timer that is cleared after it was taken from the clock does not run', () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    let ran = false;
    const handle = realm.setImmediate(() => {
        ran = true;
    });
    const due = clock.takeDue();
    realm.clearImmediate(handle);
    due?.fire();
    (0, vitest_1.expect)(ran).toBe(false);
});
(0, vitest_1.test)('pending timers are counted by owner; unref takes a timer out of the count, not off the clock', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const activity = realm.child({ owner: 'activity' });
    const other = realm.child({ owner: 'other' });
    realm.setTimeout(() => { }, 1);
    const unrefed = activity.setTimeout(() => { }, 2);
    activity.setInterval(() => activity.close(), 3);
    const counts = () => [realm.pendingTimers(), activity.pendingTimers(), other.pendingTimers()];
    (0, vitest_1.expect)(counts()).toEqual([3, 2, 0]);
    unrefed.unref();
    (0, vitest_1.expect)([counts(), unrefed.hasRef(), activity.hasTimers(), other.hasTimers()]).toEqual([
        [2, 1, 0],
        false,
        true,
        false,
    ]);
    unrefed.ref();
    (0, vitest_1.expect)(counts()).toEqual([3, 2, 0]);
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)([counts(), realm.hasTimers()]).toEqual([[0, 0, 0], false]);
});
(0, vitest_1.test)('the world hears of each timer just before it runs', async () => {
    const log = [];
    const { clock, realm } = (0, run_timers_1.testWorld)({ onTimerFired: (timer) => log.push({ ...timer }) });
    realm.child({ owner: 'activity' }).setTimeout(() => log.push('callback'), 7);
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(log).toEqual([{ owner: 'activity', kind: 'timeout', dueAt: run_timers_1.START_TIME + 7, sequence: 0 }, 'callback']);
});
(0, vitest_1.test)('when an owner ends, its timers are forgotten, and code that still runs in it uses the timers of the world', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const activity = realm.child({ owner: 'activity' });
    const fired = [];
    const kept = activity.setTimeout(() => fired.push('refreshed'), 10);
    activity.setTimeout(() => fired.push('forgotten'), 10);
    activity.close();
    (0, vitest_1.expect)(clock.nextDueAt()).toBeUndefined();
    kept.refresh();
    (0, realm_1.enterRealm)(activity, () => activity.setTimeout(() => fired.push('late'), 5));
    (0, vitest_1.expect)([realm.pendingTimers(), activity.pendingTimers()]).toEqual([2, 0]);
    await (0, run_timers_1.runTimers)(clock);
    (0, vitest_1.expect)(fired).toEqual(['late', 'refreshed']);
});
(0, vitest_1.test)('when the world ends, its realm means nothing any more, and a timer that a library refreshes goes on in real time', async () => {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const fired = vitest_1.vi.fn();
    const timer = realm.setTimeout(fired, 2);
    const never = realm.setTimeout(fired, 2);
    realm.close();
    (0, vitest_1.expect)(clock.nextDueAt()).toBeUndefined();
    (0, vitest_1.expect)((0, realm_1.enterRealm)(realm, realm_1.currentRealm)).toBeUndefined();
    never.close();
    timer.refresh();
    await vitest_1.vi.waitFor(() => (0, vitest_1.expect)(fired).toHaveBeenCalledTimes(1));
});
(0, vitest_1.test)('a callback that is no function is refused with the error of Node', () => {
    const { realm } = (0, run_timers_1.testWorld)();
    for (const start of [realm.setTimeout, realm.setInterval, realm.setImmediate]) {
        (0, vitest_1.expect)(() => start.call(realm, 'code')).toThrow(vitest_1.expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
    }
});

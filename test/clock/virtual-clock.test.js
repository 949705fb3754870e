"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const errors_1 = require("../../src/base/errors");
const virtual_clock_1 = require("../../src/clock/virtual-clock");
const YEAR_MS = 365 * 24 * 3600 * 1000;
(0, vitest_1.test)('timers come in the order of time, then of registration', () => {
    const clock = new virtual_clock_1.VirtualClock(1000);
    const fired = [];
    for (const [name, dueAt] of Object.entries({ late: 1020, first: 1010, second: 1010 })) {
        clock.schedule(dueAt, () => fired.push(name));
    }
    (0, vitest_1.expect)(clock.takeDue()).toBeUndefined();
    (0, vitest_1.expect)(clock.nextDueAt()).toBe(1010);
    clock.advanceTo(1010);
    for (let due = clock.takeDue(); due; due = clock.takeDue())
        due.fire();
    (0, vitest_1.expect)(fired).toEqual(['first', 'second']);
    (0, vitest_1.expect)([clock.now(), clock.nextDueAt()]).toEqual([1010, 1020]);
});
(0, vitest_1.test)('a time in the past is due now, after what was due already', () => {
    const clock = new virtual_clock_1.VirtualClock(1000);
    const first = clock.schedule(1000, () => { });
    const late = clock.schedule(5, () => { });
    (0, vitest_1.expect)([clock.takeDue(), clock.takeDue()]).toEqual([first, late]);
    (0, vitest_1.expect)(late.dueAt).toBe(1000);
});
(0, vitest_1.test)('a cancelled timer is gone; cancelling again, or after it fired, does nothing', () => {
    const clock = new virtual_clock_1.VirtualClock(0);
    const cancelled = clock.schedule(5, () => { });
    const kept = clock.schedule(0, () => { });
    clock.cancel(cancelled);
    clock.cancel(cancelled);
    (0, vitest_1.expect)(clock.takeDue()).toBe(kept);
    clock.cancel(kept);
    (0, vitest_1.expect)(clock.nextDueAt()).toBeUndefined();
});
(0, vitest_1.test)('a timer of 100 years waits for exactly 100 years', () => {
    const clock = new virtual_clock_1.VirtualClock(0);
    clock.schedule(100 * YEAR_MS, () => { });
    clock.advanceTo(100 * YEAR_MS - 1);
    (0, vitest_1.expect)(clock.takeDue()).toBeUndefined();
    clock.advanceTo(100 * YEAR_MS);
    (0, vitest_1.expect)(clock.takeDue()?.dueAt).toBe(100 * YEAR_MS);
});
vitest_1.test.each([Number.NaN, Number.POSITIVE_INFINITY, virtual_clock_1.END_OF_TIME + 1, undefined, '5'])('%s is no time', (value) => {
    const clock = new virtual_clock_1.VirtualClock(0);
    const time = value;
    (0, vitest_1.expect)(() => clock.schedule(time, () => { })).toThrow(errors_1.InvalidInputError);
    (0, vitest_1.expect)(() => clock.advanceTo(time)).toThrow(errors_1.InvalidInputError);
    (0, vitest_1.expect)(() => new virtual_clock_1.VirtualClock(time)).toThrow(`startTime is ${value}: it must be a number of milliseconds`);
    (0, vitest_1.expect)([clock.now(), clock.nextDueAt()]).toEqual([0, undefined]);
});
(0, vitest_1.test)('time never moves back, and never past a timer', () => {
    const clock = new virtual_clock_1.VirtualClock(1000);
    clock.schedule(1010, () => { });
    (0, vitest_1.expect)(() => clock.advanceTo(999)).toThrow(errors_1.WorldlineBug);
    (0, vitest_1.expect)(() => clock.advanceTo(1011)).toThrow('time cannot move to 1011, past a timer that is due at 1010');
    (0, vitest_1.expect)(clock.now()).toBe(1000);
});

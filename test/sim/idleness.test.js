"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const virtual_clock_1 = require("../../src/clock/virtual-clock");
const idleness_1 = require("../../src/sim/idleness");
const waits_1 = require("../../src/sim/waits");
(0, vitest_1.describe)('a world that only moves time for schedules', () => {
    let clock;
    let waits;
    let idleness;
    let awaited;
    (0, vitest_1.beforeEach)(() => {
        clock = new virtual_clock_1.VirtualClock(0);
        waits = new waits_1.Waits();
        idleness = new idleness_1.Idleness(clock, waits);
        awaited = { stateTransitionCount: 1 };
        waits.add({ describe: () => 'a result', fail: () => { }, execution: awaited });
        register('recurring');
    });
    const register = (kind) => clock.schedule(1e12, () => { }, kind);
    /** How often time may move before the world counts as idle; undefined: for longer than anyone looks. */
    function movesLeft() {
        for (let moves = 0; moves < 3 * idleness_1.IDLE_MOVES_MAX; moves++)
            if (idleness.isExhausted())
                return moves;
        return undefined;
    }
    (0, vitest_1.it)('is idle when that has gone on for long enough', () => {
        (0, vitest_1.expect)(movesLeft()).toBe(idleness_1.IDLE_MOVES_MAX);
    });
    (0, vitest_1.it)('is not idle while a timer of other work is registered', () => {
        const timer = register('foreground');
        (0, vitest_1.expect)(movesLeft()).toBe(undefined);
        clock.cancel(timer);
        (0, vitest_1.expect)(movesLeft()).toBe(idleness_1.IDLE_MOVES_MAX);
    });
    (0, vitest_1.it)('is not idle while a timer is left of what schedules had begun before, whatever they begin since then', () => {
        const old = register('background');
        (0, vitest_1.expect)(movesLeft()).toBe(undefined);
        clock.cancel(old);
        register('background');
        (0, vitest_1.expect)(movesLeft()).toBeLessThanOrEqual(idleness_1.IDLE_MOVES_MAX);
    });
    vitest_1.it.each([
        ['something happens in a run that is waited for', () => awaited.stateTransitionCount++],
        ['somebody begins to wait', () => waits.add({ describe: () => 'another result', fail: () => { } })],
    ])('begins anew where %s', (_, happens) => {
        for (let moves = 0; moves < idleness_1.IDLE_MOVES_MAX; moves++)
            (0, vitest_1.expect)(idleness.isExhausted()).toBe(false);
        happens();
        (0, vitest_1.expect)(movesLeft()).toBe(idleness_1.IDLE_MOVES_MAX);
    });
});

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.START_TIME = void 0;
exports.testWorld = testWorld;
exports.runTimers = runTimers;
const drain_1 = require("../../src/clock/drain");
const virtual_clock_1 = require("../../src/clock/virtual-clock");
const world_realm_1 = require("../../src/clock/world-realm");
exports.START_TIME = Date.UTC(2030, 0, 1);
/** A clock and a realm whose choices are counters, so that a test sees where a value came from. */
function testWorld(options = {}) {
    const clock = options.clock ?? new virtual_clock_1.VirtualClock(exports.START_TIME);
    let draws = 0;
    let uuids = 0;
    const random = () => (draws++ % 256) / 256;
    const nextUuid = () => `${options.name ?? 'uuid'}-${uuids++}`;
    return { clock, realm: (0, world_realm_1.createWorldRealm)({ random, nextUuid, ...options, clock }) };
}
/** What a world does: fire what is due, let the process drain, move time to the next timer; until there is none. */
async function runTimers(clock, until = Number.POSITIVE_INFINITY) {
    for (;;) {
        await (0, drain_1.drain)();
        const due = clock.takeDue();
        if (due !== undefined) {
            due.fire();
            continue;
        }
        const nextDueAt = clock.nextDueAt();
        if (nextDueAt === undefined || nextDueAt > until)
            return;
        clock.advanceTo(nextDueAt);
    }
}

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const drain_1 = require("../../src/clock/drain");
const globals_1 = require("../../src/clock/globals");
const realm_1 = require("../../src/clock/realm");
const run_timers_1 = require("./run-timers");
(0, vitest_1.test)('long chains of microtasks and ticks are done after one drain, also inside a realm, where time stands still', async () => {
    const release = (0, globals_1.acquireGlobals)();
    const { clock, realm } = (0, run_timers_1.testWorld)();
    let steps = 0;
    await (0, realm_1.enterRealm)(realm, async () => {
        const chain = async () => {
            for (let i = 0; i < 1000; i++) {
                await undefined;
                if (i % 100 === 0)
                    await new Promise((resolve) => process.nextTick(resolve));
                steps++;
            }
        };
        const done = chain();
        await (0, drain_1.drain)();
        (0, vitest_1.expect)(steps).toBe(1000);
        await done;
    });
    (0, vitest_1.expect)(clock.nextDueAt()).toBeUndefined();
    release();
});

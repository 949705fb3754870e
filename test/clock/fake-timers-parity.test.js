"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fake_timers_1 = __importDefault(require("@sinonjs/fake-timers"));
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const run_timers_1 = require("./run-timers");
const MAX_TICKS = 4;
/** Starts a program on some timers; the returned record grows while time passes. */
function start(program, timers, now) {
    const fired = [];
    const handles = [];
    const startStep = (step) => {
        const timer = handles.length;
        let ticks = 0;
        const onFire = () => {
            fired.push({ timer, kind: step.kind, at: now() });
            if (++ticks === MAX_TICKS)
                handles[timer].clear();
            if (ticks > 1)
                return;
            step.starts.forEach(startStep);
            if (step.clears !== undefined)
                handles[step.clears % handles.length].clear();
        };
        if (step.kind === 'timeout') {
            const handle = timers.setTimeout(onFire, step.delayMs);
            handles[timer] = { clear: () => timers.clearTimeout(handle) };
        }
        else {
            const handle = timers.setInterval(onFire, step.delayMs);
            handles[timer] = { clear: () => timers.clearInterval(handle) };
        }
    };
    program.forEach(startStep);
    return fired;
}
const delayMs = fast_check_1.default.oneof(fast_check_1.default.integer({ min: 1, max: 12 }), fast_check_1.default.double({ min: 1, max: 1000, noNaN: true }), fast_check_1.default.integer({ min: 1, max: 2 ** 31 - 1 }));
function programs(kinds) {
    const step = fast_check_1.default.memo((depth) => fast_check_1.default.record({
        kind: fast_check_1.default.constantFrom(...kinds),
        delayMs,
        clears: fast_check_1.default.option(fast_check_1.default.nat(), { nil: undefined, freq: 2 }),
        starts: depth <= 1 ? fast_check_1.default.constant([]) : fast_check_1.default.array(step(depth - 1), { maxLength: 3 }),
    }));
    return fast_check_1.default.array(step(3), { minLength: 1, maxLength: 6 });
}
async function runBoth(program) {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    const ours = start(program, realm, () => realm.now());
    await (0, run_timers_1.runTimers)(clock);
    const fake = fake_timers_1.default.createClock(run_timers_1.START_TIME, 10_000);
    const theirs = start(program, fake, () => fake.now);
    fake.runAll();
    return { ours, theirs };
}
(0, vitest_1.test)('programs of setTimeout and clearTimeout fire in the order and at the times of fake-timers', async () => {
    await fast_check_1.default.assert(fast_check_1.default.asyncProperty(programs(['timeout']), async (program) => {
        const { ours, theirs } = await runBoth(program);
        (0, vitest_1.expect)(ours).toEqual(theirs);
    }));
});
// Node starts the delay of an interval again after its callback, fake-timers before it: they agree except on ties with intervals.
(0, vitest_1.test)('programs with intervals fire in the order and at the times of fake-timers where no interval ties with another timer', async () => {
    await fast_check_1.default.assert(fast_check_1.default.asyncProperty(programs(['timeout', 'interval']), async (program) => {
        const { ours, theirs } = await runBoth(program);
        fast_check_1.default.pre(!theirs.some((firing, i) => theirs[i + 1]?.at === firing.at));
        (0, vitest_1.expect)(ours).toEqual(theirs);
    }));
});

"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const activity_1 = require("@temporalio/activity");
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const harness_1 = require("./harness");
let release;
(0, vitest_1.beforeAll)(() => {
    release = (0, harness_1.acquireGlobals)();
});
(0, vitest_1.afterAll)(() => release());
/** Heartbeats with a counter every so many milliseconds, so many times, and then ends. */
function beating(everyMs, times, end = () => 'done') {
    return async () => {
        for (let n = 0; n < times; n++) {
            activity_1.Context.current().heartbeat(n);
            await activity_1.Context.current().sleep(everyMs);
        }
        return end();
    };
}
(0, vitest_1.it)('sends the first heartbeat at once, and then the latest every 0.8 of the timeout', async () => {
    const h = new harness_1.Harness({ beat: beating(100, 30) });
    await h.start('beat', { heartbeat: 1000 });
    await h.runTo(2500);
    (0, vitest_1.expect)(h.heartbeats).toEqual([
        { at: 0, what: 0 },
        { at: 800, what: 7 },
        { at: 1600, what: 15 },
        { at: 2400, what: 23 },
    ]);
});
vitest_1.it.each([
    ['30 s without a heartbeat timeout', {}, {}, [0, 30_000, 60_000]],
    ['at most 60 s', { heartbeat: 100_000 }, {}, [0, 60_000]],
    [
        'as the worker is told to',
        { heartbeat: 100_000 },
        { maxHeartbeatThrottleInterval: 20_000 },
        [0, 20_000, 40_000, 60_000],
    ],
    [
        'as the worker is told to, without a timeout',
        {},
        { defaultHeartbeatThrottleInterval: 25_000 },
        [0, 25_000, 50_000],
    ],
])('holds heartbeats back for %s', async (_, fields, options, at) => {
    const h = new harness_1.Harness({ beat: beating(500, 1000) }, options);
    await h.start('beat', { startToClose: 600_000, ...fields });
    await h.runTo(60_000);
    (0, vitest_1.expect)(h.heartbeats.map((beat) => beat.at)).toEqual(at);
});
(0, vitest_1.it)('lets a heartbeat go at once when the last interval ended with nothing to send', async () => {
    const h = new harness_1.Harness({ beat: beating(1300, 3) });
    await h.start('beat', { heartbeat: 1000 });
    await h.runTo(3000);
    (0, vitest_1.expect)(h.heartbeats.map((beat) => beat.at)).toEqual([0, 1300, 2600]);
});
(0, vitest_1.it)('sends only the latest of heartbeats that come in one go', async () => {
    const h = new harness_1.Harness({
        burst: async () => {
            for (const n of [1, 2, 3])
                activity_1.Context.current().heartbeat(n);
            await activity_1.Context.current().sleep(1000);
        },
    });
    await h.start('burst', { heartbeat: 1000 });
    await h.runTo(1000);
    (0, vitest_1.expect)(h.heartbeats).toEqual([
        { at: 0, what: 1 },
        { at: 800, what: 3 },
    ]);
});
(0, vitest_1.it)('gives unsent details to the next attempt with the failure', async () => {
    const h = new harness_1.Harness({
        beat: beating(100, 3, () => {
            throw new Error('no');
        }),
    });
    await h.start('beat', { heartbeat: 1000 });
    await h.runTo(1000);
    (0, vitest_1.expect)(h.heartbeats).toEqual([{ at: 0, what: 0 }]);
    (0, vitest_1.expect)(h.answer.kind === 'failed' && (0, harness_1.values)(h.answer.lastHeartbeatDetails)).toEqual([2]);
});
(0, vitest_1.it)('drops unsent details when the activity completes', async () => {
    const h = new harness_1.Harness({ beat: beating(100, 3) });
    await h.start('beat', { heartbeat: 1000 });
    await h.runTo(5000);
    (0, vitest_1.expect)(h.heartbeats).toEqual([{ at: 0, what: 0 }]);
    (0, vitest_1.expect)(h.answer.kind).toBe('completed');
});
(0, vitest_1.it)('sends unsent details before it reports a cancellation', async () => {
    const h = new harness_1.Harness({
        tidy: async () => {
            const { heartbeat, cancelled } = activity_1.Context.current();
            heartbeat('working');
            await cancelled.catch(async (error) => {
                heartbeat('tidied up');
                await activity_1.Context.current()
                    .sleep(100)
                    .catch(() => undefined);
                throw error;
            });
        },
    });
    h.onHeartbeat = () => ({ cancelRequested: true });
    h.onRespond = () => (0, vitest_1.expect)(h.heartbeats).toHaveLength(2);
    await h.start('tidy', { heartbeat: 1000 });
    (0, vitest_1.expect)(h.heartbeats.map(({ what }) => what)).toEqual(['working', 'tidied up']);
    (0, vitest_1.expect)(h.answer.kind).toBe('canceled');
});
(0, vitest_1.it)('goes on after a heartbeat call that failed', async () => {
    const h = new harness_1.Harness({ beat: beating(500, 4) });
    h.onHeartbeat = () => {
        if (h.heartbeats.length === 1)
            throw Object.assign(new Error('14 UNAVAILABLE'), { code: 14 });
        return {};
    };
    await h.start('beat', { heartbeat: 1000 });
    await h.runTo(2000);
    (0, vitest_1.expect)(h.heartbeats.map(({ at }) => at)).toEqual([0, 800, 1600]);
    (0, vitest_1.expect)(h.answer.kind).toBe('completed');
});
(0, vitest_1.it)('sees the details of the attempt before', async () => {
    const h = new harness_1.Harness({ resume: async () => activity_1.Context.current().info.heartbeatDetails });
    await h.start('resume', { lastHeartbeat: { page: 7 }, attempt: 2 });
    (0, vitest_1.expect)(h.answer.kind === 'completed' && (0, harness_1.values)(h.answer.result)).toEqual([{ page: 7 }]);
});
(0, vitest_1.it)('gives an attempt up 5 s after its start-to-close timeout', async () => {
    let seen;
    const h = new harness_1.Harness({
        hang: async () => {
            await activity_1.Context.current().cancelled.catch((error) => {
                seen = [error.message, activity_1.Context.current().cancellationDetails];
            });
            return 'too late';
        },
    });
    await h.start('hang', { startToClose: 10_000 });
    await h.runTo(14_999);
    (0, vitest_1.expect)(seen).toBeUndefined();
    await h.runTo(15_000);
    (0, vitest_1.expect)(seen).toEqual([
        'TIMED_OUT',
        vitest_1.expect.objectContaining({ timedOut: true, notFound: true, cancelRequested: false }),
    ]);
    (0, vitest_1.expect)(h.answers).toEqual([]);
});
(0, vitest_1.it)('gives an attempt up 5 s after its heartbeat timeout, counted from the last heartbeat that returned', async () => {
    const h = new harness_1.Harness({
        once: async () => {
            await activity_1.Context.current().sleep(2000);
            activity_1.Context.current().heartbeat();
            await activity_1.Context.current().cancelled;
        },
    });
    await h.start('once', { heartbeat: 3000, startToClose: 600_000 });
    await h.runTo(9999);
    (0, vitest_1.expect)(h.worker.running).toHaveLength(1);
    await h.runTo(10_000);
    (0, vitest_1.expect)(h.worker.running).toEqual([]);
    (0, vitest_1.expect)(h.answers).toEqual([]);
});
(0, vitest_1.it)('leaves no timer behind', async () => {
    const h = new harness_1.Harness({ beat: beating(100, 2) });
    await h.start('beat', { heartbeat: 1000 });
    await h.runTo(200);
    (0, vitest_1.expect)(h.answers).toHaveLength(1);
    (0, vitest_1.expect)(h.clock.nextDueAt()).toBeUndefined();
});
(0, vitest_1.it)('never sends two heartbeats within the interval, loses no last one, and keeps their order', async () => {
    const pauses = fast_check_1.default.array(fast_check_1.default.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 20 });
    await fast_check_1.default.assert(fast_check_1.default.asyncProperty(pauses, fast_check_1.default.integer({ min: 1, max: 3000 }), async (gaps, heartbeat) => {
        const h = new harness_1.Harness({
            beat: async () => {
                for (const [n, gap] of gaps.entries()) {
                    activity_1.Context.current().heartbeat(n);
                    await activity_1.Context.current().sleep(gap);
                }
                await activity_1.Context.current().sleep(3000);
            },
        });
        await h.start('beat', { heartbeat, startToClose: 600_000 });
        await h.runTo(50_000);
        const sent = h.heartbeats.map(({ what }) => what);
        (0, vitest_1.expect)(sent).toEqual([...sent].sort((a, b) => a - b));
        (0, vitest_1.expect)(new Set(sent).size).toBe(sent.length);
        (0, vitest_1.expect)(sent.at(-1)).toBe(gaps.length - 1);
        for (let i = 1; i < h.heartbeats.length; i++) {
            // Virtual time is a sum of fractions here.
            (0, vitest_1.expect)(h.heartbeats[i].at - h.heartbeats[i - 1].at).toBeGreaterThanOrEqual(heartbeat * 0.8 - 1e-3);
        }
    }), { numRuns: 50 });
});

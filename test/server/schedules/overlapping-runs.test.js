"use strict";
var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const schedule_world_1 = require("./schedule-world");
/** An hourly workflow that takes nearly two and a half hours, for six of its hours. */
async function sixHours(overlap) {
    const world = await (0, schedule_world_1.scheduleWorld)();
    const schedule = await (0, schedule_world_1.hourly)(world, 'takes', { policies: { overlap }, action: { args: ['145 minutes'] } });
    await world.sleep('6h');
    const story = { starts: (0, schedule_world_1.starts)(world), ...(0, schedule_world_1.counts)(await schedule.describe()) };
    await world.dispose();
    return story;
}
(0, vitest_1.describe)('runs that take longer than the schedule waits', () => {
    (0, vitest_1.it)('are waited for, and starts meanwhile skipped: SKIP', async () => {
        (0, vitest_1.expect)(await sixHours('SKIP')).toEqual({
            starts: ['w 01:00', 'w 04:00'],
            ...{ taken: 2, skipped: 4, buffered: 0, running: [] },
        });
    });
    (0, vitest_1.it)('are followed at once by one that waits: BUFFER_ONE', async () => {
        // 02:00 waits until 03:25, and 03:00 is one too many; 04:00 waits until 05:50, and 05:00 is one too many.
        (0, vitest_1.expect)(await sixHours('BUFFER_ONE')).toEqual({
            starts: ['w 01:00', 'w 02:00', 'w 04:00'],
            ...{ taken: 3, skipped: 2, buffered: 1, running: ['04:00'] },
        });
    });
    (0, vitest_1.it)('are followed by all that wait, one at a time: BUFFER_ALL', async () => {
        (0, vitest_1.expect)(await sixHours('BUFFER_ALL')).toEqual({
            starts: ['w 01:00', 'w 02:00', 'w 03:00'],
            ...{ taken: 3, skipped: 0, buffered: 3, running: ['03:00'] },
        });
    });
    (0, vitest_1.it)('run side by side, and none is waited for: ALLOW_ALL', async () => {
        (0, vitest_1.expect)(await sixHours('ALLOW_ALL')).toEqual({
            starts: ['w 01:00', 'w 02:00', 'w 03:00', 'w 04:00', 'w 05:00', 'w 06:00'],
            ...{ taken: 6, skipped: 0, buffered: 0, running: [] },
        });
    });
    (0, vitest_1.it)('are terminated: TERMINATE_OTHER', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'never', { policies: { overlap: 'TERMINATE_OTHER' } });
            await world.sleep('2h');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 01:00', 'w 02:00']);
            (0, vitest_1.expect)(world.histories()[0].events.at(-1)).toMatchObject({
                type: 'WorkflowExecutionTerminated',
                attributes: { reason: 'terminated by schedule overlap policy', identity: 'temporal-scheduler-default-s' },
            });
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 2, running: ['02:00'] });
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    });
    (0, vitest_1.it)('are cancelled, and have the time to tidy up: CANCEL_OTHER', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'tidiesUp', { policies: { overlap: 'CANCEL_OTHER' } });
            await world.sleep('95 minutes');
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 1, buffered: 1, running: ['01:00'] });
            await world.sleep('10 minutes');
            const [first, second] = world.histories();
            (0, vitest_1.expect)(first.ofType('WorkflowExecutionCancelRequested')[0].attributes).toMatchObject({
                cause: 'cancelled by schedule overlap policy',
                identity: 'temporal-scheduler-default-s',
            });
            (0, vitest_1.expect)(first.events.at(-1).type).toBe('WorkflowExecutionCanceled');
            (0, vitest_1.expect)((0, schedule_world_1.startOf)(second).workflowId).toBe('w-2030-01-01T02:00:00Z');
            (0, vitest_1.expect)(new Date(second.events[0].time).toISOString()).toBe('2030-01-01T02:10:00.000Z');
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            const result_2 = __disposeResources(env_2);
            if (result_2)
                await result_2;
        }
    });
    (0, vitest_1.it)('are all replaced by the newest that cancels or terminates', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'tidiesUp', { state: { paused: true } });
            const triggers = ['SKIP', 'BUFFER_ALL', 'CANCEL_OTHER', 'TERMINATE_OTHER'];
            for (const overlap of triggers) {
                await schedule.trigger(overlap);
                await world.sleep('1 minute');
            }
            // The one that terminates finds the first still at its tidying; the two before it vanish uncounted.
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 00:30', 'w 00:33']);
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toEqual({ taken: 2, skipped: 0, buffered: 0, running: ['00:33'] });
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            const result_3 = __disposeResources(env_3);
            if (result_3)
                await result_3;
        }
    });
    (0, vitest_1.it)('are one run in the eyes of the schedule, where they continue as new', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'continues', { action: { args: [4] } });
            await world.sleep('2h');
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 1, skipped: 1, running: ['01:00'] });
            await world.sleep('2h');
            // The chain ends at 03:00, and 03:00 comes before its end.
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world).filter((start) => !start.endsWith('(continued)'))).toEqual(['w 01:00', 'w 04:00']);
        }
        catch (e_4) {
            env_4.error = e_4;
            env_4.hasError = true;
        }
        finally {
            const result_4 = __disposeResources(env_4);
            if (result_4)
                await result_4;
        }
    });
    (0, vitest_1.it)('follow a policy that is changed while they wait', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'never', { policies: { overlap: 'BUFFER_ALL' } });
            await world.sleep('3h');
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ buffered: 2, skipped: 0 });
            await schedule.update(({ spec, action, state }) => ({ spec, action, state, policies: { overlap: 'SKIP' } }));
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ buffered: 0, skipped: 2 });
        }
        catch (e_5) {
            env_5.error = e_5;
            env_5.hasError = true;
        }
        finally {
            const result_5 = __disposeResources(env_5);
            if (result_5)
                await result_5;
        }
    });
});

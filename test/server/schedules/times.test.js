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
const api_1 = require("../../../src/base/api");
const virtual_clock_1 = require("../../../src/clock/virtual-clock");
const create_schedule_1 = require("../../../src/server/rpc/create-schedule");
const describe_schedule_1 = require("../../../src/server/rpc/describe-schedule");
const overlap_1 = require("../../../src/server/schedules/overlap");
const server_1 = require("../../../src/server/server");
const schedule_world_1 = require("./schedule-world");
const lateSchedule = {
    namespace: 'default',
    scheduleId: 's',
    requestId: 'r',
    schedule: {
        spec: { interval: [{ interval: (0, api_1.msToDuration)(3_600_000) }] },
        policies: { overlapPolicy: overlap_1.OverlapPolicy.ALLOW_ALL, catchupWindow: (0, api_1.msToDuration)(2 * 3_600_000) },
        action: { startWorkflow: { workflowId: 'w', workflowType: { name: 'echo' }, taskQueue: { name: 'q' } } },
    },
};
const call = {
    deadline: undefined,
    wait: () => {
        throw new Error('a schedule waits for nothing');
    },
};
const hourOf = (time) => time.toISOString().slice(5, 16);
(0, vitest_1.describe)('a schedule in time', () => {
    (0, vitest_1.it)('starts its workflow every day of a year', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo', { spec: { calendars: [{ hour: 9 }] }, action: { args: ['done'] } });
            await world.sleep('365 days');
            const { info } = await schedule.describe();
            (0, vitest_1.expect)(info.numActionsTaken).toBe(365);
            (0, vitest_1.expect)(info.recentActions.map(({ takenAt }) => hourOf(takenAt))).toEqual(Array.from({ length: 10 }, (_, i) => `12-${22 + i}T09:00`));
            (0, vitest_1.expect)(info.nextActionTimes.slice(0, 2).map(hourOf)).toEqual(['01-01T09:00', '01-02T09:00']);
            const last = info.recentActions.at(-1).action.workflow;
            (0, vitest_1.expect)(last.workflowId).toBe('w-2030-12-31T09:00:00Z');
            (0, vitest_1.expect)(await world.client.workflow.getHandle(last.workflowId, last.firstExecutionRunId).result()).toBe('done');
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
    (0, vitest_1.it)('costs nothing but its next time while it has nothing to start', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'never');
            await world.sleep('365 days');
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toEqual({ taken: 1, skipped: 8759, buffered: 0, running: ['01:00'] });
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
    (0, vitest_1.it)('writes into the first event of a run what the server writes there', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            await (0, schedule_world_1.hourly)(world, 'echo', { action: { args: [7], memo: { a: 1 }, workflowRunTimeout: '5m' } });
            await world.sleep('1h');
            const [run] = world.histories();
            (0, vitest_1.expect)((0, schedule_world_1.startOf)(run)).toMatchObject({
                workflowId: 'w-2030-01-01T01:00:00Z',
                workflowType: { name: 'echo' },
                identity: 'temporal-scheduler-default-s',
                attempt: 1,
                cronSchedule: '',
                initiator: 0,
                lastCompletionResult: null,
                continuedFailure: null,
            });
            const { execution, searchAttributes, memo } = await world.client.workflow
                .getHandle('w-2030-01-01T01:00:00Z')
                .describe()
                .then(({ raw, ...rest }) => ({ ...rest, execution: raw.executionConfig }));
            (0, vitest_1.expect)(memo).toEqual({ a: 1 });
            (0, vitest_1.expect)(execution.workflowRunTimeout.seconds.toNumber()).toBe(300);
            (0, vitest_1.expect)(searchAttributes).toEqual({
                TemporalScheduledById: ['s'],
                TemporalScheduledStartTime: [new Date('2030-01-01T01:00:00Z')],
            });
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
    (0, vitest_1.it)('jitters the start, not the id, and the same seed jitters the same', async () => {
        const run = async () => {
            const env_4 = { stack: [], error: void 0, hasError: false };
            try {
                const world = __addDisposableResource(env_4, await (0, schedule_world_1.worldWithoutWorkers)(), true);
                const spec = { intervals: [{ every: '1h' }], jitter: '30m' };
                const schedule = await (0, schedule_world_1.hourly)(world, 'never', { spec, policies: { overlap: 'ALLOW_ALL' } });
                await world.sleep('1 day');
                const { info } = await schedule.describe();
                return info.recentActions.map(({ scheduledAt, takenAt, action }) => {
                    (0, vitest_1.expect)(scheduledAt).toEqual(takenAt);
                    const nominal = Date.parse(action.workflow.workflowId.slice(2));
                    (0, vitest_1.expect)(nominal % 3_600_000).toBe(0);
                    return takenAt.getTime() - nominal;
                });
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
        };
        const delays = await run();
        (0, vitest_1.expect)(await run()).toEqual(delays);
        (0, vitest_1.expect)(new Set(delays).size).toBe(delays.length);
        (0, vitest_1.expect)(Math.min(...delays)).toBeGreaterThanOrEqual(0);
        (0, vitest_1.expect)(Math.max(...delays)).toBeLessThan(30 * 60_000);
    });
    (0, vitest_1.it)('follows the clocks of its zone: an hour that is skipped starts nothing, one that comes twice starts twice', async () => {
        const run = async (startTime) => {
            const env_5 = { stack: [], error: void 0, hasError: false };
            try {
                const world = __addDisposableResource(env_5, await (0, schedule_world_1.worldWithoutWorkers)({ startTime }), true);
                const spec = { cronExpressions: ['30 1,2 * * *'], timezone: 'America/New_York' };
                await (0, schedule_world_1.hourly)(world, 'never', { spec, policies: { overlap: 'ALLOW_ALL' } });
                await world.sleep('1 day');
                return (0, schedule_world_1.starts)(world);
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
        };
        (0, vitest_1.expect)(await run('2030-03-10T05:00:00Z')).toEqual(['w 06:30']);
        (0, vitest_1.expect)(await run('2030-11-03T05:00:00Z')).toEqual(['w 05:30', 'w 06:30', 'w 07:30']);
    });
    (0, vitest_1.it)('begins and ends with its spec', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await (0, schedule_world_1.scheduleWorld)(), true);
            const startAt = new Date('2030-01-01T03:00:00Z');
            const endAt = new Date('2030-01-01T05:00:00Z');
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo', { spec: { intervals: [{ every: '1h' }], startAt, endAt } });
            await world.sleep('1 day');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 03:00', 'w 04:00', 'w 05:00']);
            (0, vitest_1.expect)((await schedule.describe()).info.nextActionTimes).toEqual([]);
        }
        catch (e_6) {
            env_6.error = e_6;
            env_6.hasError = true;
        }
        finally {
            const result_6 = __disposeResources(env_6);
            if (result_6)
                await result_6;
        }
    });
    (0, vitest_1.it)('takes as many actions as it may', async () => {
        const env_7 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_7, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo', { state: { remainingActions: 2 } });
            (0, vitest_1.expect)((await schedule.describe()).info.nextActionTimes.map(hourOf)).toEqual(['01-01T01:00', '01-01T02:00']);
            await world.sleep('1 day');
            const { state, info } = await schedule.describe();
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 01:00', 'w 02:00']);
            (0, vitest_1.expect)(state.remainingActions).toBe(0);
            (0, vitest_1.expect)(info.nextActionTimes).toEqual([]);
        }
        catch (e_7) {
            env_7.error = e_7;
            env_7.hasError = true;
        }
        finally {
            const result_7 = __disposeResources(env_7);
            if (result_7)
                await result_7;
        }
    });
    (0, vitest_1.it)('neither catches up nor counts what fell into a pause', async () => {
        const env_8 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_8, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo');
            await world.sleep('1h');
            await schedule.pause('maintenance');
            await world.sleep('3h');
            await schedule.unpause('done');
            await world.sleep('1h');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 01:00', 'w 05:00']);
            const { info, state } = await schedule.describe();
            (0, vitest_1.expect)(info.numActionsMissedCatchupWindow).toBe(0);
            (0, vitest_1.expect)(state).toEqual({ paused: false, note: 'done', remainingActions: undefined });
        }
        catch (e_8) {
            env_8.error = e_8;
            env_8.hasError = true;
        }
        finally {
            const result_8 = __disposeResources(env_8);
            if (result_8)
                await result_8;
        }
    });
    (0, vitest_1.it)('counts what it wakes up too late for, and catches up with the rest', () => {
        // A world's clock is never late by itself, so here nobody fires the timer that is due at 01:00.
        const clock = new virtual_clock_1.VirtualClock(Date.parse(schedule_world_1.START));
        const server = new server_1.Server({ clock, seed: 0, version: '1.31', post: () => { } });
        (0, create_schedule_1.createSchedule)(server, lateSchedule, call);
        clock.advanceTo(Date.parse('2030-01-01T01:00:00Z'));
        const timer = clock.takeDue();
        clock.advanceTo(Date.parse('2030-01-01T05:30:00Z'));
        timer.fire();
        (0, vitest_1.expect)([...server.executions()].map(({ workflowId }) => workflowId.slice(-9, -4))).toEqual(['04:00', '05:00']);
        const { info } = (0, describe_schedule_1.describeSchedule)(server, lateSchedule, call);
        (0, vitest_1.expect)(info.missedCatchupWindow.toNumber()).toBe(3);
        (0, vitest_1.expect)(clock.nextDueAt()).toBe(Date.parse('2030-01-01T06:00:00Z'));
    });
});

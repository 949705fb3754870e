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
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const client_1 = require("@temporalio/client");
const common_1 = require("@temporalio/common");
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const conflict_token_1 = require("../../../src/server/schedules/conflict-token");
const schedule_world_1 = require("./schedule-world");
async function listed(world, options) {
    const schedules = [];
    for await (const one of world.client.schedule.list(options))
        schedules.push(one);
    return schedules;
}
const request = { namespace: 'default', scheduleId: 's' };
(0, vitest_1.describe)('create', () => {
    (0, vitest_1.it)('refuses an id that is taken, but not the same request again', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            await (0, schedule_world_1.hourly)(world, 'echo');
            await (0, vitest_1.expect)((0, schedule_world_1.hourly)(world, 'echo')).rejects.toThrow(client_1.ScheduleAlreadyRunning);
            const { workflowService } = world.connection;
            const again = { ...request, scheduleId: 't', requestId: 'one', schedule: {} };
            const { conflictToken } = await workflowService.createSchedule(again);
            (0, vitest_1.expect)(await workflowService.createSchedule(again)).toEqual({ conflictToken });
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
    vitest_1.it.each([
        ['a zone that is none', { spec: { cronExpressions: ['0 0 * * *'], timezone: 'Mars' } }, /unknown time zone Mars/],
        ['too short an interval', { spec: { intervals: [{ every: 1 }] } }, /interval is too small/],
        ['an action without a name', { action: { workflowType: '' } }, undefined],
    ])('refuses %s', async (_, options, text) => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const created = (0, schedule_world_1.hourly)(world, 'echo', options);
            await (text ? (0, vitest_1.expect)(created).rejects.toThrow(text) : (0, vitest_1.expect)(created).rejects.toThrow());
            (0, vitest_1.expect)(await listed(world)).toEqual([]);
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
    vitest_1.it.each([
        [{ cronSchedule: '* * * * *' }, 'Scheduled workflow must not contain CronSchedule'],
        [{ workflowIdReusePolicy: 3 }, 'Scheduled workflow must not contain WorkflowIDReusePolicy'],
    ])('refuses an action with %j', async (extra, details) => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const startWorkflow = { workflowId: 'w', workflowType: { name: 'echo' }, taskQueue: { name: 'q' }, ...extra };
            const schedule = { action: { startWorkflow } };
            await (0, vitest_1.expect)(world.connection.workflowService.createSchedule({ ...request, requestId: 'r', schedule })).rejects.toMatchObject({ code: 3, details });
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
});
(0, vitest_1.describe)('update', () => {
    (0, vitest_1.it)('replaces what the schedule does, and keeps what it has done', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo', { policies: { overlap: 'ALLOW_ALL' } });
            await world.sleep('1h');
            await schedule.update(({ action, policies }) => ({
                ...{ policies, state: { note: 'at night only' } },
                spec: { calendars: [{ hour: 3 }] },
                action: { ...action, workflowId: 'night' },
            }));
            await world.sleep('1 day');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 01:00', 'night 03:00']);
            const { info, state, spec } = await schedule.describe();
            (0, vitest_1.expect)(info.numActionsTaken).toBe(2);
            (0, vitest_1.expect)(info.lastUpdatedAt).toEqual(new Date('2030-01-01T01:30:00Z'));
            (0, vitest_1.expect)(state.note).toBe('at night only');
            (0, vitest_1.expect)(spec.intervals).toEqual([]);
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
    (0, vitest_1.it)('does not look back: times of the new spec before the update are not taken', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo', { spec: { calendars: [{ hour: 23 }] } });
            await world.sleep('5h');
            await schedule.update((now) => ({ ...now, spec: { intervals: [{ every: '1h' }] } }));
            (0, vitest_1.expect)((await schedule.describe()).info.nextActionTimes[0]).toEqual(new Date('2030-01-01T06:00:00Z'));
            await world.sleep('1h');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 06:00']);
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
    (0, vitest_1.it)('of a state that is no more changes nothing', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo');
            const { workflowService } = world.connection;
            const { conflictToken } = await workflowService.describeSchedule(request);
            await schedule.pause('first');
            const update = { ...request, schedule: { state: { notes: 'second' } }, requestId: 'a' };
            await workflowService.updateSchedule({ ...update, conflictToken });
            (0, vitest_1.expect)((await schedule.describe()).state.note).toBe('first');
            const fresh = await workflowService.describeSchedule(request);
            await workflowService.updateSchedule({ ...update, requestId: 'b', conflictToken: fresh.conflictToken });
            (0, vitest_1.expect)((await workflowService.describeSchedule(request)).schedule.state.notes).toBe('second');
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
    (0, vitest_1.it)('replaces search attributes only where it has some', async () => {
        const env_7 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_7, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const key = (0, common_1.defineSearchAttributeKey)('CustomKeywordField', 'KEYWORD');
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo', { typedSearchAttributes: [{ key, value: 'a' }] });
            const valueAfter = async (typedSearchAttributes) => {
                await schedule.update(({ spec, action, state }) => ({ spec, action, state, typedSearchAttributes }));
                return (await schedule.describe()).typedSearchAttributes.get(key);
            };
            (0, vitest_1.expect)(await valueAfter()).toBe('a');
            (0, vitest_1.expect)(await valueAfter([{ key, value: 'b' }])).toBe('b');
            (0, vitest_1.expect)(await valueAfter([])).toBe(undefined);
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
});
(0, vitest_1.describe)('patch', () => {
    (0, vitest_1.it)('is made once, however often its request comes', async () => {
        const env_8 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_8, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            await (0, schedule_world_1.hourly)(world, 'echo');
            const { workflowService } = world.connection;
            const trigger = { ...request, requestId: 'r', patch: { triggerImmediately: { overlapPolicy: 3 } } };
            for (const _ of [1, 2])
                await workflowService.patchSchedule(trigger);
            const { info } = await workflowService.describeSchedule(request);
            (0, vitest_1.expect)(info).toMatchObject({ actionCount: { low: 1 }, bufferSize: { low: 0 } });
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
    (0, vitest_1.it)('refuses notes of more than 1000 bytes', async () => {
        const env_9 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_9, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo');
            await schedule.pause('ü'.repeat(500));
            await (0, vitest_1.expect)(schedule.pause('ü'.repeat(501))).rejects.toMatchObject({
                cause: { code: 3, details: 'Schedule notes exceeds limit.' },
            });
        }
        catch (e_9) {
            env_9.error = e_9;
            env_9.hasError = true;
        }
        finally {
            const result_9 = __disposeResources(env_9);
            if (result_9)
                await result_9;
        }
    });
});
(0, vitest_1.describe)('delete', () => {
    (0, vitest_1.it)('ends the schedule, not its runs, and leaves the id free', async () => {
        const env_10 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_10, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo');
            await world.sleep('1h');
            await schedule.delete();
            await world.sleep('2h');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 01:00']);
            (0, vitest_1.expect)((await world.client.workflow.getHandle('w-2030-01-01T01:00:00Z').describe()).status.name).toBe('RUNNING');
            await (0, vitest_1.expect)(schedule.describe()).rejects.toThrow(new client_1.ScheduleNotFoundError('schedule not found', 's'));
            for (const change of [() => schedule.delete(), () => schedule.pause()]) {
                await (0, vitest_1.expect)(change()).rejects.toThrow(new client_1.ScheduleNotFoundError('workflow execution already completed', 's'));
            }
            await (0, schedule_world_1.hourly)(world, 'echo');
            (0, vitest_1.expect)((await listed(world)).map(({ scheduleId }) => scheduleId)).toEqual(['s']);
        }
        catch (e_10) {
            env_10.error = e_10;
            env_10.hasError = true;
        }
        finally {
            const result_10 = __disposeResources(env_10);
            if (result_10)
                await result_10;
        }
    });
    (0, vitest_1.it)('of an unknown one is refused', async () => {
        const env_11 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_11, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const unknown = world.client.schedule.getHandle('unknown');
            await (0, vitest_1.expect)(unknown.delete()).rejects.toThrow(new client_1.ScheduleNotFoundError('schedule not found', 'unknown'));
        }
        catch (e_11) {
            env_11.error = e_11;
            env_11.hasError = true;
        }
        finally {
            const result_11 = __disposeResources(env_11);
            if (result_11)
                await result_11;
        }
    });
});
(0, vitest_1.describe)('list', () => {
    (0, vitest_1.it)('gives the newest first, in pages, with the next and the last five times of each', async () => {
        const env_12 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_12, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            for (const scheduleId of ['a', 'b', 'c', 'd', 'e']) {
                await (0, schedule_world_1.hourly)(world, 'echo', { scheduleId, memo: { scheduleId }, policies: { overlap: 'ALLOW_ALL' } });
            }
            await world.sleep('7h');
            const all = await listed(world, { pageSize: 2 });
            (0, vitest_1.expect)(all.map(({ scheduleId, memo }) => [scheduleId, memo])).toEqual(['e', 'd', 'c', 'b', 'a'].map((scheduleId) => [scheduleId, { scheduleId }]));
            const { info, action, state } = all[0];
            (0, vitest_1.expect)(action).toEqual({ type: 'startWorkflow', workflowType: 'echo' });
            (0, vitest_1.expect)(state).toEqual({ paused: false, note: '' });
            // The five schedules have one workflow id, so each time was taken by the first of them that came.
            (0, vitest_1.expect)(info.nextActionTimes).toHaveLength(5);
            (0, vitest_1.expect)(all.at(-1).info.recentActions.map(({ scheduledAt }) => scheduledAt.getUTCHours())).toEqual([3, 4, 5, 6, 7]);
        }
        catch (e_12) {
            env_12.error = e_12;
            env_12.hasError = true;
        }
        finally {
            const result_12 = __disposeResources(env_12);
            if (result_12)
                await result_12;
        }
    });
    (0, vitest_1.it)('takes filters over their own attributes and over pauses', async () => {
        const env_13 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_13, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const key = (0, common_1.defineSearchAttributeKey)('CustomKeywordField', 'KEYWORD');
            await (0, schedule_world_1.hourly)(world, 'echo', { scheduleId: 'a', state: { paused: true } });
            await (0, schedule_world_1.hourly)(world, 'echo', { scheduleId: 'b', typedSearchAttributes: [{ key, value: 'x' }] });
            const ids = async (query) => (await listed(world, { query })).map(({ scheduleId }) => scheduleId);
            (0, vitest_1.expect)(await ids('TemporalSchedulePaused = true')).toEqual(['a']);
            (0, vitest_1.expect)(await ids("CustomKeywordField = 'x' OR TemporalSchedulePaused = true")).toEqual(['b', 'a']);
            (0, vitest_1.expect)(await ids("CustomKeywordField = 'y'")).toEqual([]);
        }
        catch (e_13) {
            env_13.error = e_13;
            env_13.hasError = true;
        }
        finally {
            const result_13 = __disposeResources(env_13);
            if (result_13)
                await result_13;
        }
    });
});
(0, vitest_1.describe)('matching times', () => {
    (0, vitest_1.it)('lie after the start and up to the end, and are a thousand at most', async () => {
        const env_14 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_14, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            await (0, schedule_world_1.hourly)(world, 'echo');
            const times = async (start, end) => {
                const [startTime, endTime] = [start, end].map((text) => ({ seconds: Date.parse(text) / 1000 }));
                const list = world.connection.workflowService.listScheduleMatchingTimes;
                const answer = await list({ ...request, startTime, endTime });
                return answer.startTime.map(({ seconds }) => new Date(seconds.toNumber() * 1000).toISOString());
            };
            (0, vitest_1.expect)(await times('2040-01-01T00:00:00Z', '2040-01-01T02:00:00Z')).toEqual([
                '2040-01-01T01:00:00.000Z',
                '2040-01-01T02:00:00.000Z',
            ]);
            (0, vitest_1.expect)(await times('2040-01-01T00:00:00Z', '2041-01-01T02:00:00Z')).toHaveLength(1000);
        }
        catch (e_14) {
            env_14.error = e_14;
            env_14.hasError = true;
        }
        finally {
            const result_14 = __disposeResources(env_14);
            if (result_14)
                await result_14;
        }
    });
});
(0, vitest_1.it)('conflict tokens are eight bytes, read as they were written; none means no conflict', () => {
    fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.maxSafeNat(), (count) => {
        const token = (0, conflict_token_1.encodeConflictToken)(count);
        (0, vitest_1.expect)(token).toHaveLength(8);
        (0, vitest_1.expect)((0, conflict_token_1.decodeConflictToken)(token)).toBe(count);
    }));
    (0, vitest_1.expect)([...(0, conflict_token_1.encodeConflictToken)(258)]).toEqual([0, 0, 0, 0, 0, 0, 1, 2]);
    (0, vitest_1.expect)((0, conflict_token_1.decodeConflictToken)(undefined)).toBe(0);
});

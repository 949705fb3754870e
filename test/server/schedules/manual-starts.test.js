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
(0, vitest_1.describe)('a trigger', () => {
    (0, vitest_1.it)('starts at once, pause and limit notwithstanding', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'echo', { state: { paused: true, remainingActions: 1 } });
            await schedule.trigger();
            await world.sleep('1h');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 00:30']);
            (0, vitest_1.expect)((await schedule.describe()).state).toMatchObject({ paused: true, remainingActions: 1 });
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
    (0, vitest_1.it)('may come with the schedule', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await (0, schedule_world_1.scheduleWorld)(), true);
            await (0, schedule_world_1.hourly)(world, 'echo', { state: { triggerImmediately: true } });
            await world.sleep('1h');
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 00:30', 'w 01:00']);
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
    (0, vitest_1.it)('takes the policy it names', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'never', { policies: { overlap: 'BUFFER_ALL' } });
            await schedule.trigger('SKIP');
            await world.sleep('10s');
            await schedule.trigger('SKIP');
            await world.sleep('10s');
            await schedule.trigger();
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 2, skipped: 1, running: ['00:30'] });
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
    (0, vitest_1.it)('comes to nothing beside another one of the same second, until that has ended', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'takes', { action: { args: ['500ms'] } });
            await schedule.trigger();
            await schedule.trigger();
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 1, skipped: 0 });
            await world.sleep('600ms');
            await schedule.trigger();
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 2, skipped: 0 });
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 00:30', 'w 00:30']);
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
});
(0, vitest_1.describe)('a backfill', () => {
    (0, vitest_1.it)('takes the times of its range, both ends included, over a change of the clocks', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await (0, schedule_world_1.worldWithoutWorkers)({ startTime: '2030-12-01T00:00:00Z' }), true);
            const spec = { cronExpressions: ['30 1 * * *'], timezone: 'America/New_York' };
            const schedule = await (0, schedule_world_1.hourly)(world, 'never', { spec, state: { paused: true } });
            await schedule.backfill({
                start: new Date('2030-11-02T05:30:00Z'),
                end: new Date('2030-11-04T06:30:00Z'),
                overlap: 'ALLOW_ALL',
            });
            (0, vitest_1.expect)(world.histories().map(({ workflowId }) => workflowId)).toEqual([
                'w-2030-11-02T05:30:00Z',
                'w-2030-11-03T05:30:00Z',
                'w-2030-11-03T06:30:00Z',
                'w-2030-11-04T06:30:00Z',
            ]);
            const { info, state } = await schedule.describe();
            (0, vitest_1.expect)(info.recentActions[0].scheduledAt.toISOString()).toBe('2030-11-02T05:30:00.000Z');
            (0, vitest_1.expect)(info.recentActions[0].takenAt.toISOString()).toBe('2030-12-01T00:00:00.000Z');
            (0, vitest_1.expect)(state.paused).toBe(true);
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
    (0, vitest_1.it)('takes ten actions a second where all may overlap', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'never', { state: { paused: true } });
            const [start, end] = [new Date('2029-12-01T00:00:00Z'), new Date('2029-12-01T23:00:00Z')];
            await schedule.backfill({ start, end, overlap: 'ALLOW_ALL' });
            const taken = [world.histories().length];
            for (let i = 0; i < 3; i++) {
                await world.sleep('1100ms');
                taken.push(world.histories().length);
            }
            (0, vitest_1.expect)(taken).toEqual([10, 20, 24, 24]);
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
    (0, vitest_1.it)('takes one action after another where all are buffered', async () => {
        const env_7 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_7, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'takes', { state: { paused: true }, action: { args: ['2 minutes'] } });
            const [start, end] = [new Date('2029-12-01T00:00:00Z'), new Date('2029-12-01T23:00:00Z')];
            await schedule.backfill({ start, end, overlap: 'BUFFER_ALL' });
            await world.sleep('21 minutes');
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 11, skipped: 0 });
            await world.sleep('1h');
            (0, vitest_1.expect)((0, schedule_world_1.counts)(await schedule.describe())).toMatchObject({ taken: 24, skipped: 0, buffered: 0, running: [] });
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
    (0, vitest_1.it)('is dropped where a time has had its run, which is still open', async () => {
        const env_8 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_8, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'never', { policies: { overlap: 'ALLOW_ALL' } });
            await world.sleep('2h');
            await schedule.backfill({ start: new Date('2030-01-01T00:00:00Z'), end: new Date('2030-01-01T02:00:00Z') });
            (0, vitest_1.expect)((0, schedule_world_1.starts)(world)).toEqual(['w 01:00', 'w 02:00', 'w 00:00']);
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
});

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
const errors_1 = require("../../../src/base/errors");
const schedule_world_1 = require("./schedule-world");
const HOUR = 3_600_000;
(0, vitest_1.describe)('an endless schedule', () => {
    (0, vitest_1.it)('does not keep a world alive for which nobody waits', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await (0, schedule_world_1.scheduleWorld)(), true);
            await (0, schedule_world_1.hourly)(world, 'echo');
            const before = world.now();
            await world.settle();
            (0, vitest_1.expect)(world.now()).toBe(before);
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
    (0, vitest_1.it)('does not hide a deadlock: the wait ends, and says what went on', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await (0, schedule_world_1.scheduleWorld)(), true);
            // The first run never ends, and all others are skipped: ten thousand hours pass quickly.
            await (0, schedule_world_1.hourly)(world, 'never', { action: { workflowId: 'scheduled' } });
            const stuck = world.client.workflow.execute('never', other);
            await (0, vitest_1.expect)(stuck).rejects.toThrow(errors_1.DeadlockError);
            await (0, vitest_1.expect)(stuck).rejects.toThrow(/^only schedules and cron workflows go on/);
            await (0, vitest_1.expect)(stuck).rejects.toThrow(/the result of other/);
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
    (0, vitest_1.it)('nor does a cron workflow', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await (0, schedule_world_1.worldWithoutWorkers)(), true);
            const run = { taskQueue: 'q', workflowId: 'cron', workflowRunTimeout: '1m', cronSchedule: '0 * * * *' };
            await world.client.workflow.start('never', run);
            const stuck = world.client.workflow.execute('never', other);
            await (0, vitest_1.expect)(stuck).rejects.toThrow(/^only schedules and cron workflows go on/);
            (0, vitest_1.expect)(world.histories().length).toBeGreaterThan(4000);
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
    (0, vitest_1.it)('leaves a wait alone that a timer of other work may end', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await (0, schedule_world_1.scheduleWorld)(), true);
            await (0, schedule_world_1.hourly)(world, 'never', { spec: { intervals: [{ every: '10m' }] } });
            const before = world.now();
            (0, vitest_1.expect)(await world.client.workflow.execute('takes', { args: ['100 days'], ...other })).toBe('took 100 days');
            (0, vitest_1.expect)(world.now() - before).toBe(100 * 24 * HOUR);
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
    (0, vitest_1.it)('leaves a wait alone for a run that a schedule began long ago', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await (0, schedule_world_1.scheduleWorld)(), true);
            const action = { args: ['100 days'], workflowId: 'long' };
            const long = await (0, schedule_world_1.hourly)(world, 'takes', { scheduleId: 'long', action, state: { paused: true } });
            await long.trigger();
            await (0, schedule_world_1.hourly)(world, 'never', { spec: { intervals: [{ every: '10m' }] } });
            (0, vitest_1.expect)(await world.client.workflow.getHandle('long-2030-01-01T00:30:00Z').result()).toBe('took 100 days');
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
const other = { taskQueue: 'q', workflowId: 'other' };

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
const runIdOf = (time) => `w-2030-01-01T${time}:00Z`;
(0, vitest_1.describe)('what one run leaves to the next', () => {
    (0, vitest_1.it)('is the last result, and the failure since then', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await (0, schedule_world_1.scheduleWorld)(), true);
            // At 02:00 the workflow fails, at 04:00 it returns undefined.
            await (0, schedule_world_1.hourly)(world, 'remembers', { action: { args: [2, 4] } });
            await world.sleep('5h');
            const resultAt = (time) => world.client.workflow.getHandle(runIdOf(time)).result();
            (0, vitest_1.expect)(await resultAt('01:00')).toEqual({ hour: 1 });
            await (0, vitest_1.expect)(resultAt('02:00')).rejects.toThrow();
            (0, vitest_1.expect)(await resultAt('03:00')).toEqual({ hour: 3, lastResult: 1, lastFailure: 'failed at 2' });
            (0, vitest_1.expect)(await resultAt('05:00')).toEqual({ hour: 5 });
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
    (0, vitest_1.it)('is nothing where runs may overlap', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'remembers', { action: { args: [-1, -1] } });
            await world.sleep('1h');
            await schedule.trigger();
            await world.sleep('1 minute');
            (0, vitest_1.expect)(await world.client.workflow.getHandle(runIdOf('01:30')).result()).toEqual({ hour: 1 });
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
});
(0, vitest_1.describe)('a schedule that pauses on failure', () => {
    const policies = { pauseOnFailure: true };
    (0, vitest_1.it)('says which run failed, and why', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'fails', { policies, action: { args: ['no money'] } });
            await world.sleep('3h');
            const { state, info, raw } = await schedule.describe();
            (0, vitest_1.expect)(state).toMatchObject({
                paused: true,
                note: `paused due to workflow failure: ${runIdOf('01:00')}: no money`,
            });
            (0, vitest_1.expect)(info.numActionsTaken).toBe(1);
            (0, vitest_1.expect)(raw.info.recentActions[0].startWorkflowStatus).toBe(3);
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
    (0, vitest_1.it)('waits for the last retry', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await (0, schedule_world_1.scheduleWorld)(), true);
            const retry = { maximumAttempts: 2, initialInterval: '1h', nonRetryableErrorTypes: [] };
            const schedule = await (0, schedule_world_1.hourly)(world, 'takes', {
                policies,
                action: { args: ['100 days'], workflowRunTimeout: '50 minutes', retry },
            });
            await world.sleep('2h');
            (0, vitest_1.expect)((await schedule.describe()).state.paused).toBe(false);
            await world.sleep('2h');
            (0, vitest_1.expect)((await schedule.describe()).state).toMatchObject({
                paused: true,
                note: `paused due to workflow timeout: ${runIdOf('01:00')}`,
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
    });
    (0, vitest_1.it)('does not mind a run that was terminated, nor one that may overlap others', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await (0, schedule_world_1.scheduleWorld)(), true);
            const schedule = await (0, schedule_world_1.hourly)(world, 'never', { policies });
            await world.sleep('1h');
            await world.client.workflow.getHandle(runIdOf('01:00')).terminate();
            await schedule.update(({ action, spec }) => ({
                ...{ spec, policies: { ...policies, overlap: 'ALLOW_ALL' }, state: {} },
                action: { ...action, workflowType: 'fails', args: ['unseen'] },
            }));
            await world.sleep('2h');
            const { state, info } = await schedule.describe();
            (0, vitest_1.expect)(state).toMatchObject({ paused: false, note: '' });
            (0, vitest_1.expect)(info.numActionsTaken).toBe(3);
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

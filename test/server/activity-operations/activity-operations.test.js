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
const activity_1 = require("@temporalio/activity");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const src_1 = require("../../../src");
const SCHEDULED = 1;
const STARTED = 2;
const PAUSED = 4;
const PAUSE_REQUESTED = 5;
const workflows = {
    async runs(type, options = {}) {
        const activities = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 hour', ...options });
        return activities[type]();
    },
};
/** Fails until `broken` is false; keeps the times of its attempts, in seconds from the world's start. */
function shop() {
    const state = { broken: true, attempts: [] };
    const activities = {
        async flaky() {
            const { attempt, heartbeatDetails } = (0, activity_1.activityInfo)();
            state.attempts.push({ attempt, at: (Date.now() - Date.UTC(2030, 0, 1)) / 1000, resumed: heartbeatDetails });
            if (state.broken)
                throw workflow_1.ApplicationFailure.retryable('broken');
            return `done in attempt ${attempt}`;
        },
        /** Works for a long time, with a heartbeat a second, and lets cancellations through. */
        async long() {
            const { attempt, heartbeatDetails } = (0, activity_1.activityInfo)();
            state.attempts.push({ attempt, at: (Date.now() - Date.UTC(2030, 0, 1)) / 1000, resumed: heartbeatDetails });
            if (!state.broken)
                return `done in attempt ${attempt}`;
            for (let i = 1;; i++) {
                (0, activity_1.heartbeat)(`step ${i}`);
                await activity_1.Context.current().sleep('1s');
            }
        },
    };
    return { state, activities };
}
async function running(type, options = {}) {
    const { state, activities } = shop();
    const world = await src_1.World.create({ workflows, activities, onTaskFailure: 'retry' });
    const handle = await world.client.workflow.start('runs', { workflowId: 'w', taskQueue: 'q', args: [type, options] });
    await world.settle();
    const target = { namespace: 'default', execution: { workflowId: 'w' }, identity: 'operator' };
    const pending = async () => (await handle.describe()).raw.pendingActivities[0];
    return { world, handle, state, target, pending, service: world.connection.workflowService };
}
const retry = { initialInterval: '10s', backoffCoefficient: 1 };
(0, vitest_1.describe)('a paused activity', () => {
    (0, vitest_1.it)('starts no attempt until it is unpaused, and then at once', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, handle, state, target, pending, service } = await running('flaky', { retry });
            const _ = __addDisposableResource(env_1, world, true);
            await service.pauseActivity({ ...target, id: '1', reason: 'too noisy' });
            (0, vitest_1.expect)(await pending()).toMatchObject({
                state: PAUSED,
                paused: true,
                attempt: 2,
                pauseInfo: { manual: { identity: 'operator', reason: 'too noisy' } },
                nextAttemptScheduleTime: undefined,
            });
            await world.sleep('1 hour');
            state.broken = false;
            await service.unpauseActivity({ ...target, type: 'flaky' });
            (0, vitest_1.expect)(await handle.result()).toBe('done in attempt 2');
            (0, vitest_1.expect)(state.attempts.map(({ at }) => at)).toEqual([0, 3600]);
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
    (0, vitest_1.it)('finishes the running attempt, which learns of it by its heartbeat', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, handle, state, target, pending, service } = await running('long', {
                retry,
                heartbeatTimeout: '10s',
            });
            const _ = __addDisposableResource(env_2, world, true);
            (0, vitest_1.expect)(await pending()).toMatchObject({ state: STARTED, paused: false });
            await service.pauseActivity({ ...target, type: 'long' });
            (0, vitest_1.expect)(await pending()).toMatchObject({ state: PAUSE_REQUESTED, attempt: 1 });
            await world.sleep('1 minute');
            (0, vitest_1.expect)(await pending()).toMatchObject({
                state: PAUSED,
                attempt: 2,
                lastFailure: { message: 'Activity paused', applicationFailureInfo: { type: 'ActivityPause' } },
            });
            state.broken = false;
            await service.unpauseActivity({ ...target, unpauseAll: true });
            (0, vitest_1.expect)(await handle.result()).toBe('done in attempt 2');
            (0, vitest_1.expect)(state.attempts[1].resumed).toMatch(/^step \d+$/);
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
    (0, vitest_1.it)('waits even where its policy has no further attempt', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const options = { retry: { maximumAttempts: 1 }, heartbeatTimeout: '10s' };
            const { world, handle, state, target, pending, service } = await running('long', options);
            const _ = __addDisposableResource(env_3, world, true);
            await service.pauseActivity({ ...target, id: '1' });
            await world.sleep('1 minute');
            (0, vitest_1.expect)(await pending()).toMatchObject({ state: PAUSED, attempt: 2 });
            state.broken = false;
            await service.unpauseActivity({ ...target, id: '1', resetAttempts: true, resetHeartbeat: true });
            (0, vitest_1.expect)(await handle.result()).toBe('done in attempt 1');
            (0, vitest_1.expect)(state.attempts[1].resumed).toBeUndefined();
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
    (0, vitest_1.it)('passes no deadline; one that passed in the meantime is noticed when it is unpaused', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, handle, state, target, pending, service } = await running('flaky', {
                retry,
                scheduleToCloseTimeout: '1 minute',
            });
            const _ = __addDisposableResource(env_4, world, true);
            await service.pauseActivity({ ...target, id: '1' });
            await world.sleep('1 hour');
            (0, vitest_1.expect)((await pending()).state).toBe(PAUSED);
            await service.unpauseActivity({ ...target, id: '1' });
            await (0, vitest_1.expect)(handle.result()).rejects.toMatchObject({ cause: { cause: { timeoutType: 'SCHEDULE_TO_CLOSE' } } });
            (0, vitest_1.expect)(state.attempts).toHaveLength(1);
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
    (0, vitest_1.it)('is not paused twice, but by the same request', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, target, service } = await running('flaky', { retry });
            const _ = __addDisposableResource(env_5, world, true);
            await service.pauseActivity({ ...target, id: '1', requestId: 'a' });
            await service.pauseActivity({ ...target, id: '1', requestId: 'a' });
            await (0, vitest_1.expect)(service.pauseActivity({ ...target, id: '1', requestId: 'b' })).rejects.toMatchObject({
                code: 9,
                details: 'activity is already paused',
            });
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
(0, vitest_1.describe)('a reset activity', () => {
    (0, vitest_1.it)('counts its attempts anew, and starts at once', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, handle, state, target, service } = await running('flaky', { retry });
            const _ = __addDisposableResource(env_6, world, true);
            await world.sleep('25s');
            state.broken = false;
            await service.resetActivity({ ...target, id: '1' });
            (0, vitest_1.expect)(await handle.result()).toBe('done in attempt 1');
            (0, vitest_1.expect)(state.attempts.map(({ attempt, at }) => [attempt, at])).toEqual([
                [1, 0],
                [2, 10],
                [3, 20],
                [1, 25],
            ]);
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
    (0, vitest_1.it)('asks a running attempt to end; the next one is the second', async () => {
        const env_7 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, handle, state, target, pending, service } = await running('long', {
                retry,
                heartbeatTimeout: '10s',
            });
            const _ = __addDisposableResource(env_7, world, true);
            await service.resetActivity({ ...target, id: '1' });
            await world.sleep('9s');
            (0, vitest_1.expect)(await pending()).toMatchObject({
                state: SCHEDULED,
                attempt: 2,
                lastFailure: { message: 'Activity reset', applicationFailureInfo: { type: 'ActivityReset' } },
            });
            state.broken = false;
            (0, vitest_1.expect)(await handle.result()).toBe('done in attempt 2');
            (0, vitest_1.expect)(state.attempts[1].resumed).toMatch(/^step \d+$/);
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
    (0, vitest_1.it)('stays paused where that is asked', async () => {
        const env_8 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, target, pending, service } = await running('flaky', { retry });
            const _ = __addDisposableResource(env_8, world, true);
            await service.pauseActivity({ ...target, id: '1' });
            await service.resetActivity({ ...target, matchAll: true, keepPaused: true });
            (0, vitest_1.expect)(await pending()).toMatchObject({ state: PAUSED, attempt: 1 });
            await service.resetActivity({ ...target, matchAll: true });
            await world.sleep('1s');
            (0, vitest_1.expect)(await pending()).toMatchObject({ paused: false, attempt: 2 });
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
(0, vitest_1.describe)('changed options of an activity', () => {
    (0, vitest_1.it)('hold for the backoff that is under way, and for what follows', async () => {
        const env_9 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, handle, state, target, service } = await running('flaky', { retry });
            const _ = __addDisposableResource(env_9, world, true);
            const { activityOptions } = await service.updateActivityOptions({
                ...target,
                id: '1',
                activityOptions: { retryPolicy: { initialInterval: { seconds: 60 } }, startToCloseTimeout: null },
                updateMask: { paths: ['retry_policy.initial_interval'] },
            });
            (0, vitest_1.expect)(activityOptions?.retryPolicy?.initialInterval?.seconds?.toString()).toBe('60');
            (0, vitest_1.expect)(activityOptions?.startToCloseTimeout?.seconds?.toString()).toBe('3600');
            await world.sleep('90s');
            state.broken = false;
            (0, vitest_1.expect)(await handle.result()).toBe('done in attempt 3');
            (0, vitest_1.expect)(state.attempts.map(({ at }) => at)).toEqual([0, 60, 120]);
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
    (0, vitest_1.it)('move a waiting task to another queue', async () => {
        const env_10 = { stack: [], error: void 0, hasError: false };
        try {
            const { activities, state } = shop();
            state.broken = false;
            const world = __addDisposableResource(env_10, await src_1.World.create(), true);
            await world.createWorker({ taskQueue: 'q', workflows });
            await world.createWorker({ taskQueue: 'elsewhere', activities });
            const handle = await world.client.workflow.start('runs', { workflowId: 'w', taskQueue: 'q', args: ['flaky'] });
            await world.settle();
            (0, vitest_1.expect)(state.attempts).toEqual([]);
            await world.connection.workflowService.updateActivityOptions({
                namespace: 'default',
                execution: { workflowId: 'w' },
                type: 'flaky',
                activityOptions: { taskQueue: { name: 'elsewhere' } },
                updateMask: { paths: ['taskQueue.name'] },
            });
            (0, vitest_1.expect)(await handle.result()).toBe('done in attempt 1');
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
    (0, vitest_1.it)('can be taken back, and are checked', async () => {
        const env_11 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, target, pending, service } = await running('flaky', { retry });
            const _ = __addDisposableResource(env_11, world, true);
            const change = (activityOptions, ...paths) => service.updateActivityOptions({ ...target, id: '1', activityOptions, updateMask: { paths } });
            await change({ startToCloseTimeout: { seconds: 5 } }, 'startToCloseTimeout');
            const seconds = async () => (await pending()).activityOptions?.startToCloseTimeout?.seconds?.toString();
            (0, vitest_1.expect)(await seconds()).toBe('5');
            await service.updateActivityOptions({ ...target, id: '1', restoreOriginal: true });
            (0, vitest_1.expect)(await seconds()).toBe('3600');
            await (0, vitest_1.expect)(change({ startToCloseTimeout: { seconds: -1 } }, 'startToCloseTimeout')).rejects.toMatchObject({
                code: 3,
                details: 'invalid StartToCloseTimeout: negative duration',
            });
            await (0, vitest_1.expect)(change({}, 'colour')).rejects.toMatchObject({ details: 'UpdateMask has the unknown path colour' });
            await (0, vitest_1.expect)(change({}, 'retryPolicy.maximumAttempts')).rejects.toMatchObject({
                details: 'RetryPolicy is not provided',
            });
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
(0, vitest_1.describe)('an operation on an activity', () => {
    (0, vitest_1.it)('that there is not is refused', async () => {
        const env_12 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, handle, target, service } = await running('flaky', { retry });
            const _ = __addDisposableResource(env_12, world, true);
            const unknown = { code: 5, details: vitest_1.expect.stringContaining('invalid activityID') };
            await (0, vitest_1.expect)(service.pauseActivity({ ...target, id: '7' })).rejects.toMatchObject(unknown);
            await (0, vitest_1.expect)(service.resetActivity({ ...target, type: 'other' })).rejects.toMatchObject(unknown);
            await (0, vitest_1.expect)(service.pauseActivity(target)).rejects.toMatchObject({ code: 3 });
            await handle.terminate();
            await (0, vitest_1.expect)(service.pauseActivity({ ...target, id: '1' })).rejects.toMatchObject({
                code: 5,
                details: 'workflow execution already completed',
            });
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
});

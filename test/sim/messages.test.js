"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
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
/** Signals, queries, updates and cancellation reach workflows and activities as they do on a server. */
const activity_1 = require("@temporalio/activity");
const client_1 = require("@temporalio/client");
const workflow = __importStar(require("@temporalio/workflow"));
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const modes_1 = require("./modes");
const add = workflow.defineSignal('add');
const total = workflow.defineQuery('total');
const addNow = workflow.defineUpdate('addNow');
async function adder(until) {
    let sum = 0;
    workflow.setHandler(add, (n) => {
        sum += n;
    });
    workflow.setHandler(total, () => sum);
    workflow.setHandler(addNow, (n) => {
        sum += n;
        return sum;
    }, {
        validator: (n) => {
            if (n < 0)
                throw new Error('only upwards');
        },
    });
    await workflow.condition(() => sum >= until);
    return sum;
}
vitest_1.describe.each(modes_1.MODES)('messages, %s', (_, mode) => {
    (0, vitest_1.it)('a signal that comes before the first workflow task is there when the code starts', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await src_1.World.create({ workflows: { adder }, ...mode }), true);
            const options = { workflowId: 'w', taskQueue: modes_1.taskQueue, args: [5] };
            const handle = await world.client.workflow.signalWithStart(adder, { ...options, signal: add, signalArgs: [5] });
            (0, vitest_1.expect)(await handle.result()).toBe(5);
            (0, vitest_1.expect)(world.history('w').ofType('WorkflowTaskStarted')).toHaveLength(1);
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
    (0, vitest_1.it)('a query sees the state, of a workflow that runs and of one that has ended', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await src_1.World.create({ workflows: { adder }, ...mode }), true);
            const handle = await world.client.workflow.start(adder, { workflowId: 'w', taskQueue: modes_1.taskQueue, args: [5] });
            await handle.signal(add, 2);
            (0, vitest_1.expect)(await handle.query(total)).toBe(2);
            await handle.signal(add, 3);
            (0, vitest_1.expect)(await handle.result()).toBe(5);
            (0, vitest_1.expect)(await handle.query(total)).toBe(5);
            await (0, vitest_1.expect)(handle.query('totl')).rejects.toThrow(/totl/);
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
    (0, vitest_1.it)('an update answers, or is rejected and leaves no trace', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await src_1.World.create({ workflows: { adder }, ...mode }), true);
            const handle = await world.client.workflow.start(adder, { workflowId: 'w', taskQueue: modes_1.taskQueue, args: [5] });
            (0, vitest_1.expect)(await handle.executeUpdate(addNow, { args: [4] })).toBe(4);
            const { length } = world.history('w');
            await (0, vitest_1.expect)(handle.executeUpdate(addNow, { args: [-1] })).rejects.toMatchObject({
                cause: { message: 'only upwards' },
            });
            (0, vitest_1.expect)(world.history('w').length).toBe(length);
            (0, vitest_1.expect)(await handle.executeUpdate(addNow, { args: [1] })).toBe(5);
            (0, vitest_1.expect)(await handle.result()).toBe(5);
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
    (0, vitest_1.it)('an activity learns with its next heartbeat that it is cancelled, and may clean up', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const seen = [];
            const activities = {
                async watch() {
                    try {
                        for (;;) {
                            activity_1.Context.current().heartbeat();
                            await activity_1.Context.current().sleep('10 seconds');
                        }
                    }
                    catch (error) {
                        seen.push(`attempt ${(0, activity_1.activityInfo)().attempt}: ${error instanceof activity_1.CancelledFailure}`);
                        throw error;
                    }
                },
            };
            async function watches() {
                const { watch } = workflow.proxyActivities({
                    startToCloseTimeout: '1 day',
                    heartbeatTimeout: '30 seconds',
                    cancellationType: workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
                });
                await watch();
            }
            const world = __addDisposableResource(env_4, await src_1.World.create({ workflows: { watches }, activities, ...mode }), true);
            const handle = await world.client.workflow.start(watches, { workflowId: 'w', taskQueue: modes_1.taskQueue });
            await world.sleep('1 hour');
            const began = world.now();
            await handle.cancel();
            await (0, vitest_1.expect)(handle.result()).rejects.toThrow(client_1.WorkflowFailedError);
            (0, vitest_1.expect)(seen).toEqual(['attempt 1: true']);
            (0, vitest_1.expect)(world.now() - began).toBeLessThanOrEqual(30_000);
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
vitest_1.describe.each(modes_1.MODES)('dynamic handlers, %s', (_, mode) => {
    (0, vitest_1.it)('a default workflow and a default activity take all types that have no function', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const activities = {
                known: async () => 'known',
                default: async (...args) => `${(0, activity_1.activityInfo)().activityType}(${args})`,
            };
            const workflows = {
                async default(...args) {
                    const { known, unknown } = workflow.proxyActivities({ startToCloseTimeout: '1s' });
                    return [workflow.workflowInfo().workflowType, args, await known(), await unknown(1, 2)];
                },
            };
            const world = __addDisposableResource(env_5, await src_1.World.create({ workflows, activities, ...mode }), true);
            const result = await world.client.workflow.execute('anything', { workflowId: 'w', taskQueue: modes_1.taskQueue, args: ['a'] });
            (0, vitest_1.expect)(result).toEqual(['anything', ['a'], 'known', 'unknown(1,2)']);
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
(0, vitest_1.describe)('activities', () => {
    (0, vitest_1.it)('are retried with backoff until a failure that is final', async () => {
        async function pays() {
            await workflow
                .proxyActivities({
                startToCloseTimeout: '1 minute',
                retry: { initialInterval: '1s', backoffCoefficient: 3, nonRetryableErrorTypes: ['Declined'] },
            })
                .pay();
        }
        const activities = {
            async pay() {
                if ((0, activity_1.activityInfo)().attempt < 4)
                    throw new Error('down');
                throw activity_1.ApplicationFailure.create({ type: 'Declined', message: 'no' });
            },
        };
        const { error, attempts, durationMs, timeline } = await (0, src_1.simulate)(pays, { activities });
        (0, vitest_1.expect)(error).toMatchObject({ cause: { cause: { type: 'Declined' } } });
        (0, vitest_1.expect)(attempts.map(({ outcome, nextRetryTime, endedTime }) => [outcome, nextRetryTime && nextRetryTime - endedTime])).toEqual([
            ['failed', 1000],
            ['failed', 3000],
            ['failed', 9000],
            ['failed', undefined],
        ]);
        (0, vitest_1.expect)(durationMs).toBe(13_000);
        (0, vitest_1.expect)(timeline).toMatch(/pays "pays".*✗ failed after 13s.*2 {2}\+00:00:01\.000 {2}ran 0ms {2}✗ down, next in 3s/s);
    });
});

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
/** Workers come and go; what they had in memory is rebuilt from histories, and what they ran is tried again. */
const activity_1 = require("@temporalio/activity");
const workflow = __importStar(require("@temporalio/workflow"));
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const modes_1 = require("./modes");
const activities = {
    async work() {
        await activity_1.Context.current().sleep('1 hour');
        return (0, activity_1.activityInfo)().attempt;
    },
};
async function works() {
    await workflow.sleep('1 day');
    const { work } = workflow.proxyActivities({ startToCloseTimeout: '2 hours' });
    return work();
}
async function worldWithWorker() {
    const world = await src_1.World.create();
    const worker = await world.createWorker({ taskQueue: modes_1.taskQueue, workflows: { works }, activities });
    const handle = await world.client.workflow.start(works, { workflowId: 'w', taskQueue: modes_1.taskQueue });
    return { world, worker, handle };
}
(0, vitest_1.describe)('a worker', () => {
    (0, vitest_1.it)('that crashes loses what it ran; its successor replays the workflow and tries the activity again', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, worker, handle } = await worldWithWorker();
            const _ = __addDisposableResource(env_1, world, true);
            await world.sleep('24.5 hours');
            await worker.crash();
            (0, vitest_1.expect)(worker.getState()).toBe('CRASHED');
            await world.sleep('10 minutes');
            await worker.restart();
            (0, vitest_1.expect)(await handle.result()).toBe(2);
            (0, vitest_1.expect)([...world.attempts].map(({ outcome, timeoutType }) => timeoutType ?? outcome)).toEqual([
                'start-to-close',
                'completed',
            ]);
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
    (0, vitest_1.it)('that crashes between tasks is missed by nobody', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, worker, handle } = await worldWithWorker();
            const _ = __addDisposableResource(env_2, world, true);
            await world.sleep('1 hour');
            await worker.crash();
            await worker.restart();
            (0, vitest_1.expect)(await handle.result()).toBe(1);
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
    (0, vitest_1.it)('that is shut down ends in order, and another one takes over', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, worker, handle } = await worldWithWorker();
            const _ = __addDisposableResource(env_3, world, true);
            await world.sleep('1 hour');
            await worker.shutdown();
            (0, vitest_1.expect)(worker.getState()).toBe('STOPPED');
            await world.createWorker({ taskQueue: modes_1.taskQueue, workflows: { works }, activities });
            (0, vitest_1.expect)(await handle.result()).toBe(1);
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
    (0, vitest_1.it)('that runs cannot be restarted, and says what to do', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, worker } = await worldWithWorker();
            const _ = __addDisposableResource(env_4, world, true);
            await (0, vitest_1.expect)(worker.restart()).rejects.toThrow(src_1.InvalidInputError);
            await (0, vitest_1.expect)(worker.restart()).rejects.toThrow(/runs: crash\(\) or shutdown\(\) it before restart\(\)/);
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
    (0, vitest_1.it)('takes no more activities at a time than it is told to', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            let running = 0;
            let most = 0;
            const limited = {
                async busy() {
                    most = Math.max(most, ++running);
                    await activity_1.Context.current().sleep('1 minute');
                    running--;
                },
            };
            async function many() {
                const { busy } = workflow.proxyActivities({ startToCloseTimeout: '1 day' });
                await Promise.all(Array.from({ length: 6 }, busy));
            }
            const world = __addDisposableResource(env_5, await src_1.World.create(), true);
            await world.createWorker({
                taskQueue: modes_1.taskQueue,
                workflows: { many },
                activities: limited,
                maxConcurrentActivityTaskExecutions: 2,
            });
            const began = world.now();
            await world.client.workflow.execute(many, { workflowId: 'w', taskQueue: modes_1.taskQueue });
            (0, vitest_1.expect)({ most, minutes: (world.now() - began) / 60_000 }).toEqual({ most: 2, minutes: 3 });
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
(0, vitest_1.describe)('task queues', () => {
    (0, vitest_1.it)('have code of their own', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const place = (name) => ({ where: async () => name });
            async function asks() {
                const where = (queue) => workflow.proxyActivities({ startToCloseTimeout: '1s', taskQueue: queue }).where();
                return [await where('north'), await where('south')];
            }
            const world = __addDisposableResource(env_6, await src_1.World.create({
                taskQueues: {
                    main: { workflows: { asks } },
                    north: { activities: place('N') },
                    south: { activities: place('S') },
                },
            }), true);
            (0, vitest_1.expect)(await world.client.workflow.execute(asks, { workflowId: 'w', taskQueue: 'main' })).toEqual(['N', 'S']);
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
});

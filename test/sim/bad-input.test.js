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
/** What cannot work says so at once: what was wrong, with which value, what would be right. Nothing hangs. */
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const within_real_time_1 = require("../support/within-real-time");
const modes_1 = require("./modes");
const activities = { async greet() { } };
async function messageOf(promise) {
    const error = await (0, within_real_time_1.withinRealTime)(5000, 'the call', promise).then(() => undefined, (thrown) => thrown);
    const parts = [];
    for (let one = error; one instanceof Error; one = one.cause) {
        const text = `${one.name}: ${one.message}`.split('\nHistory:')[0].replace(/\n\s+at .*/g, '');
        parts.push(text);
    }
    return parts.join('\n← ');
}
(0, vitest_1.describe)('options of a world', () => {
    vitest_1.it.each([
        [{ onTaskFailure: 'ignore' }],
        [{ replay: 'always' }],
        [{ serverVersion: '1.20' }],
        [{ startTime: 'tomorrow' }],
        [{ workflows: () => { } }],
        [{ workflows: './workflows' }],
        [{ activities: 'activities.ts' }],
        [{ workflows: {}, taskQueues: { q: {} } }],
        [{ taskQueues: { q: { workflows: 7 } } }],
        [{ seed: Number.NaN }],
        [{ maxSteps: 0 }],
        [{ realTimeLimitMs: '1 second' }],
        [{ namespace: '' }],
        [{ seeed: 1 }],
    ])('%j', async (options) => {
        const making = src_1.World.create(options);
        await (0, vitest_1.expect)(making).rejects.toThrow(src_1.InvalidInputError);
        (0, vitest_1.expect)(await messageOf(making)).toMatchSnapshot();
    });
});
(0, vitest_1.describe)('the world itself', () => {
    vitest_1.it.each(['a while', '-1 day', -5, Number.NaN])('world.sleep(%j)', async (duration) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await src_1.World.create(), true);
            (0, vitest_1.expect)(await messageOf((async () => world.sleep(duration))())).toMatchSnapshot();
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
    (0, vitest_1.it)('a history that is not there names those that are', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            async function quick() { }
            const world = __addDisposableResource(env_2, await src_1.World.create({ workflows: { quick } }), true);
            (0, vitest_1.expect)(() => world.history('x')).toThrow("there is no workflow 'x'; this world has none so far");
            await world.client.workflow.execute(quick, { workflowId: 'a', taskQueue: modes_1.taskQueue });
            (0, vitest_1.expect)(() => world.history('x')).toThrow("this world has 'a'");
            (0, vitest_1.expect)(() => world.history('a', 'r')).toThrow("there is no workflow 'a' with run id 'r'");
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
    (0, vitest_1.it)('use after the end says that it has ended', async () => {
        async function quick() { }
        const world = await src_1.World.create({ workflows: { quick } });
        const { client } = world;
        await world.dispose();
        await world.dispose();
        const uses = [
            client.workflow.execute(quick, { workflowId: 'a', taskQueue: modes_1.taskQueue }),
            (async () => world.sleep(1))(),
            (async () => world.settle())(),
            world.run(() => 1),
            world.createWorker({ taskQueue: modes_1.taskQueue, workflows: { quick } }),
        ];
        for (const use of uses) {
            await (0, vitest_1.expect)(use).rejects.toThrow(src_1.DisposedError);
            await (0, vitest_1.expect)(use).rejects.toThrow(/has been disposed of; create a new one with World\.create\(\)/);
        }
    });
    (0, vitest_1.it)('the end of the world ends the calls that wait', async () => {
        async function waits() {
            await (0, workflow_1.sleep)('1 day');
        }
        const world = await src_1.World.create({ workflows: { waits } });
        const handle = await world.client.workflow.start(waits, { workflowId: 'a', taskQueue: modes_1.taskQueue });
        const sleeping = world.sleep('1 year');
        const result = handle.result();
        const ends = Promise.all([
            (0, vitest_1.expect)(result).rejects.toThrow(src_1.DisposedError),
            (0, vitest_1.expect)(sleeping).rejects.toThrow(src_1.DisposedError),
        ]);
        await world.dispose();
        await ends;
    });
});
(0, vitest_1.describe)('workflow code', () => {
    const cases = {
        'no timeout for an activity': () => (0, workflow_1.proxyActivities)({}).greet(),
        'a duration that is none': () => (0, workflow_1.proxyActivities)({ startToCloseTimeout: '10 parsecs' }).greet(),
        'a negative timeout': () => (0, workflow_1.proxyActivities)({ startToCloseTimeout: -1 }).greet(),
        'a retry policy that cannot be': () => (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1s', retry: { backoffCoefficient: 0.5 } }).greet(),
        'a retry policy without an attempt': () => (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1s', retry: { maximumAttempts: 0 } }).greet(),
        'a maximum below the initial interval': () => (0, workflow_1.proxyActivities)({
            startToCloseTimeout: '1s',
            retry: { initialInterval: '10s', maximumInterval: '1s' },
        }).greet(),
        'an argument that no payload can hold': () => (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1s' }).greet(10n),
        'a sleep that is no time': () => (0, workflow_1.sleep)('soon'),
        'a result that no payload can hold': async () => 10n,
    };
    vitest_1.it.each(Object.keys(cases))('%s', async (name) => {
        const bad = cases[name];
        const { error, history } = await (0, within_real_time_1.withinRealTime)(5000, name, (0, src_1.simulate)(bad, { activities, workflowId: 'w' }));
        (0, vitest_1.expect)(`${await messageOf(Promise.reject(error))}\n${history.event(history.length).type}`).toMatchSnapshot();
    });
    (0, vitest_1.it)('a workflow type that nobody has', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await src_1.World.create({ workflows: { async checkout() { }, async refund() { } } }), true);
            const text = await messageOf(world.client.workflow.execute('chekout', { workflowId: 'w', taskQueue: modes_1.taskQueue }));
            (0, vitest_1.expect)(text).toMatchSnapshot();
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
    (0, vitest_1.it)('an activity type that nobody has', async () => {
        async function calls() {
            await (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1s', retry: { maximumAttempts: 1 } }).gret();
        }
        const { error } = await (0, src_1.simulate)(calls, { activities });
        (0, vitest_1.expect)(await messageOf(Promise.reject(error))).toMatchSnapshot();
    });
    (0, vitest_1.it)('an activity result that no payload can hold', async () => {
        async function calls() {
            await (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1s', retry: { maximumAttempts: 1 } }).big();
        }
        const { error } = await (0, src_1.simulate)(calls, { activities: { big: async () => 10n } });
        (0, vitest_1.expect)(await messageOf(Promise.reject(error))).toMatch(/ActivityFailure.*\n← ApplicationFailure: Unable to convert 10/);
    });
    (0, vitest_1.it)('a task queue that nobody serves', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            async function quick() { }
            const world = __addDisposableResource(env_4, await src_1.World.create({ taskQueues: { orders: { workflows: { quick } } } }), true);
            const text = await messageOf(world.client.workflow.execute(quick, { workflowId: 'w', taskQueue: 'order' }));
            (0, vitest_1.expect)(text).toMatch(/^DeadlockError: /);
            (0, vitest_1.expect)(text).toContain("Task queue 'order' has no worker for workflow tasks (workers serve 'orders'): ");
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
    (0, vitest_1.it)('activities without a worker for them', async () => {
        async function calls() {
            await (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1s' }).greet();
        }
        const { error } = await (0, src_1.simulate)(calls);
        (0, vitest_1.expect)(await messageOf(Promise.reject(error))).toContain("Task queue 'simulate' has no worker for activity tasks");
    });
});
(0, vitest_1.describe)('client calls', () => {
    async function waits() {
        await (0, workflow_1.condition)(() => false);
    }
    vitest_1.it.each([
        ['an argument that no payload can hold', { args: [10n] }],
        ['a retry policy that cannot be', { retry: { backoffCoefficient: 0.5 } }],
        ['a duration that is none', { workflowRunTimeout: 'long' }],
        ['a negative duration', { workflowRunTimeout: -1 }],
        ['a cron schedule that is none', { cronSchedule: 'every day' }],
        ['no workflow id', { workflowId: '' }],
        ['no task queue', { taskQueue: '' }],
    ])('%s', async (_, options) => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await src_1.World.create({ workflows: { waits } }), true);
            const text = await messageOf((async () => world.client.workflow.start('waits', { workflowId: 'w', taskQueue: modes_1.taskQueue, ...options }))());
            (0, vitest_1.expect)(text).toMatchSnapshot();
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
    (0, vitest_1.it)('a workflow that is not there', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await src_1.World.create({ workflows: { waits } }), true);
            const handle = world.client.workflow.getHandle('nobody');
            const calls = ['result', 'cancel', 'terminate', 'describe'];
            for (const call of calls)
                (0, vitest_1.expect)(await messageOf(handle[call]()), call).toMatch(/^WorkflowNotFoundError: /);
            (0, vitest_1.expect)(await messageOf(handle.signal('s'))).toMatch(/^WorkflowNotFoundError: /);
            (0, vitest_1.expect)(await messageOf(handle.query('q'))).toMatch(/^WorkflowNotFoundError: /);
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

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
/** A world's time, its failures, and its end. */
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const within_real_time_1 = require("../support/within-real-time");
const modes_1 = require("./modes");
const DAY = 86_400_000;
vitest_1.describe.each(modes_1.MODES)('time, %s', (_, mode) => {
    (0, vitest_1.it)('a workflow sleeps for months, and none of it is real', async () => {
        async function year() {
            const dates = [];
            for (let month = 0; month < 12; month++) {
                await (0, workflow_1.sleep)('30 days');
                dates.push(new Date().toISOString().slice(0, 10));
            }
            return dates;
        }
        const simulation = (0, within_real_time_1.withinRealTime)(2000, 'a year', (0, src_1.simulate)(year, mode));
        const { result, durationMs } = await simulation;
        (0, vitest_1.expect)([result[0], result[11]]).toEqual(['2030-01-31', '2030-12-27']);
        (0, vitest_1.expect)(durationMs).toBe(360 * DAY);
    });
    (0, vitest_1.it)('time moves only while somebody waits for it', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            async function monthly() {
                await (0, workflow_1.sleep)('30 days');
            }
            const world = __addDisposableResource(env_1, await src_1.World.create({ workflows: { monthly }, startTime: '2040-02-29', ...mode }), true);
            const handle = await world.client.workflow.start(monthly, { workflowId: 'w', taskQueue: modes_1.taskQueue });
            await world.settle();
            (0, vitest_1.expect)(new Date(world.now()).toISOString()).toBe('2040-02-29T00:00:00.000Z');
            await world.sleep('29 days');
            (0, vitest_1.expect)((await handle.describe()).status.name).toBe('RUNNING');
            await handle.result();
            (0, vitest_1.expect)(world.now()).toBe(Date.UTC(2040, 1, 29) + 30 * DAY);
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
    (0, vitest_1.it)('two worlds at once have nothing to do with each other', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            async function who() {
                await (0, workflow_1.sleep)('1 hour');
                return [(0, workflow_1.workflowInfo)().workflowId, Date.now()];
            }
            const early = __addDisposableResource(env_2, await src_1.World.create({ workflows: { who }, startTime: 0, ...mode }), true);
            const late = __addDisposableResource(env_2, await src_1.World.create({ workflows: { who }, startTime: 1e12, ...mode }), true);
            const run = ({ client }) => client.workflow.execute(who, { workflowId: 'same id', taskQueue: modes_1.taskQueue });
            (0, vitest_1.expect)(await Promise.all([run(early), run(late), early.sleep('2 days')])).toEqual([
                ['same id', 3_600_000],
                ['same id', 1e12 + 3_600_000],
                undefined,
            ]);
            (0, vitest_1.expect)([early.now(), late.now()]).toEqual([2 * DAY, 1e12 + 3_600_000]);
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
(0, vitest_1.describe)('a workflow task that fails', () => {
    async function breaks() {
        await (0, workflow_1.sleep)('1 day');
        throw new TypeError('cannot read what is not there');
    }
    (0, vitest_1.it)('ends the call that waits, with the lines of the code and the history', async () => {
        const { error, history } = await (0, src_1.simulate)(breaks, { workflowId: 'w' });
        (0, vitest_1.expect)(error).toBeInstanceOf(src_1.WorkflowTaskFailedError);
        const { message } = error;
        (0, vitest_1.expect)(message).toMatch(/^a workflow task of breaks \(w\) failed: TypeError: cannot read what is not there\n {4}at breaks \(.*world\.test\.ts:\d+:\d+\)\n/);
        (0, vitest_1.expect)(message).toMatch(/onTaskFailure: 'retry'.*\nHistory:\nbreaks "w".*TimerFired/s);
        (0, vitest_1.expect)(history.ofType('WorkflowTaskFailed')).toHaveLength(1);
    });
    (0, vitest_1.it)('is tried again until the code is repaired, where the world does as the server does', async () => {
        let attempts = 0;
        async function recovers() {
            if (++attempts < 3)
                throw new TypeError('not yet');
            return 'repaired';
        }
        const { result, history } = await (0, src_1.simulate)(recovers, { onTaskFailure: 'retry', replay: 'off' });
        (0, vitest_1.expect)({ result, attempts }).toEqual({ result: 'repaired', attempts: 3 });
        // Only the first failure of a row stands in a history.
        (0, vitest_1.expect)(history.ofType('WorkflowTaskFailed')).toHaveLength(1);
    });
    (0, vitest_1.it)('is told once, and a call that begins to wait later is told, too', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await src_1.World.create({ workflows: { breaks } }), true);
            const handle = await world.client.workflow.start(breaks, { workflowId: 'w', taskQueue: modes_1.taskQueue });
            await world.sleep('2 days');
            await (0, vitest_1.expect)(handle.result()).rejects.toThrow(src_1.WorkflowTaskFailedError);
            await (0, vitest_1.expect)(handle.result()).rejects.toThrow(src_1.WorkflowTaskFailedError);
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
    (0, vitest_1.it)('that nobody waited for is told at the end of the world', async () => {
        const world = await src_1.World.create({ workflows: { breaks } });
        await world.client.workflow.start(breaks, { workflowId: 'w', taskQueue: modes_1.taskQueue });
        await world.sleep('2 days');
        await (0, vitest_1.expect)(world.dispose()).rejects.toThrow(src_1.WorkflowTaskFailedError);
    });
});
(0, vitest_1.describe)('a deadlock', () => {
    const approved = (0, workflow_1.defineSignal)('approved');
    async function order() {
        let isApproved = false;
        (0, workflow_1.setHandler)(approved, () => {
            isApproved = true;
        });
        await (0, workflow_1.condition)(() => isApproved);
    }
    (0, vitest_1.it)('names who waits, each open workflow, what it awaits and where', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await src_1.World.create({ workflows: { order } }), true);
            const handle = await world.client.workflow.start(order, { workflowId: 'o-1', taskQueue: modes_1.taskQueue });
            const error = await (0, within_real_time_1.withinRealTime)(5000, 'the deadlock', handle.result().catch((e) => e));
            (0, vitest_1.expect)(error).toBeInstanceOf(src_1.DeadlockError);
            (0, vitest_1.expect)(error.message).toMatch(/Waiting:\n {2}- the result of o-1\nOpen workflows:\n {2}- order \(o-1\), task queue 'q'\n {6}awaits condition\(\(\) => isApproved\) at order \(.*world\.test\.ts:\d+:\d+\)/);
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
    (0, vitest_1.it)('is not the end of the world: what was missing can still come', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await src_1.World.create({ workflows: { order } }), true);
            const handle = await world.client.workflow.start(order, { workflowId: 'o-1', taskQueue: modes_1.taskQueue });
            await (0, vitest_1.expect)(handle.result()).rejects.toThrow(src_1.DeadlockError);
            await handle.signal(approved);
            await handle.result();
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
(0, vitest_1.describe)('a world without end', () => {
    async function forever() {
        for (;;)
            await (0, workflow_1.sleep)('1 second');
    }
    (0, vitest_1.it)('ends at its limit of steps: the call that waits, and all later ones', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await src_1.World.create({ workflows: { forever }, maxSteps: 1000 }), true);
            const handle = await world.client.workflow.start(forever, { workflowId: 'w', taskQueue: modes_1.taskQueue });
            const calls = [() => handle.result(), () => handle.cancel(), () => world.sleep(1)];
            for (const call of calls) {
                const error = await (0, within_real_time_1.withinRealTime)(5000, 'the call', call().catch((e) => e));
                (0, vitest_1.expect)(error).toBeInstanceOf(src_1.LimitError);
            }
            await (0, within_real_time_1.withinRealTime)(1000, 'settle', world.settle());
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
(0, vitest_1.describe)('determinism', () => {
    (0, vitest_1.it)('the seed decides all ids and chances, and nothing else does', async () => {
        async function draws() {
            return [await (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1s' }).draw(), Math.random(), (0, workflow_1.workflowInfo)().runId];
        }
        const activities = { draw: async () => [Math.random(), crypto.randomUUID(), Date.now()] };
        const run = async (seed) => {
            const { result, history } = await (0, src_1.simulate)(draws, { activities, seed });
            return JSON.stringify([result, history]);
        };
        const first = await run(1);
        (0, vitest_1.expect)(await run(1)).toBe(first);
        (0, vitest_1.expect)(await run(2)).not.toBe(first);
        (0, vitest_1.expect)(src_1.History.from(JSON.parse(first)[1]).length).toBe(11);
    });
});

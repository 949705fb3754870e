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
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const src_1 = require("../../../src");
const workflows = {
    async echo(value) {
        return value;
    },
    async fails() {
        throw workflow_1.ApplicationFailure.nonRetryable('no');
    },
    async waits() {
        await (0, workflow_1.sleep)('30 days');
    },
    async labels(label) {
        (0, workflow_1.upsertSearchAttributes)({ CustomKeywordField: [label] });
        await (0, workflow_1.sleep)('30 days');
    },
};
const shop = () => src_1.World.create({ workflows, onTaskFailure: 'retry', replay: 'off' });
/** Starts a workflow whose type is the first part of its id. */
const start = (world, workflowId, options = {}) => world.client.workflow.start(workflowId.split('-')[0], { workflowId, taskQueue: 'q', args: [], ...options });
async function ids(client, query, pageSize) {
    const found = [];
    for await (const { workflowId } of client.workflow.list({ query, pageSize }))
        found.push(workflowId);
    return found;
}
(0, vitest_1.describe)('lists of workflows', () => {
    (0, vitest_1.it)('begin with those that are open, the newest first, and go on with the one that closed last', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await shop(), true);
            for (const id of ['waits-1', 'waits-2', 'echo-1', 'waits-3', 'echo-2']) {
                await start(world, id);
                await world.sleep('1 minute');
            }
            (0, vitest_1.expect)(await ids(world.client)).toEqual(['waits-3', 'waits-2', 'waits-1', 'echo-2', 'echo-1']);
            await world.client.workflow.getHandle('waits-2').terminate();
            await start(world, 'waits-4');
            (0, vitest_1.expect)(await ids(world.client)).toEqual(['waits-4', 'waits-3', 'waits-1', 'waits-2', 'echo-2', 'echo-1']);
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
    (0, vitest_1.it)('come in pages, whatever starts and closes in between', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await shop(), true);
            for (let i = 0; i < 7; i++)
                await start(world, `echo-${i}`);
            await world.settle();
            const { workflowService } = world.connection;
            const page = (nextPageToken) => workflowService.listWorkflowExecutions({ namespace: 'default', pageSize: 3, nextPageToken });
            const first = await page();
            await start(world, 'waits-new');
            const second = await page(first.nextPageToken);
            const third = await page(second.nextPageToken);
            const pages = [first, second, third].map(({ executions }) => executions.map((x) => x.execution?.workflowId));
            (0, vitest_1.expect)(pages).toEqual([['echo-6', 'echo-5', 'echo-4'], ['echo-3', 'echo-2', 'echo-1'], ['echo-0']]);
            (0, vitest_1.expect)(third.nextPageToken).toHaveLength(0);
            await (0, vitest_1.expect)(page(Buffer.from('not a token'))).rejects.toThrow('Invalid NextPageToken');
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
    (0, vitest_1.it)('see search attributes as soon as the workflow sets them', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await shop(), true);
            await start(world, 'labels-1', { args: ['gold'] });
            await start(world, 'waits-1', { searchAttributes: { CustomKeywordField: ['gold'], CustomIntField: [7] } });
            await world.settle();
            (0, vitest_1.expect)(await ids(world.client, "CustomKeywordField = 'gold'")).toEqual(['waits-1', 'labels-1']);
            (0, vitest_1.expect)(await ids(world.client, "CustomKeywordField = 'gold' AND CustomIntField IS NULL")).toEqual(['labels-1']);
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
    (0, vitest_1.it)('know the build of the workers that a run has met', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await src_1.World.create({ workflows, buildId: 'v7' }), true);
            await start(world, 'waits-1');
            await world.settle();
            (0, vitest_1.expect)(await ids(world.client, "BuildIds = 'unversioned:v7' AND BuildIds = 'unversioned'")).toEqual(['waits-1']);
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
    (0, vitest_1.it)('count by status', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await shop(), true);
            for (const id of ['echo-1', 'fails-1', 'echo-2', 'waits-1'])
                await start(world, id);
            await world.settle();
            const { count, groups } = await world.client.workflow.count('GROUP BY ExecutionStatus');
            (0, vitest_1.expect)({ count, groups }).toEqual({
                count: 4,
                groups: [
                    { count: 1, groupValues: [['Running']] },
                    { count: 2, groupValues: [['Completed']] },
                    { count: 1, groupValues: [['Failed']] },
                ],
            });
            (0, vitest_1.expect)(await world.client.workflow.count("WorkflowType = 'echo'")).toEqual({ count: 2, groups: [] });
            await (0, vitest_1.expect)(ids(world.client, 'GROUP BY ExecutionStatus')).rejects.toMatchObject({
                cause: { details: "invalid query: operation is not supported: 'group by' clause" },
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
    (0, vitest_1.it)('have older forms, for open and for closed runs', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await shop(), true);
            await start(world, 'waits-1');
            const hourLater = new Date(world.now() + 3_600_000);
            await world.sleep('2 hours');
            for (const id of ['echo-1', 'fails-1', 'waits-2'])
                await start(world, id);
            await world.settle();
            const { workflowService } = world.connection;
            const idsOf = ({ executions }) => executions.map((x) => x.execution?.workflowId);
            const latestTime = { seconds: hourLater.getTime() / 1000 };
            const namespace = 'default';
            const open = (more) => workflowService.listOpenWorkflowExecutions({ namespace, ...more }).then(idsOf);
            const shut = (more) => workflowService.listClosedWorkflowExecutions({ namespace, ...more }).then(idsOf);
            (0, vitest_1.expect)(await open({})).toEqual(['waits-2', 'waits-1']);
            (0, vitest_1.expect)(await open({ startTimeFilter: { latestTime } })).toEqual(['waits-1']);
            (0, vitest_1.expect)(await open({ executionFilter: { workflowId: 'waits-2' } })).toEqual(['waits-2']);
            (0, vitest_1.expect)(await shut({ statusFilter: { status: 3 } })).toEqual(['fails-1']);
            (0, vitest_1.expect)(await shut({ typeFilter: { name: 'echo' } })).toEqual(['echo-1']);
            (0, vitest_1.expect)(idsOf(await workflowService.scanWorkflowExecutions({ namespace, query: "WorkflowType = 'echo'" }))).toEqual([
                'echo-1',
            ]);
            await (0, vitest_1.expect)(workflowService.listArchivedWorkflowExecutions({ namespace })).rejects.toMatchObject({ code: 12 });
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

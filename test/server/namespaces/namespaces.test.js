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
const client_1 = require("@temporalio/client");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const src_1 = require("../../../src");
const DAY = { seconds: 86_400 };
const workflows = {
    async echo(value) {
        return value;
    },
    async waits() {
        await (0, workflow_1.sleep)('30 days');
    },
    async untilSignalled() {
        let said;
        (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('say'), (text) => {
            said = text;
        });
        await (0, workflow_1.condition)(() => said !== undefined);
        return said;
    },
};
async function twoNamespaces() {
    const world = await src_1.World.create({ workflows, onTaskFailure: 'retry' });
    const { workflowService } = world.connection;
    await workflowService.registerNamespace({
        namespace: 'other',
        description: 'the other one',
        workflowExecutionRetentionPeriod: DAY,
    });
    const other = new client_1.Client({ connection: world.connection, namespace: 'other', identity: 'c' });
    return { world, other, workflowService };
}
(0, vitest_1.describe)('namespaces', () => {
    (0, vitest_1.it)('keep their workflows apart, even those with the same id', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, other } = await twoNamespaces();
            const _ = __addDisposableResource(env_1, world, true);
            await world.createWorker({ namespace: 'other', taskQueue: 'q', workflows });
            const options = { workflowId: 'same', taskQueue: 'q' };
            const [here, there] = [
                await world.client.workflow.start('untilSignalled', options),
                await other.workflow.start('untilSignalled', options),
            ];
            await here.signal('say', 'here');
            (0, vitest_1.expect)(await here.result()).toBe('here');
            (0, vitest_1.expect)((await there.describe()).status.name).toBe('RUNNING');
            await there.signal('say', 'there');
            (0, vitest_1.expect)(await there.result()).toBe('there');
            await other.workflow.execute('echo', { workflowId: 'only', taskQueue: 'q', args: [1] });
            (0, vitest_1.expect)((await world.client.workflow.count()).count).toBe(1);
            (0, vitest_1.expect)((await other.workflow.count()).count).toBe(2);
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
    (0, vitest_1.it)('have search attributes of their own', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, other } = await twoNamespaces();
            const _ = __addDisposableResource(env_2, world, true);
            const { operatorService } = world.connection;
            await operatorService.addSearchAttributes({ namespace: 'other', searchAttributes: { Color: 2, Sizes: 7 } });
            const listed = await operatorService.listSearchAttributes({ namespace: 'other' });
            (0, vitest_1.expect)(listed.customAttributes).toMatchObject({ Color: 2, Sizes: 7, CustomIntField: 3 });
            (0, vitest_1.expect)(listed.systemAttributes).toMatchObject({ WorkflowId: 2, StartTime: 6, BuildIds: 7 });
            (0, vitest_1.expect)(await other.workflow.count("Color = 'red'")).toMatchObject({ count: 0 });
            await (0, vitest_1.expect)(world.client.workflow.count("Color = 'red'")).rejects.toMatchObject({ cause: { code: 3 } });
            // What is there with the same type stays; another type is refused, and names of the system are.
            await operatorService.addSearchAttributes({ namespace: 'other', searchAttributes: { Color: 2 } });
            const add = (searchAttributes) => operatorService.addSearchAttributes({ namespace: 'other', searchAttributes });
            await (0, vitest_1.expect)(add({ Color: 1 })).rejects.toMatchObject({
                code: 6,
                details: 'Search attribute Color already exists.',
            });
            await (0, vitest_1.expect)(add({ WorkflowId: 2 })).rejects.toMatchObject({ code: 3 });
            await (0, vitest_1.expect)(add({ Weight: 9 })).rejects.toMatchObject({ code: 3 });
            await operatorService.removeSearchAttributes({ namespace: 'other', searchAttributes: ['Color'] });
            await (0, vitest_1.expect)(other.workflow.count("Color = 'red'")).rejects.toMatchObject({ cause: { code: 3 } });
            await (0, vitest_1.expect)(operatorService.removeSearchAttributes({ namespace: 'other', searchAttributes: ['Color'] })).rejects.toMatchObject({ code: 5, details: "Search attribute Color doesn't exist." });
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
    (0, vitest_1.it)('are described, listed and changed', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, workflowService } = await twoNamespaces();
            const _ = __addDisposableResource(env_3, world, true);
            const { namespaceInfo, config } = await workflowService.describeNamespace({ namespace: 'other' });
            (0, vitest_1.expect)(namespaceInfo).toMatchObject({ name: 'other', state: 1, description: 'the other one' });
            (0, vitest_1.expect)(config?.workflowExecutionRetentionTtl?.seconds?.toString()).toBe('86400');
            (0, vitest_1.expect)((await workflowService.describeNamespace({ id: namespaceInfo?.id })).namespaceInfo?.name).toBe('other');
            const changed = await workflowService.updateNamespace({
                namespace: 'other',
                updateInfo: { description: 'changed', data: { team: 'blue' } },
                config: { workflowExecutionRetentionTtl: { seconds: 172_800 } },
            });
            (0, vitest_1.expect)(changed.namespaceInfo).toMatchObject({ description: 'changed', data: { team: 'blue' } });
            (0, vitest_1.expect)(changed.config?.workflowExecutionRetentionTtl?.seconds?.toString()).toBe('172800');
            const first = await workflowService.listNamespaces({ pageSize: 1 });
            const second = await workflowService.listNamespaces({ pageSize: 1, nextPageToken: first.nextPageToken });
            (0, vitest_1.expect)([first, second].map(({ namespaces }) => namespaces[0]?.namespaceInfo?.name)).toEqual(['default', 'other']);
            (0, vitest_1.expect)(second.nextPageToken).toHaveLength(0);
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
    (0, vitest_1.it)('refuse a second registration, and one without a retention', async () => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, workflowService } = await twoNamespaces();
            const _ = __addDisposableResource(env_4, world, true);
            const register = (request) => workflowService.registerNamespace(request);
            await (0, vitest_1.expect)(register({ namespace: 'other', workflowExecutionRetentionPeriod: DAY })).rejects.toMatchObject({
                code: 6,
                details: 'Namespace already exists.',
            });
            await (0, vitest_1.expect)(register({ namespace: 'third' })).rejects.toMatchObject({ code: 3 });
            await (0, vitest_1.expect)(register({ workflowExecutionRetentionPeriod: DAY })).rejects.toMatchObject({ code: 3 });
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
    (0, vitest_1.it)('let nothing start once they are deprecated; what runs goes on', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, other, workflowService } = await twoNamespaces();
            const _ = __addDisposableResource(env_5, world, true);
            const running = await other.workflow.start('waits', { workflowId: 'w', taskQueue: 'q' });
            await workflowService.deprecateNamespace({ namespace: 'other' });
            await (0, vitest_1.expect)(other.workflow.start('waits', { workflowId: 'x', taskQueue: 'q' })).rejects.toMatchObject({
                cause: { code: 9, details: 'Namespace has invalid state: Deprecated. Must be Registered.' },
            });
            await running.terminate();
            (0, vitest_1.expect)((await running.describe()).status.name).toBe('TERMINATED');
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
    (0, vitest_1.it)('that do not exist are known by the error of the SDK', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await src_1.World.create(), true);
            const nowhere = new client_1.Client({ connection: world.connection, namespace: 'nowhere' });
            for (const call of [() => nowhere.workflow.getHandle('a').describe(), () => nowhere.workflow.count()]) {
                await (0, vitest_1.expect)(call()).rejects.toMatchObject({ name: 'NamespaceNotFoundError', namespace: 'nowhere' });
            }
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
    (0, vitest_1.it)('take their workflows with them when they are deleted', async () => {
        const env_7 = { stack: [], error: void 0, hasError: false };
        try {
            const { world, other } = await twoNamespaces();
            const _ = __addDisposableResource(env_7, world, true);
            await other.workflow.start('waits', { workflowId: 'w', taskQueue: 'q' });
            const { deletedNamespace } = await world.connection.operatorService.deleteNamespace({ namespace: 'other' });
            (0, vitest_1.expect)(deletedNamespace).toMatch(/^other-deleted-[0-9a-f]{5}$/);
            await (0, vitest_1.expect)(other.workflow.count()).rejects.toMatchObject({ name: 'NamespaceNotFoundError' });
            (0, vitest_1.expect)((await world.client.workflow.count()).count).toBe(0);
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
(0, vitest_1.describe)('a task queue', () => {
    (0, vitest_1.it)('names its pollers', async () => {
        const env_8 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_8, await src_1.World.create(), true);
            await world.createWorker({ taskQueue: 'q', identity: 'anna', workflows, activities: {} });
            await world.createWorker({ taskQueue: 'q', identity: 'bert', workflows });
            const pollers = async (taskQueueType) => {
                const taskQueue = { name: 'q' };
                const found = await world.connection.workflowService.describeTaskQueue({
                    namespace: 'default',
                    taskQueue,
                    taskQueueType,
                });
                return found.pollers.map(({ identity }) => identity);
            };
            (0, vitest_1.expect)(await pollers(1)).toEqual(['anna', 'bert']);
            (0, vitest_1.expect)(await pollers(2)).toEqual(['anna']);
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
    (0, vitest_1.it)('has no versions, and says so', async () => {
        const env_9 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_9, await src_1.World.create(), true);
            const { workflowService } = world.connection;
            await (0, vitest_1.expect)(workflowService.getWorkerBuildIdCompatibility({ namespace: 'default', taskQueue: 'q' })).rejects.toMatchObject({ code: 12, details: vitest_1.expect.stringContaining('worldline has no worker versioning') });
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

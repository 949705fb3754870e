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
const MiB = 1024 * 1024;
const large = () => 'x'.repeat(2 * MiB + 1);
const activities = {
    async echo(value) {
        return typeof value === 'string' ? value.length : value;
    },
    async returns(length) {
        return 'x'.repeat(length);
    },
    async fails(length, type = 'Large', nonRetryable = false) {
        throw workflow_1.ApplicationFailure.create({ message: 'm'.repeat(length), type, nonRetryable, details: ['gone'] });
    },
    async takes(ms) {
        await activity_1.Context.current().sleep(ms);
    },
};
const retry = { maximumAttempts: 2, initialInterval: '1 minute' };
const { echo, returns, fails } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 hour', retry });
const { takes } = (0, workflow_1.proxyLocalActivities)({ startToCloseTimeout: '1 hour' });
const workflows = {
    async child() { },
    async returnsLarge() {
        return large();
    },
    async throwsLarge() {
        throw workflow_1.ApplicationFailure.nonRetryable(large());
    },
    async passesLargeToActivity() {
        await echo(large());
    },
    async passesLargeToChild() {
        await (0, workflow_1.startChild)('child', { args: [large()] });
    },
    async givesChildLargeMemo() {
        await (0, workflow_1.startChild)('child', { memo: { note: large() } });
    },
    async continuesWithLarge() {
        await (0, workflow_1.continueAsNew)(large());
    },
    async signalsLarge() {
        await (0, workflow_1.getExternalWorkflowHandle)('x').signal('s', large());
    },
    async upsertsLargeMemo() {
        (0, workflow_1.upsertMemo)({ note: large() });
        await (0, workflow_1.sleep)('1 day');
    },
    async writesManyEvents() {
        for (let i = 0; i < 51_300; i++)
            (0, workflow_1.upsertMemo)({ i });
        await (0, workflow_1.sleep)('1 day');
    },
    async writesMuch() {
        const megabyte = 'x'.repeat(MiB);
        for (let i = 0; i < 60; i++)
            await echo(megabyte);
    },
    async countsSignals() {
        let count = 0;
        (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('s'), () => {
            count++;
        });
        (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('count'), () => count);
        await (0, workflow_1.condition)(() => false);
    },
    async busy() {
        let count = 0;
        (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('s'), () => {
            count++;
        });
        await takes(5000);
        return count;
    },
    async signals(target) {
        await (0, workflow_1.getExternalWorkflowHandle)(target).signal('s');
    },
    async largeResult() {
        await returns(2 * MiB + 1);
    },
    async largeFailure(length, nonRetryable = false) {
        await fails(length, 'Large', nonRetryable);
    },
};
const shop = (options = {}) => src_1.World.create({ workflows, activities, onTaskFailure: 'retry', replay: 'off', ...options });
const start = (world, type, ...args) => world.client.workflow.start(type, { workflowId: 'w', taskQueue: 'q', args });
const types = (world) => world.history('w').events.map(({ type }) => type);
const attributes = (world, type) => world.history('w').events.find((event) => event.type === type)?.attributes;
(0, vitest_1.describe)('a payload over 2 MiB in a command', () => {
    vitest_1.it.each([
        ['returnsLarge', 2, 'BadScheduleActivityAttributes: CompleteWorkflowExecutionCommandAttributes.Result'],
        ['throwsLarge', 8, 'BadFailWorkflowExecutionAttributes: FailWorkflowExecutionCommandAttributes.Failure'],
        ['passesLargeToActivity', 2, 'BadScheduleActivityAttributes: ScheduleActivityTaskCommandAttributes.Input'],
        ['passesLargeToChild', 16, 'BadStartChildExecutionAttributes: StartChildWorkflowExecutionCommandAttributes. Input'],
        ['givesChildLargeMemo', 16, 'BadStartChildExecutionAttributes: StartChildWorkflowExecutionCommandAttributes.Memo'],
        ['continuesWithLarge', 11, 'BadContinueAsNewAttributes: ContinueAsNewWorkflowExecutionCommandAttributes. Input'],
        [
            'signalsLarge',
            15,
            'BadSignalWorkflowExecutionAttributes: SignalExternalWorkflowExecutionCommandAttributes.Input',
        ],
        ['upsertsLargeMemo', 25, 'BadModifyWorkflowPropertiesAttributes: ModifyWorkflowPropertiesCommandAttributes'],
    ])('fails the task and terminates the workflow: %s', async (type, cause, text) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_1, await shop(), true);
            const message = `${text} exceeds size limit.`;
            const handle = await start(world, type);
            await (0, vitest_1.expect)(handle.result()).rejects.toMatchObject({ cause: { name: 'TerminatedFailure', message } });
            (0, vitest_1.expect)(types(world).slice(3)).toEqual(['WorkflowTaskFailed', 'WorkflowExecutionTerminated']);
            (0, vitest_1.expect)(attributes(world, 'WorkflowTaskFailed')).toMatchObject({ cause, failure: { message } });
            (0, vitest_1.expect)(attributes(world, 'WorkflowExecutionTerminated')).toMatchObject({
                reason: message,
                identity: 'history-service',
            });
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
});
(0, vitest_1.describe)('a request over a limit', () => {
    const tooLarge = { cause: { code: 3, details: 'Blob data size exceeds limit.' } };
    (0, vitest_1.it)('is refused for its payloads', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_2, await shop(), true);
            await (0, vitest_1.expect)(start(world, 'child', large())).rejects.toMatchObject(tooLarge);
            const memo = { a: 'x'.repeat(MiB), b: 'x'.repeat(MiB) };
            await (0, vitest_1.expect)(world.client.workflow.start('child', { workflowId: 'w', taskQueue: 'q', memo })).rejects.toMatchObject({ cause: { details: 'Memo size exceeds limit.' } });
            await (0, vitest_1.expect)(world.client.workflow.signalWithStart('child', {
                workflowId: 'w',
                taskQueue: 'q',
                signal: 's',
                signalArgs: [large()],
            })).rejects.toMatchObject(tooLarge);
            const handle = await start(world, 'countsSignals');
            await (0, vitest_1.expect)(handle.signal('s', large())).rejects.toMatchObject(tooLarge);
            await (0, vitest_1.expect)(handle.query('count', large())).rejects.toThrow('Blob data size exceeds limit.');
            (0, vitest_1.expect)(await handle.query('count')).toBe(0);
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
    (0, vitest_1.it)('is refused for its ids and names, which are counted in bytes', async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_3, await shop(), true);
            const long = 'ü'.repeat(501);
            const refused = (what) => ({ cause: { code: 3, details: `${what} length exceeds limit.` } });
            const start = (options, type = 'child') => world.client.workflow.start(type, { workflowId: 'w', taskQueue: 'q', ...options });
            await (0, vitest_1.expect)(start({ workflowId: long })).rejects.toMatchObject(refused('WorkflowId'));
            await (0, vitest_1.expect)(start({}, long)).rejects.toMatchObject(refused('WorkflowType'));
            await (0, vitest_1.expect)(start({ taskQueue: long })).rejects.toMatchObject({
                cause: { details: 'taskQueue length exceeds limit' },
            });
            const handle = await start({ workflowId: 'ü'.repeat(500) }, 'countsSignals');
            await (0, vitest_1.expect)(handle.signal(long)).rejects.toMatchObject(refused('SignalName'));
            await (0, vitest_1.expect)(handle.executeUpdate('u', { updateId: long })).rejects.toMatchObject(refused('UpdateId'));
            await (0, vitest_1.expect)(handle.query(long)).rejects.toThrow('QueryType length exceeds limit.');
            const { workflowService } = world.connection;
            const request = { namespace: 'default', workflowExecution: { workflowId: handle.workflowId }, requestId: long };
            const refusedRequest = { code: 3, details: 'RequestId length exceeds limit.' };
            await (0, vitest_1.expect)(workflowService.requestCancelWorkflowExecution(request)).rejects.toMatchObject(refusedRequest);
            await (0, vitest_1.expect)(workflowService.signalWorkflowExecution({ ...request, signalName: 's' })).rejects.toMatchObject(refusedRequest);
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
});
(0, vitest_1.describe)('a history over its limit', () => {
    vitest_1.it.each([
        ['count', 'writesManyEvents'],
        ['size', 'writesMuch'],
    ])('of %s terminates the workflow', async (what, type) => {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_4, await shop(), true);
            const handle = await start(world, type);
            await (0, vitest_1.expect)(handle.result()).rejects.toMatchObject({
                cause: { name: 'TerminatedFailure', message: `Workflow history ${what} exceeds limit.` },
            });
            (0, vitest_1.expect)(attributes(world, 'WorkflowExecutionTerminated').identity).toBe('history-service');
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
(0, vitest_1.describe)('signals', () => {
    (0, vitest_1.it)('are at most ten thousand a run, for clients and for workflows', async () => {
        const env_5 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_5, await src_1.World.create({ onTaskFailure: 'retry' }), true);
            const handle = await start(world, 'countsSignals');
            for (let i = 0; i < 10_000; i++)
                await handle.signal('s');
            const exceeded = 'exceeded workflow execution limit for signal events';
            await (0, vitest_1.expect)(handle.signal('s')).rejects.toMatchObject({ cause: { code: 3, details: exceeded } });
            await world.createWorker({ taskQueue: 'q', workflows });
            const other = world.client.workflow.execute('signals', { workflowId: 'x', taskQueue: 'q', args: ['w'] });
            await (0, vitest_1.expect)(other).rejects.toMatchObject({ cause: { message: 'The per-workflow signal limit was exceeded' } });
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
    (0, vitest_1.it)('beyond a hundred during one workflow task fail that task, and none is lost', async () => {
        const env_6 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_6, await shop(), true);
            const handle = await start(world, 'busy');
            await world.sleep('1s');
            for (let i = 0; i < 100; i++)
                await handle.signal('s');
            (0, vitest_1.expect)(types(world)).toEqual(['WorkflowExecutionStarted', 'WorkflowTaskScheduled', 'WorkflowTaskStarted']);
            await handle.signal('s');
            (0, vitest_1.expect)(types(world).slice(3, 5)).toEqual(['WorkflowTaskFailed', 'WorkflowExecutionSignaled']);
            (0, vitest_1.expect)(types(world)).toHaveLength(4 + 101);
            (0, vitest_1.expect)(attributes(world, 'WorkflowTaskFailed')).toMatchObject({ cause: 17, identity: 'history-service' });
            (0, vitest_1.expect)((await handle.describe()).raw.pendingWorkflowTask).toMatchObject({ attempt: 2 });
            (0, vitest_1.expect)(await handle.result()).toBe(101);
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
(0, vitest_1.describe)('an activity', () => {
    (0, vitest_1.it)('with a result over 2 MiB fails', async () => {
        const env_7 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_7, await shop(), true);
            const handle = await start(world, 'largeResult');
            await (0, vitest_1.expect)(handle.result()).rejects.toMatchObject({
                cause: { retryState: 'NON_RETRYABLE_FAILURE', cause: { message: 'Complete result exceeds size limit.' } },
            });
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
    (0, vitest_1.it)('that fails with more than 4 KiB is tried again; 2 KiB of the failure are kept', async () => {
        const env_8 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_8, await shop(), true);
            const handle = await start(world, 'largeFailure', 5000);
            await world.sleep('1s');
            const [pending] = (await handle.describe()).raw.pendingActivities;
            (0, vitest_1.expect)(pending).toMatchObject({
                attempt: 2,
                lastFailure: {
                    message: 'Failure exceeds size limit.',
                    serverFailureInfo: { nonRetryable: false },
                    cause: { applicationFailureInfo: { type: 'Large' }, message: 'm'.repeat(2048 - 'LargeTypeScriptSDK'.length) },
                },
            });
            (0, vitest_1.expect)(pending.lastFailure?.cause?.applicationFailureInfo?.details).toBeUndefined();
            // The last failure itself is not cut.
            await (0, vitest_1.expect)(handle.result()).rejects.toMatchObject({ cause: { cause: { message: 'm'.repeat(5000) } } });
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
    (0, vitest_1.it)('that fails with more than 2 MiB is not tried again; 512 KiB are kept', async () => {
        const env_9 = { stack: [], error: void 0, hasError: false };
        try {
            const world = __addDisposableResource(env_9, await shop(), true);
            const handle = await start(world, 'largeFailure', 2 * MiB);
            await handle.result().catch(() => undefined);
            const { failure, retryState } = attributes(world, 'ActivityTaskFailed');
            (0, vitest_1.expect)(retryState).toBe(2);
            (0, vitest_1.expect)(failure).toMatchObject({
                message: 'Failure exceeds size limit.',
                serverFailureInfo: { nonRetryable: true },
            });
            (0, vitest_1.expect)(failure.cause.message.length).toBeGreaterThan(511 * 1024);
            (0, vitest_1.expect)(failure.cause.message.length).toBeLessThanOrEqual(512 * 1024);
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

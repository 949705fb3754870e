"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const common_1 = require("@temporalio/common");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const history_builder_1 = require("../support/history-builder");
const worker_kit_1 = require("../support/worker-kit");
function nameAndCause(error) {
    const { name, message, cause } = error;
    return cause ? `${name}: ${message} <- ${nameAndCause(cause)}` : `${name}: ${message}`;
}
const workflows = {
    async parent() {
        const child = await (0, workflow_1.startChild)('child', { workflowId: 'child-1' });
        return [child.firstExecutionRunId, await child.result().catch(nameAndCause)];
    },
    async impatientParent(cancellationType) {
        return await (0, workflow_1.executeChild)('child', { workflowId: 'child-1', cancellationType }).catch(nameAndCause);
    },
    async changesItsMind() {
        const scope = new workflow_1.CancellationScope();
        const child = scope.run(() => (0, workflow_1.executeChild)('child', { workflowId: 'child-1' })).catch(nameAndCause);
        scope.cancel();
        return await child;
    },
    async neighbour() {
        const other = (0, workflow_1.getExternalWorkflowHandle)('other');
        return [
            await other.signal('hello').catch(nameAndCause),
            await other.cancel().then(() => 'cancelled', nameAndCause),
        ];
    },
    async twoPatches() {
        const a = (0, workflow_1.patched)('b-first');
        await (0, workflow_1.sleep)(1);
        return [a, (0, workflow_1.patched)('a-second')];
    },
    async withoutPatch() {
        await (0, workflow_1.sleep)(1);
        return [];
    },
    async deprecated() {
        (0, workflow_1.deprecatePatch)('old');
        await (0, workflow_1.sleep)(1);
    },
    async counter() {
        let count = 0;
        let finished = false;
        (0, workflow_1.setHandler)((0, workflow_1.defineUpdate)('add'), async (by) => (count += by), {
            validator: (by) => {
                if (by < 0)
                    throw common_1.ApplicationFailure.nonRetryable('only up', 'OnlyUp');
            },
        });
        (0, workflow_1.setHandler)((0, workflow_1.defineUpdate)('explode'), async () => {
            throw common_1.ApplicationFailure.nonRetryable('boom', 'Boom');
        });
        (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('finish'), () => {
            finished = true;
        });
        (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('count'), () => count);
        await (0, workflow_1.condition)(() => finished);
        return count;
    },
    async upserts() {
        (0, workflow_1.upsertMemo)({ note: 'new' });
        (0, workflow_1.upsertSearchAttributes)({ CustomKeywordField: ['k'] });
        await (0, workflow_1.sleep)(1);
        return (0, workflow_1.workflowInfo)().memo;
    },
    async ids() {
        const first = (0, workflow_1.uuid4)();
        await (0, workflow_1.condition)(() => false, 10);
        return [first, (0, workflow_1.uuid4)()];
    },
};
let worker;
const startWorker = (options) => {
    worker = (0, worker_kit_1.newWorker)(workflows, options);
};
(0, vitest_1.afterEach)(() => worker.dispose());
function resultOf(answer) {
    const result = answer.commands.at(-1).completeWorkflowExecutionCommandAttributes?.result;
    return result && (0, common_1.fromPayloadsAtIndex)(common_1.defaultPayloadConverter, 0, result.payloads);
}
const kinds = (answer) => answer.commands.map((command) => command.commandType);
const child = { workflowId: 'child-1', runId: 'child-run' };
function updateOf(history, id, name, ...args) {
    return {
        messageId: `${id}/request`,
        protocolInstanceId: id,
        sequencingEventId: history.length + 1,
        request: { meta: { updateId: id }, input: { name, args: (0, history_builder_1.payloads)(...args) } },
    };
}
vitest_1.describe.each([
    ['cached', undefined],
    ['replayed for each task', 0],
])('a run that is %s', (_, maxCachedWorkflows) => {
    (0, vitest_1.test)('hears when its child starts and how it ends', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('parent');
        const first = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(first.commands[0].startChildWorkflowExecutionCommandAttributes).toMatchObject({
            workflowId: 'child-1',
            workflowType: { name: 'child' },
        });
        const { id: initiatedEventId } = history.last('StartChildWorkflowExecutionInitiated');
        history.add('ChildWorkflowExecutionStarted', { initiatedEventId, workflowExecution: child });
        (0, vitest_1.expect)(kinds(await (0, worker_kit_1.step)(worker, history))).toEqual([]);
        const failure = { message: 'no luck', applicationFailureInfo: { type: 'Luck' } };
        history.add('ChildWorkflowExecutionFailed', { initiatedEventId, workflowExecution: child, failure, retryState: 5 });
        (0, vitest_1.expect)(resultOf(await (0, worker_kit_1.step)(worker, history))).toEqual([
            'child-run',
            'ChildWorkflowFailure: Child Workflow execution failed <- ApplicationFailure: no luck',
        ]);
    });
    vitest_1.test.each([
        [workflow_1.ChildWorkflowCancellationType.ABANDON, [4]],
        [workflow_1.ChildWorkflowCancellationType.TRY_CANCEL, [8, 4]],
        [workflow_1.ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED, [8]],
    ])('cancels a child with %s', async (cancellationType, commands) => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('impatientParent', [cancellationType]);
        await (0, worker_kit_1.step)(worker, history);
        const { id: initiatedEventId } = history.last('StartChildWorkflowExecutionInitiated');
        history.add('ChildWorkflowExecutionStarted', { initiatedEventId, workflowExecution: child });
        await (0, worker_kit_1.step)(worker, history);
        history.add('WorkflowExecutionCancelRequested', {});
        let answer = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(kinds(answer)).toEqual(commands);
        if (!commands.includes(4)) {
            const { id } = history.last('RequestCancelExternalWorkflowExecutionInitiated');
            history.add('ExternalWorkflowExecutionCancelRequested', { initiatedEventId: id });
            history.add('ChildWorkflowExecutionCanceled', { initiatedEventId, workflowExecution: child });
            answer = await (0, worker_kit_1.step)(worker, history);
        }
        (0, vitest_1.expect)(resultOf(answer)).toBe('ChildWorkflowFailure: Child Workflow execution failed <- CancelledFailure: ');
    });
    (0, vitest_1.test)('signals and cancels other workflows', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('neighbour');
        (0, vitest_1.expect)(kinds(await (0, worker_kit_1.step)(worker, history))).toEqual([12]);
        history.add('SignalExternalWorkflowExecutionFailed', {
            initiatedEventId: history.last('SignalExternalWorkflowExecutionInitiated').id,
            cause: 1,
        });
        const second = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(second.commands[0].requestCancelExternalWorkflowExecutionCommandAttributes.reason).toMatch(/^Cancel requested by workflow with run id \S+ with reason: $/);
        history.add('ExternalWorkflowExecutionCancelRequested', {
            initiatedEventId: history.last('RequestCancelExternalWorkflowExecutionInitiated').id,
        });
        (0, vitest_1.expect)(resultOf(await (0, worker_kit_1.step)(worker, history))).toEqual([
            'ApplicationFailure: Unable to signal external workflow because it was not found',
            'cancelled',
        ]);
    });
    (0, vitest_1.test)('writes a marker and the list of its patches for each new patch', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('twoPatches');
        (0, vitest_1.expect)(kinds(await (0, worker_kit_1.step)(worker, history))).toEqual([9, 13, 3]);
        history.timerFired();
        const last = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(kinds(last)).toEqual([9, 13, 4]);
        const { indexedFields } = last.commands[1].upsertWorkflowSearchAttributesCommandAttributes.searchAttributes;
        (0, vitest_1.expect)(common_1.defaultPayloadConverter.fromPayload(indexedFields.TemporalChangeVersion)).toEqual(['a-second', 'b-first']);
        (0, vitest_1.expect)(resultOf(last)).toEqual([true, true]);
    });
    (0, vitest_1.test)('accepts, completes and rejects updates', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('counter');
        await (0, worker_kit_1.step)(worker, history);
        const answer = await (0, worker_kit_1.step)(worker, history, { messages: [updateOf(history, 'u1', 'add', 5)] });
        (0, vitest_1.expect)(kinds(answer)).toEqual([14, 14]);
        (0, vitest_1.expect)(answer.messages).toMatchObject([
            { kind: 'accepted', protocolInstanceId: 'u1' },
            { kind: 'completed', outcome: { success: (0, history_builder_1.payloads)(5) } },
        ]);
        const exploded = await (0, worker_kit_1.step)(worker, history, { messages: [updateOf(history, 'u2', 'explode')] });
        (0, vitest_1.expect)(exploded.messages[1]).toMatchObject({ outcome: { failure: { message: 'boom' } } });
        const query = await worker.process((0, worker_kit_1.taskOf)(history, { query: { queryType: 'count' } }));
        (0, vitest_1.expect)(query).toMatchObject({ answer: { success: (0, history_builder_1.payloads)(5) } });
        history.signal('finish');
        (0, vitest_1.expect)(resultOf(await (0, worker_kit_1.step)(worker, history))).toBe(5);
    });
    (0, vitest_1.test)('goes on after a speculative task that only rejected an update and was dropped', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('counter');
        await (0, worker_kit_1.step)(worker, history);
        const kept = [...history.events];
        const started = history.task();
        const task = (0, worker_kit_1.taskOf)(history, { startedEventId: started, messages: [updateOf(history, 'u1', 'add', -1)] });
        const answer = (await worker.process(task));
        (0, vitest_1.expect)(answer.commands).toEqual([]);
        (0, vitest_1.expect)(answer.messages).toMatchObject([{ kind: 'rejected', failure: { message: 'only up' } }]);
        history.events.splice(0, history.length, ...kept);
        history.signal('finish');
        (0, vitest_1.expect)(resultOf(await (0, worker_kit_1.step)(worker, history))).toBe(0);
    });
    (0, vitest_1.test)('upserts memo and search attributes', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('upserts');
        (0, vitest_1.expect)(kinds(await (0, worker_kit_1.step)(worker, history))).toEqual([16, 13, 3]);
        history.timerFired();
        (0, vitest_1.expect)(resultOf(await (0, worker_kit_1.step)(worker, history))).toEqual({ note: 'new' });
    });
    (0, vitest_1.test)('draws the same random numbers in every life, and others after a reset', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('ids');
        await (0, worker_kit_1.step)(worker, history);
        const beforeReset = [...history.events];
        history.timerFired();
        const [first, second] = resultOf(await (0, worker_kit_1.step)(worker, history));
        const reset = new history_builder_1.HistoryBuilder();
        reset.events.push(...beforeReset);
        reset.task();
        reset.add('WorkflowTaskFailed', { cause: 20, newRunId: 'another-run' });
        worker.clear();
        reset.timerFired();
        const [again, different] = resultOf(await (0, worker_kit_1.step)(worker, reset));
        (0, vitest_1.expect)(again).toBe(first);
        (0, vitest_1.expect)(different).not.toBe(second);
    });
});
(0, vitest_1.test)('a child that is started and cancelled in one workflow task leaves no commands', async () => {
    startWorker();
    const answer = await (0, worker_kit_1.step)(worker, new history_builder_1.HistoryBuilder().started('changesItsMind'));
    (0, vitest_1.expect)(kinds(answer)).toEqual([4]);
    (0, vitest_1.expect)(resultOf(answer)).toBe('ChildWorkflowFailure: Child Workflow execution failed <- CancelledFailure: ');
});
(0, vitest_1.describe)('patches that the code no longer has', () => {
    async function historyOf(type) {
        startWorker();
        const history = new history_builder_1.HistoryBuilder().started(type);
        await (0, worker_kit_1.step)(worker, history);
        worker.dispose();
        return history.timerFired();
    }
    (0, vitest_1.test)('a deprecated one is passed over, with the upsert behind it', async () => {
        const history = await historyOf('deprecated');
        worker = (0, worker_kit_1.newWorker)({ deprecated: workflows.withoutPatch });
        (0, vitest_1.expect)(kinds(await (0, worker_kit_1.step)(worker, history))).toEqual([4]);
    });
    (0, vitest_1.test)('one that was not deprecated fails the workflow task', async () => {
        const history = await historyOf('twoPatches');
        worker = (0, worker_kit_1.newWorker)({ twoPatches: workflows.withoutPatch });
        history.task();
        const answer = await worker.process((0, worker_kit_1.taskOf)(history));
        (0, vitest_1.expect)(answer).toMatchObject({ kind: 'failed', cause: 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR' });
    });
    (0, vitest_1.test)('a new one is not there while history without it is replayed', async () => {
        const history = await historyOf('withoutPatch');
        worker = (0, worker_kit_1.newWorker)({ withoutPatch: workflows.twoPatches });
        const answer = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(resultOf(answer)).toEqual([false, true]);
        (0, vitest_1.expect)(kinds(answer)).toEqual([9, 13, 4]);
    });
});

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const common_1 = require("@temporalio/common");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const history_builder_1 = require("../support/history-builder");
const worker_kit_1 = require("../support/worker-kit");
const { charge } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1m' });
const workflows = {
    async checkout(amount) {
        const receipt = await charge(amount);
        await (0, workflow_1.sleep)('1 day');
        return `${receipt} at ${new Date().toISOString()}`;
    },
    async inbox() {
        const seen = [];
        let done = false;
        (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('add'), (value) => void seen.push(value));
        (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('done'), () => {
            done = true;
        });
        (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('count'), () => seen.length);
        await (0, workflow_1.condition)(() => done);
        return seen;
    },
    async cancellable() {
        try {
            await charge(1);
            return 'charged';
        }
        catch (error) {
            return `${error.name}: ${error.message}, ${error.cause.name}`;
        }
    },
    async shortLived() {
        const scope = new workflow_1.CancellationScope();
        const sleeping = scope.run(() => (0, workflow_1.sleep)('1h')).catch(() => undefined);
        scope.cancel();
        await sleeping;
    },
    async countDown(n) {
        if (n > 0)
            await (0, workflow_1.continueAsNew)(n - 1);
        return (0, workflow_1.workflowInfo)().historyLength;
    },
};
let worker;
const startWorker = (options) => {
    worker = (0, worker_kit_1.newWorker)(workflows, options);
};
(0, vitest_1.afterEach)(() => worker.dispose());
function resultOf(answer) {
    const result = answer.commands.at(-1).completeWorkflowExecutionCommandAttributes.result;
    return (0, common_1.fromPayloadsAtIndex)(common_1.defaultPayloadConverter, 0, result.payloads);
}
const kinds = (answer) => answer.commands.map((command) => command.commandType);
// Each story must go the same way with a run that stays cached and with one that is replayed for each task.
vitest_1.describe.each([
    ['cached', undefined],
    ['replayed for each task', 0],
])('a run that is %s', (_, maxCachedWorkflows) => {
    (0, vitest_1.test)('runs an activity, a timer, and completes', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('checkout', [42]);
        const first = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(first.commands[0].scheduleActivityTaskCommandAttributes).toMatchObject({
            activityId: '1',
            activityType: { name: 'charge' },
            taskQueue: { name: 'queue' },
            input: (0, history_builder_1.payloads)(42),
        });
        (0, vitest_1.expect)(first.sdkMetadata).toMatchObject({ coreUsedFlags: [1, 2, 3], sdkName: 'temporal-typescript' });
        history.activityCompleted('receipt-1');
        const second = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(second.commands[0].startTimerCommandAttributes).toMatchObject({ timerId: '1' });
        (0, vitest_1.expect)(second.sdkMetadata).toEqual({});
        history.now = history_builder_1.START + 86_400_000;
        history.timerFired();
        (0, vitest_1.expect)(resultOf(await (0, worker_kit_1.step)(worker, history))).toBe('receipt-1 at 2030-01-02T00:00:00.000Z');
    });
    (0, vitest_1.test)('receives signals in their order and answers queries after them', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('inbox');
        await (0, worker_kit_1.step)(worker, history);
        history.signal('add', 'a').signal('add', 'b');
        const answer = await (0, worker_kit_1.step)(worker, history, { queries: new Map([['q', { queryType: 'count' }]]) });
        (0, vitest_1.expect)(answer.queryAnswers).toEqual([{ queryId: 'q', success: (0, history_builder_1.payloads)(2) }]);
        history.signal('add', 'c').signal('done');
        const last = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(resultOf(last)).toEqual(['a', 'b', 'c']);
        (0, vitest_1.expect)(last.sdkMetadata).toEqual({});
    });
    (0, vitest_1.test)('learns at once of an activity that it cancels', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('cancellable');
        await (0, worker_kit_1.step)(worker, history);
        history.add('WorkflowExecutionCancelRequested', { cause: 'enough' });
        const answer = await (0, worker_kit_1.step)(worker, history);
        (0, vitest_1.expect)(kinds(answer)).toEqual([2, 4]);
        (0, vitest_1.expect)(resultOf(answer)).toBe('ActivityFailure: Activity cancelled, CancelledFailure');
    });
    (0, vitest_1.test)('answers direct queries without a workflow task', async () => {
        startWorker({ maxCachedWorkflows });
        const history = new history_builder_1.HistoryBuilder().started('inbox');
        history.signal('add', 'a');
        await (0, worker_kit_1.step)(worker, history);
        const answer = await worker.process((0, worker_kit_1.taskOf)(history, { query: { queryType: 'count' } }));
        (0, vitest_1.expect)(answer).toMatchObject({ kind: 'query', answer: { success: (0, history_builder_1.payloads)(1) } });
    });
});
(0, vitest_1.test)('a timer that is started and cancelled in one workflow task leaves no commands', async () => {
    startWorker();
    (0, vitest_1.expect)(kinds(await (0, worker_kit_1.step)(worker, new history_builder_1.HistoryBuilder().started('shortLived')))).toEqual([4]);
});
(0, vitest_1.test)('continues as new with the values of the run', async () => {
    startWorker();
    const memo = { fields: { note: common_1.defaultPayloadConverter.toPayload('kept') } };
    const history = new history_builder_1.HistoryBuilder().started('countDown', [3], { memo });
    const answer = await (0, worker_kit_1.step)(worker, history);
    (0, vitest_1.expect)(answer.commands[0].continueAsNewWorkflowExecutionCommandAttributes).toMatchObject({
        workflowType: { name: 'countDown' },
        input: (0, history_builder_1.payloads)(2),
        memo,
    });
});

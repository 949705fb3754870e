"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const common_1 = require("@temporalio/common");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const history_builder_1 = require("../support/history-builder");
const worker_kit_1 = require("../support/worker-kit");
const { work } = (0, workflow_1.proxyLocalActivities)({ startToCloseTimeout: '1m' });
const patient = (0, workflow_1.proxyLocalActivities)({
    startToCloseTimeout: '1m',
    cancellationType: workflow_1.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});
const describeError = (error) => {
    const { name, message, cause } = error;
    return cause ? `${name}: ${message} <- ${describeError(cause)}` : `${name}: ${message}`;
};
const workflows = {
    async one() {
        const result = await work(1).catch(describeError);
        return [result, Date.now() - history_builder_1.START];
    },
    async race() {
        const order = [];
        await Promise.all([1, 2].map(async (n) => order.push(await work(n))));
        await (0, workflow_1.sleep)(1);
        return order;
    },
    async beside() {
        (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('state'), () => 'waiting');
        const slow = work(1);
        await (0, workflow_1.sleep)('1h');
        return await slow;
    },
    async changesItsMind(patience) {
        const scope = new workflow_1.CancellationScope();
        const running = scope.run(() => (patience ? patient : { work }).work(1)).catch(describeError);
        scope.cancel();
        return await running;
    },
};
/** Local activities end when the test says so. */
let calls;
let beat;
let worker;
function startWorker() {
    worker = (0, worker_kit_1.newWorker)(workflows, {
        registeredActivityNames: ['work'],
        runLocalActivity(call, onResolved) {
            const one = {
                call,
                cancelled: false,
                end: (outcome) => onResolved({ kind: 'completed', attempt: 1, runtimeMs: 0, ...outcome }),
            };
            calls.push(one);
            return {
                cancel: () => {
                    one.cancelled = true;
                },
            };
        },
        startTimer: (_runId, _delay, fire) => {
            beat = fire;
            return () => {
                beat = undefined;
            };
        },
    });
}
(0, vitest_1.beforeEach)(() => {
    calls = [];
    startWorker();
});
(0, vitest_1.afterEach)(() => worker.dispose());
const resultPayload = (value) => ({
    kind: 'completed',
    result: common_1.defaultPayloadConverter.toPayload(value),
});
const kinds = (answer) => answer.commands.map((command) => command.commandType);
function resultOf(answer) {
    const result = answer.commands.at(-1).completeWorkflowExecutionCommandAttributes.result;
    return (0, common_1.fromPayloadsAtIndex)(common_1.defaultPayloadConverter, 0, result.payloads);
}
async function expectReplayable(history) {
    const before = calls.length;
    await worker.replay(history, { workflowId: 'order-1' });
    (0, vitest_1.expect)(calls.length).toBe(before);
}
(0, vitest_1.test)('one that ends within the task becomes a marker, and moves workflow time', async () => {
    const history = new history_builder_1.HistoryBuilder().started('one');
    const answer = await (0, worker_kit_1.step)(worker, history, {}, () => calls[0].end({ ...resultPayload('ok'), runtimeMs: 250 }));
    (0, vitest_1.expect)(calls[0].call).toMatchObject({ activityType: 'work', activityId: '1', attempt: 1 });
    (0, vitest_1.expect)(kinds(answer)).toEqual([9, 4]);
    (0, vitest_1.expect)(resultOf(answer)).toEqual(['ok', 250]);
    await expectReplayable(history);
});
(0, vitest_1.describe)('failures', () => {
    vitest_1.test.each([
        ['failed', { message: 'no', applicationFailureInfo: { type: 'No' } }, 'ApplicationFailure: no'],
        [
            'failed',
            { message: 'Activity timed out', timeoutFailureInfo: { timeoutType: 1 } },
            'ActivityFailure: Local Activity timed out <- TimeoutFailure: Activity timed out',
        ],
        [
            'cancelled',
            { message: 'CANCELLED', canceledFailureInfo: {} },
            'ActivityFailure: Local Activity cancelled <- CancelledFailure: CANCELLED',
        ],
    ])('one that %s with %j', async (kind, failure, seen) => {
        const history = new history_builder_1.HistoryBuilder().started('one');
        const answer = await (0, worker_kit_1.step)(worker, history, {}, () => calls[0].end({ kind, failure, attempt: 3 }));
        (0, vitest_1.expect)(resultOf(answer)).toEqual([seen, 0]);
        (0, vitest_1.expect)(answer.meteringMetadata).toEqual({ nonfirstLocalActivityExecutionAttempts: 2 });
        await expectReplayable(history);
    });
});
(0, vitest_1.test)('a long backoff is waited out by a timer of the workflow', async () => {
    const history = new history_builder_1.HistoryBuilder().started('one');
    const answer = await (0, worker_kit_1.step)(worker, history, {}, () => calls[0].end({
        kind: 'backoff',
        failure: { message: 'later' },
        backoff: (0, api_1.msToDuration)(90_000),
        originalScheduleTime: (0, api_1.msToTimestamp)(history_builder_1.START),
    }));
    (0, vitest_1.expect)(kinds(answer)).toEqual([9, 3]);
    history.timerFired();
    const last = await (0, worker_kit_1.step)(worker, history, {}, () => calls[1].end(resultPayload('at last')));
    (0, vitest_1.expect)(calls[1].call).toMatchObject({ activityId: '2', attempt: 2 });
    (0, vitest_1.expect)(resultOf(last)).toEqual(['at last', 0]);
    await expectReplayable(history);
});
(0, vitest_1.test)('the order in which they end is the order of their markers, live and replayed', async () => {
    const history = new history_builder_1.HistoryBuilder().started('race');
    const ends = [() => calls[1].end(resultPayload('second')), () => calls[0].end(resultPayload('first'))];
    const answer = await (0, worker_kit_1.step)(worker, history, {}, () => ends.shift()());
    (0, vitest_1.expect)(kinds(answer)).toEqual([9, 9, 3]);
    worker.clear();
    history.timerFired();
    (0, vitest_1.expect)(resultOf(await (0, worker_kit_1.step)(worker, history))).toEqual(['second', 'first']);
});
(0, vitest_1.test)('a long one is carried from task to task by heartbeats', async () => {
    const history = new history_builder_1.HistoryBuilder().started('beside');
    const first = await (0, worker_kit_1.step)(worker, history, {}, () => beat());
    (0, vitest_1.expect)(first).toMatchObject({ forceCreateNewWorkflowTask: true });
    (0, vitest_1.expect)(kinds(first)).toEqual([3]);
    const second = await (0, worker_kit_1.step)(worker, history, {}, () => beat());
    (0, vitest_1.expect)(second).toMatchObject({ forceCreateNewWorkflowTask: true, commands: [] });
    calls[0].end(resultPayload('slow'));
    history.timerFired();
    const last = await (0, worker_kit_1.step)(worker, history);
    (0, vitest_1.expect)(resultOf(last)).toBe('slow');
    (0, vitest_1.expect)(calls).toHaveLength(1);
    await expectReplayable(history);
});
(0, vitest_1.test)('a query does not wait for them', async () => {
    const history = new history_builder_1.HistoryBuilder().started('beside');
    const answer = await (0, worker_kit_1.step)(worker, history, { queries: new Map([['q', { queryType: 'state' }]]) });
    (0, vitest_1.expect)(answer).toMatchObject({ forceCreateNewWorkflowTask: true, queryAnswers: [{ success: (0, history_builder_1.payloads)('waiting') }] });
});
vitest_1.test.each([false, true])('one that is cancelled before it starts is never run (waiting for it: %s)', async (patience) => {
    const history = new history_builder_1.HistoryBuilder().started('changesItsMind', [patience]);
    const answer = await (0, worker_kit_1.step)(worker, history);
    (0, vitest_1.expect)(resultOf(answer)).toBe('ActivityFailure: Local Activity cancelled <- CancelledFailure: Activity cancelled');
    (0, vitest_1.expect)(calls).toEqual([]);
    await expectReplayable(history);
});
(0, vitest_1.test)('those of a run that is evicted are told to stop, and run again in its next life', async () => {
    const history = new history_builder_1.HistoryBuilder().started('one');
    history.task();
    const lost = worker.process((0, worker_kit_1.taskOf)(history), () => worker.evict((0, worker_kit_1.taskOf)(history).execution.runId));
    await (0, vitest_1.expect)(lost).resolves.toMatchObject({ kind: 'failed' });
    (0, vitest_1.expect)(calls[0].cancelled).toBe(true);
    const answer = worker.process((0, worker_kit_1.taskOf)(history), () => calls[1].end(resultPayload('again')));
    (0, vitest_1.expect)(resultOf((await answer))).toEqual(['again', 0]);
});

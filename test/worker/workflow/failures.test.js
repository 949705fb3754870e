"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const common_1 = require("@temporalio/common");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const history_builder_1 = require("../support/history-builder");
const worker_kit_1 = require("../support/worker-kit");
class Refused extends Error {
    name = 'Refused';
}
const { audit } = (0, workflow_1.proxySinks)();
const workflows = {
    async broken() {
        throw new Refused('not a failure of Temporal');
    },
    async fails() {
        throw common_1.ApplicationFailure.nonRetryable('declined', 'Declined');
    },
    async failsWithWhatCannotBeCloned() {
        throw Object.assign(common_1.ApplicationFailure.nonRetryable('declined', 'Declined'), { retry: () => undefined });
    },
    async floating() {
        void Promise.reject(new Refused('nobody awaits this'));
        await (0, workflow_1.sleep)(1000);
    },
    async logs() {
        console.log('hello');
        workflow_1.log.info('logged', { n: 1 });
        audit.note((0, workflow_1.workflowInfo)().workflowId);
        await (0, workflow_1.sleep)(1);
    },
    async leavesHandlers() {
        let came = false;
        (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('slow'), async () => {
            came = true;
            await (0, workflow_1.sleep)('1h');
        });
        await (0, workflow_1.condition)(() => came);
    },
    async queried() {
        (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('commands'), () => {
            void (0, workflow_1.sleep)(1);
            return 'done';
        });
        (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('throws'), () => {
            throw new Refused('no answer');
        });
        await (0, workflow_1.condition)(() => false);
    },
    async interval() {
        setInterval(() => undefined, 1);
    },
};
let worker;
const startWorker = (options) => {
    worker = (0, worker_kit_1.newWorker)(workflows, options);
};
(0, vitest_1.afterEach)(() => worker.dispose());
async function firstAnswer(type, options) {
    startWorker(options);
    const history = new history_builder_1.HistoryBuilder().started(type);
    history.task();
    return worker.process((0, worker_kit_1.taskOf)(history));
}
(0, vitest_1.describe)('an error of workflow code', () => {
    (0, vitest_1.test)('fails the workflow task if it is not a failure of Temporal', async () => {
        const answer = await firstAnswer('broken');
        (0, vitest_1.expect)(answer).toMatchObject({
            kind: 'failed',
            cause: 'WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE',
            failure: { message: 'not a failure of Temporal', source: 'TypeScriptSDK' },
            error: vitest_1.expect.any(Refused),
        });
        (0, vitest_1.expect)(worker.cachedRuns).toBe(0);
    });
    (0, vitest_1.test)('fails the workflow if it is one, or is listed as one', async () => {
        (0, vitest_1.expect)(await firstAnswer('fails')).toMatchObject({ commands: [{ commandType: 5 }] });
        worker.dispose();
        const listed = await firstAnswer('broken', { workflowFailureErrorTypes: { broken: ['Refused'] } });
        (0, vitest_1.expect)(listed).toMatchObject({ kind: 'completed', commands: [{ commandType: 5 }] });
    });
    (0, vitest_1.test)('is the one that the workflow ends with, even if it cannot be cloned for the log', async () => {
        const answer = await firstAnswer('failsWithWhatCannotBeCloned');
        (0, vitest_1.expect)(answer).toMatchObject({
            commands: [{ failWorkflowExecutionCommandAttributes: { failure: { message: 'declined' } } }],
        });
    });
    (0, vitest_1.test)('fails the workflow task where nobody awaits the promise that rejects', async () => {
        (0, vitest_1.expect)(await firstAnswer('floating')).toMatchObject({
            kind: 'failed',
            failure: { message: 'Unhandled Promise rejection: Refused: nobody awaits this' },
        });
    });
    (0, vitest_1.test)('names an unknown workflow type', async () => {
        (0, vitest_1.expect)(await firstAnswer('missing')).toMatchObject({
            kind: 'failed',
            failure: {
                message: "Failed to initialize workflow of type 'missing': no such function is exported by the workflow bundle",
            },
        });
    });
    (0, vitest_1.test)('what the sandbox lacks is not defined', async () => {
        (0, vitest_1.expect)(await firstAnswer('interval')).toMatchObject({ failure: { message: 'setInterval is not defined' } });
    });
});
(0, vitest_1.test)('a difference from history can be made to fail the workflow', async () => {
    startWorker({ workflowFailureErrorTypes: { '*': ['NondeterminismError'] } });
    const history = new history_builder_1.HistoryBuilder().started('queried');
    await (0, worker_kit_1.step)(worker, history);
    history.add('TimerStarted', { timerId: '1' });
    history.timerFired('1');
    history.task();
    (0, vitest_1.expect)(await worker.process((0, worker_kit_1.taskOf)(history))).toMatchObject({
        kind: 'completed',
        commands: [
            {
                commandType: 5,
                failWorkflowExecutionCommandAttributes: {
                    failure: { message: vitest_1.expect.stringMatching(/^\[TMPRL1100\] Nondeterminism error: No command scheduled/) },
                },
            },
        ],
    });
});
(0, vitest_1.test)('a direct query whose handler throws or issues commands fails alone', async () => {
    startWorker();
    const history = new history_builder_1.HistoryBuilder().started('queried');
    await (0, worker_kit_1.step)(worker, history);
    const ask = (queryType) => worker.process((0, worker_kit_1.taskOf)(history, { query: { queryType } }));
    (0, vitest_1.expect)(await ask('throws')).toMatchObject({ kind: 'query', answer: { failure: { message: 'no answer' } } });
    (0, vitest_1.expect)(await ask('commands')).toMatchObject({
        kind: 'query',
        answer: { failure: { message: vitest_1.expect.stringContaining('query handlers must not issue commands') } },
    });
    (0, vitest_1.expect)(await ask('throws')).toMatchObject({ kind: 'query' });
});
(0, vitest_1.test)('what workflow code prints, logs and sends to sinks comes out once, however often it is replayed', async () => {
    const printed = vitest_1.vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const logged = [];
    const noted = [];
    const logger = {
        log: (...entry) => logged.push(entry.slice(0, 2)),
        error: () => undefined,
    };
    startWorker({
        maxCachedWorkflows: 0,
        logger,
        sinks: { audit: { note: { fn: (_info, text) => void noted.push(text) } } },
    });
    const history = new history_builder_1.HistoryBuilder().started('logs');
    await (0, worker_kit_1.step)(worker, history);
    history.timerFired();
    await (0, worker_kit_1.step)(worker, history);
    await worker.replay(history, { workflowId: 'order-1' });
    worker.dispose();
    (0, vitest_1.expect)(printed.mock.calls).toEqual([['[logs(order-1)]', 'hello']]);
    (0, vitest_1.expect)(logged).toEqual([
        ['DEBUG', 'Workflow started'],
        ['INFO', 'logged'],
        ['DEBUG', 'Workflow completed'],
    ]);
    (0, vitest_1.expect)(noted).toEqual(['order-1']);
    printed.mockRestore();
});
(0, vitest_1.test)('handlers that still run when the workflow ends are reported', async () => {
    const reported = [];
    startWorker({ onUnfinishedHandlers: (handlers) => reported.push(handlers) });
    const history = new history_builder_1.HistoryBuilder().started('leavesHandlers');
    await (0, worker_kit_1.step)(worker, history);
    history.signal('slow');
    await (0, worker_kit_1.step)(worker, history);
    (0, vitest_1.expect)(reported).toMatchObject([{ workflowId: 'order-1', signals: [{ name: 'slow' }], updates: [] }]);
});
(0, vitest_1.test)('payload codecs see what goes in and out, but not what is replayed', async () => {
    const counts = { encode: 0, decode: 0 };
    const flip = (payloadList) => payloadList.map((payload) => ({ ...payload, data: payload.data?.map((byte) => byte ^ 0xff) }));
    const codec = {
        encode: async (list) => {
            counts.encode++;
            return flip(list);
        },
        decode: async (list) => {
            counts.decode++;
            return flip(list);
        },
    };
    worker = (0, worker_kit_1.newWorker)({});
    const { dataConverter } = worker.options;
    worker.dispose();
    worker = (0, worker_kit_1.newWorker)({ echo: async (value) => value }, { dataConverter: { ...dataConverter, payloadCodecs: [codec] } });
    const history = new history_builder_1.HistoryBuilder().started('echo', [], { input: { payloads: flip((0, history_builder_1.payloads)('hi').payloads) } });
    const answer = await (0, worker_kit_1.step)(worker, history);
    const { result } = answer.commands[0].completeWorkflowExecutionCommandAttributes;
    (0, vitest_1.expect)(flip(result.payloads)).toEqual((0, history_builder_1.payloads)('hi').payloads);
    (0, vitest_1.expect)(counts).toEqual({ encode: 1, decode: 1 });
});

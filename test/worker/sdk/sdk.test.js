"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const node_child_process_1 = require("node:child_process");
const node_path_1 = __importDefault(require("node:path"));
const node_util_1 = require("node:util");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const host_1 = require("../../../src/worker/sdk/host");
const runtime_1 = require("../../../src/worker/sdk/runtime");
const user_frame_1 = require("../../../src/worker/sdk/user-frame");
const history_builder_1 = require("../support/history-builder");
const worker_kit_1 = require("../support/worker-kit");
const run = (0, node_util_1.promisify)(node_child_process_1.execFile);
vitest_1.describe.each(['user', 'worldline'])('with the first import of the workflow package by the %s', (first) => {
    (0, vitest_1.test)('scopes and async storages work', async () => {
        const fixture = node_path_1.default.join(__dirname, 'import-order-fixture.ts');
        const { stdout } = await run(process.execPath, ['--import', 'tsx', fixture, first]);
        (0, vitest_1.expect)(JSON.parse(stdout)).toEqual({ inner: 'kept', current: true, outer: false, random: 'number' });
    });
});
/** Everything that the host may touch. */
function surroundings() {
    const names = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'WeakRef', 'FinalizationRegistry'];
    return [
        ...names.map((name) => globalThis[name]),
        Math.random,
        ...['log', 'warn', 'error', 'info', 'debug'].map((name) => console[name]),
        process.emit,
        Object.getOwnPropertyDescriptor(globalThis, 'structuredClone'),
        Object.hasOwn(process, 'emit'),
        Object.hasOwn(globalThis, '__TEMPORAL_ACTIVATOR__'),
        process.listenerCount('unhandledRejection'),
    ];
}
(0, vitest_1.test)('the host leaves no trace, even where it is acquired twice', () => {
    const before = surroundings();
    const first = (0, host_1.acquireWorkflowHost)();
    const second = (0, host_1.acquireWorkflowHost)();
    first();
    first();
    (0, vitest_1.expect)(Object.hasOwn(globalThis, '__TEMPORAL_ACTIVATOR__')).toBe(true);
    second();
    (0, vitest_1.expect)(surroundings()).toEqual(before);
});
(0, vitest_1.test)('loading the SDK leaves the real globals in place', () => {
    (0, vitest_1.expect)(runtime_1.workflowGlobals.setTimeout).not.toBe(setTimeout);
    (0, vitest_1.expect)(Math.random).not.toBe(runtime_1.workflowGlobals.random);
    (0, vitest_1.expect)(() => runtime_1.workflowGlobals.random()).toThrow('Workflow random APIs may only be used from workflow context');
    (0, vitest_1.expect)(runtime_1.SDK_VERSION).toMatch(/^1\.\d+\.\d+/);
});
(0, vitest_1.test)('a rejection that belongs to no run goes to the listeners of others, and only to them', async () => {
    const worker = (0, worker_kit_1.newWorker)({});
    const others = process.rawListeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    try {
        const seen = new Promise((resolve) => process.once('unhandledRejection', resolve));
        void Promise.reject(new Error('nobody’s'));
        await (0, vitest_1.expect)(seen).resolves.toMatchObject({ message: 'nobody’s' });
    }
    finally {
        for (const listener of others)
            process.on('unhandledRejection', listener);
        worker.dispose();
    }
});
(0, vitest_1.test)('runs that are in flight at once do not see each other', async () => {
    const worker = (0, worker_kit_1.newWorker)({
        async mine() {
            const id = (0, workflow_1.uuid4)();
            await (0, workflow_1.sleep)(1);
            return id;
        },
    });
    const histories = Array.from({ length: 20 }, (_, n) => new history_builder_1.HistoryBuilder().started('mine', [], { originalExecutionRunId: `run-${n}` }));
    const identities = histories.map((_, n) => ({ execution: { workflowId: `w-${n}`, runId: `run-${n}` } }));
    const steps = () => Promise.all(histories.map((history, n) => (0, worker_kit_1.step)(worker, history, identities[n])));
    await steps();
    for (const history of histories)
        history.timerFired();
    const answers = await steps();
    const results = answers.map(({ commands }) => Buffer.from(commands[0].completeWorkflowExecutionCommandAttributes.result.payloads[0].data).toString());
    (0, vitest_1.expect)(new Set(results).size).toBe(20);
    worker.dispose();
});
(0, vitest_1.test)('workflow code sees its own time and no weak references', async () => {
    const worker = (0, worker_kit_1.newWorker)({
        async clock() {
            const weak = (() => {
                try {
                    return new WeakRef({});
                }
                catch (error) {
                    return error.name;
                }
            })();
            return [Date.now(), new Date().toISOString(), new Date(0).toISOString(), weak];
        },
    });
    const { commands } = await (0, worker_kit_1.step)(worker, new history_builder_1.HistoryBuilder().started('clock'));
    const { data } = commands[0].completeWorkflowExecutionCommandAttributes.result.payloads[0];
    (0, vitest_1.expect)(JSON.parse(Buffer.from(data).toString())).toEqual([
        history_builder_1.START,
        '2030-01-01T00:00:00.000Z',
        '1970-01-01T00:00:00.000Z',
        'DeterminismViolationError',
    ]);
    worker.dispose();
});
(0, vitest_1.test)('the frame of user code is the first that is neither ours, nor the SDK’s, nor Node’s', () => {
    const own = node_path_1.default.resolve(__dirname, '../../../src/worker/sdk/trace.ts');
    const stack = [
        'Error',
        `    at captureStack (${own}:1:1)`,
        '    at sleep (/app/node_modules/@temporalio/workflow/src/workflow.ts:9:9)',
        '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
        '    at async checkout (/app/src/workflows.ts:12:3)',
    ].join('\n');
    (0, vitest_1.expect)((0, user_frame_1.userFrame)(stack)).toBe('checkout (/app/src/workflows.ts:12:3)');
});

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.workflowTimeoutCases = void 0;
const kit_1 = require("../kit");
async function run(ctx, type, args, options) {
    await ctx.startWorker();
    const h = await ctx.client.workflow.start(type, { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args, ...options });
    const outcome = await (0, kit_1.settle)(h.result());
    await ctx.record('first run', { workflowId: h.workflowId, runId: h.firstExecutionRunId });
    return outcome;
}
exports.workflowTimeoutCases = [
    {
        name: 'workflow-run-timeout',
        area: 'workflow timeouts',
        doc: 'The run timeout ends the workflow; no workflow task follows.',
        timing: true,
        run: (ctx) => run(ctx, 'waitForever', [], { workflowRunTimeout: '1s' }),
    },
    {
        name: 'workflow-execution-timeout',
        area: 'workflow timeouts',
        doc: 'The execution timeout ends the workflow.',
        run: (ctx) => run(ctx, 'waitForever', [], { workflowExecutionTimeout: '1s' }),
    },
    {
        name: 'workflow-fails-without-policy',
        area: 'workflow retries',
        doc: 'A workflow without a retry policy is not retried.',
        run: (ctx) => run(ctx, 'failWorkflow', [{ message: 'broken', type: 'Broken', details: [{ n: 1 }] }], {}),
    },
    {
        name: 'workflow-retry-succeeds',
        area: 'workflow retries',
        doc: 'A retry policy: the second run starts 1 s later with the failure of the first; the runs of the chain.',
        timing: true,
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('failUntilAttempt', {
                workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [2], retry: { maximumAttempts: 3 }, memo: { m: 1 },
            });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('first run', { workflowId: h.workflowId, runId: h.firstExecutionRunId });
            await ctx.record('last run', { workflowId: h.workflowId });
            return outcome;
        },
    },
    {
        name: 'workflow-retry-non-retryable',
        area: 'workflow retries',
        doc: 'A policy that names the type of the failure, and a failure with the flag: one run each.',
        async run(ctx) {
            await ctx.startWorker();
            const byType = await ctx.client.workflow.start('failWorkflow', {
                workflowId: ctx.newWorkflowId('type'), taskQueue: ctx.taskQueue, args: [{ message: 'no', type: 'Never' }],
                retry: { nonRetryableErrorTypes: ['Never'] },
            });
            const byFlag = await ctx.client.workflow.start('failWorkflow', {
                workflowId: ctx.newWorkflowId('flag'), taskQueue: ctx.taskQueue, args: [{ message: 'no', type: 'Flagged', nonRetryable: true }],
                retry: {},
            });
            const outcome = { byType: await (0, kit_1.settle)(byType.result()), byFlag: await (0, kit_1.settle)(byFlag.result()) };
            await ctx.record('type', byType);
            await ctx.record('flag', byFlag);
            return outcome;
        },
    },
];

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.startCases = void 0;
const kit_1 = require("../kit");
/** Starts twice with one id; the first is running, or closed with the given outcome, when the second comes. */
async function twice(ctx, first, options) {
    await ctx.startWorker();
    const workflowId = ctx.newWorkflowId();
    const type = first === 'running' ? 'waitForFinish' : first === 'completed' ? 'echoWorkflow' : 'failWorkflow';
    const args = first === 'failed' ? [{ message: 'x', type: 'X', nonRetryable: true }] : first === 'completed' ? [1] : [];
    const h1 = await ctx.client.workflow.start(type, { workflowId, taskQueue: ctx.taskQueue, args });
    if (first === 'running')
        await (0, kit_1.idle)(ctx, h1);
    else
        await (0, kit_1.settle)(h1.result());
    const second = await (0, kit_1.settle)(ctx.client.workflow.start('echoWorkflow', { workflowId, taskQueue: ctx.taskQueue, args: ['second'], ...options }).then(async (h2) => ({
        sameRun: h1.firstExecutionRunId === h2.firstExecutionRunId,
        result: h1.firstExecutionRunId === h2.firstExecutionRunId ? null : await h2.result(),
    })));
    const run1 = ctx.client.workflow.getHandle(workflowId, h1.firstExecutionRunId);
    const status1 = (await run1.describe()).status.name;
    if (status1 === 'RUNNING')
        await run1.signal('finish', 'first');
    const outcome1 = await (0, kit_1.settle)(run1.result());
    await ctx.record('first', { workflowId, runId: h1.firstExecutionRunId });
    return { second, status1, outcome1 };
}
exports.startCases = [
    {
        name: 'id-reuse-allow-duplicate',
        area: 'workflow ids',
        doc: 'ALLOW_DUPLICATE after a completed run: a new run.',
        run: (ctx) => twice(ctx, 'completed', { workflowIdReusePolicy: 'ALLOW_DUPLICATE' }),
    },
    {
        name: 'id-reuse-failed-only',
        area: 'workflow ids',
        doc: 'ALLOW_DUPLICATE_FAILED_ONLY after a completed run: refused.',
        run: (ctx) => twice(ctx, 'completed', { workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' }),
    },
    {
        name: 'id-reuse-reject',
        area: 'workflow ids',
        doc: 'REJECT_DUPLICATE after a failed run: refused.',
        run: (ctx) => twice(ctx, 'failed', { workflowIdReusePolicy: 'REJECT_DUPLICATE' }),
    },
    {
        name: 'id-conflict-fail',
        area: 'workflow ids',
        doc: 'The id is in use: by default the second start is refused.',
        run: (ctx) => twice(ctx, 'running', {}),
    },
    {
        name: 'id-conflict-use-existing',
        area: 'workflow ids',
        doc: 'USE_EXISTING: the second start gives the running run.',
        run: (ctx) => twice(ctx, 'running', { workflowIdConflictPolicy: 'USE_EXISTING' }),
    },
    {
        name: 'id-conflict-terminate-existing',
        area: 'workflow ids',
        doc: 'TERMINATE_EXISTING: the running run is terminated and a new one starts.',
        run: (ctx) => twice(ctx, 'running', { workflowIdConflictPolicy: 'TERMINATE_EXISTING' }),
    },
    {
        name: 'start-delay',
        area: 'starting',
        doc: 'A start delay of 2 s: the first workflow task is scheduled only then.',
        timing: true,
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('echoWorkflow', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: ['late'], startDelay: '2s' });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'cron-two-runs',
        area: 'starting',
        doc: 'A cron schedule: each run completes as continued-as-new, the next one sees the last result.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('cronCounter', {
                workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, cronSchedule: '@every 2s', followRuns: false,
            });
            const first = await (0, kit_1.settle)(h.result());
            const first2 = (await ctx.client.workflow.getHandle(h.workflowId, h.firstExecutionRunId).describe()).status.name;
            const second = await ctx.client.workflow.getHandle(h.workflowId).describe();
            const second2 = await (0, kit_1.settle)(ctx.client.workflow.result(h.workflowId, second.runId, { followRuns: false }));
            await ctx.client.workflow.getHandle(h.workflowId).terminate('enough');
            await ctx.record('first run', { workflowId: h.workflowId, runId: h.firstExecutionRunId });
            await ctx.record('second run', { workflowId: h.workflowId, runId: second.runId });
            return { first, first2, second2 };
        },
    },
    {
        name: 'start-options',
        area: 'starting',
        doc: 'Memo, search attributes, timeouts and a retry policy given at the start: the event, describe() and workflowInfo().',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('describeWorkflow', {
                workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, memo: { text: 'hi', list: [1, null] },
                searchAttributes: { CustomKeywordField: ['k'], CustomBoolField: [true], CustomDoubleField: [1.5] },
                workflowExecutionTimeout: '10m', workflowRunTimeout: '5m', workflowTaskTimeout: '7s',
                retry: { initialInterval: '3s', backoffCoefficient: 1.5, maximumInterval: '1m', maximumAttempts: 2, nonRetryableErrorTypes: ['Z'] },
                staticSummary: 'a summary', staticDetails: 'the details',
            });
            const outcome = await (0, kit_1.settle)(h.result());
            const d = await h.describe();
            await ctx.record('main', h);
            return {
                outcome, status: d.status.name, type: d.type, memo: d.memo, historyLength: d.historyLength,
                keyword: d.searchAttributes.CustomKeywordField, bool: d.searchAttributes.CustomBoolField, double: d.searchAttributes.CustomDoubleField,
                summary: await d.staticSummary(), details: await d.staticDetails(),
            };
        },
    },
];

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.workflowCases = void 0;
const kit_1 = require("../kit");
async function simple(ctx, type, args = [], options = {}) {
    await ctx.startWorker();
    const h = await ctx.client.workflow.start(type, { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args, ...options });
    const outcome = await (0, kit_1.settle)(h.result());
    await ctx.record('main', h);
    return outcome;
}
exports.workflowCases = [
    {
        name: 'workflow-result',
        area: 'workflows',
        doc: 'The smallest workflow.',
        run: (ctx) => simple(ctx, 'echoWorkflow', [{ a: [1, 'b', null] }]),
    },
    {
        name: 'dynamic-workflow',
        area: 'dynamic',
        doc: 'The default export takes workflow types that have no export of their own; named ones are not touched.',
        async run(ctx) {
            await ctx.startWorker({ workflows: 'dynamic' });
            const options = { taskQueue: ctx.taskQueue };
            const h = await ctx.client.workflow.start('anyName', { ...options, workflowId: ctx.newWorkflowId(), args: ['x', 2] });
            const named = await ctx.client.workflow.start('namedWorkflow', { ...options, workflowId: ctx.newWorkflowId('named') });
            const outcome = [await (0, kit_1.settle)(h.result()), await (0, kit_1.settle)(named.result())];
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'dynamic-activity',
        area: 'dynamic',
        doc: 'The default activity takes activity types that are not registered.',
        async run(ctx) {
            await ctx.startWorker({
                activities: { echo: async (x) => x, default: async (...args) => ({ dynamic: args }) },
            });
            const h = await ctx.client.workflow.start('settleActivities', {
                workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue,
                args: [['echo', 'whatever'].map((activity) => ({ activity, args: [1, 2], options: { startToCloseTimeout: '1m' } }))],
            });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'upsert-memo-and-search-attributes',
        area: 'memo and search attributes',
        doc: 'Upserts of both, and removals; describe() afterwards.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('upsertBoth', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, memo: { start: true } });
            const outcome = await (0, kit_1.settle)(h.result());
            const d = await h.describe();
            await ctx.record('main', h);
            return { outcome, memo: d.memo, keyword: d.searchAttributes.CustomKeywordField ?? null, int: d.searchAttributes.CustomIntField ?? null };
        },
    },
    {
        name: 'patched',
        area: 'versioning',
        doc: 'patched(): a marker and a search attribute for each patch id, once.',
        run: (ctx) => simple(ctx, 'patchedWorkflow'),
    },
    {
        name: 'deprecate-patch',
        area: 'versioning',
        doc: 'deprecatePatch(): a marker that says so.',
        run: (ctx) => simple(ctx, 'deprecatedPatchWorkflow'),
    },
    {
        name: 'determinism-random',
        area: 'determinism',
        doc: 'uuid4, Math.random and the clock inside a workflow: only what they look like.',
        run: (ctx) => simple(ctx, 'randomness'),
    },
    {
        name: 'long-history',
        area: 'workflows',
        doc: 'Sixty activities, twelve timers and six memo upserts in one run.',
        run: (ctx) => simple(ctx, 'longHistory', [60]),
    },
    {
        name: 'reset-to-first-task',
        area: 'reset',
        doc: 'A running workflow is reset to its first workflow task: the old run ends, a new one begins with the signals of the old.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('collectSignals', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await (0, kit_1.idle)(ctx, h);
            await h.signal('add', 'before');
            await (0, kit_1.untilEvent)(ctx, h, 'WORKFLOW_TASK_COMPLETED', 2);
            await ctx.client.workflowService.resetWorkflowExecution({
                namespace: 'default', workflowExecution: { workflowId: h.workflowId, runId: h.firstExecutionRunId }, reason: 'reset by the case',
                workflowTaskFinishEventId: 4, requestId: `${h.workflowId}-reset`,
            });
            const old = await (0, kit_1.settle)(ctx.client.workflow.result(h.workflowId, h.firstExecutionRunId, { followRuns: false }));
            const now = ctx.client.workflow.getHandle(h.workflowId);
            await (0, kit_1.idle)(ctx, now);
            await now.signal('done');
            const result = await (0, kit_1.settle)(now.result());
            await ctx.record('old run', { workflowId: h.workflowId, runId: h.firstExecutionRunId });
            await ctx.record('new run', { workflowId: h.workflowId });
            return { old, result };
        },
    },
];

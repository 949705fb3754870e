"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.visibilityCases = void 0;
const kit_1 = require("../kit");
async function listed(ctx, query) {
    const rows = [];
    for await (const w of ctx.client.workflow.list({ query }))
        rows.push({ workflowId: w.workflowId, type: w.type, status: w.status.name });
    return rows;
}
async function three(ctx) {
    await ctx.startWorker();
    const tag = ctx.newWorkflowId('tag');
    const options = { taskQueue: ctx.taskQueue, searchAttributes: { CustomKeywordField: [tag] } };
    const done = await ctx.client.workflow.start('echoWorkflow', { ...options, workflowId: ctx.newWorkflowId('a'), args: [1] });
    await done.result();
    const failed = await ctx.client.workflow.start('failWorkflow', { ...options, workflowId: ctx.newWorkflowId('b'), args: [{ message: 'x', nonRetryable: true }] });
    await (0, kit_1.settle)(failed.result());
    const running = await ctx.client.workflow.start('waitForFinish', { ...options, workflowId: ctx.newWorkflowId('c') });
    await (0, kit_1.idle)(ctx, running);
    await (0, kit_1.eventually)(ctx, async () => (await ctx.client.workflow.count(`CustomKeywordField = '${tag}' AND ExecutionStatus != 'Running'`)).count === 2);
    await (0, kit_1.eventually)(ctx, async () => (await ctx.client.workflow.count(`CustomKeywordField = '${tag}'`)).count === 3);
    return { tag, running };
}
exports.visibilityCases = [
    {
        name: 'visibility-list',
        area: 'visibility',
        doc: 'list() by search attribute, status, type, id; the newest first.',
        async run(ctx) {
            const { tag, running } = await three(ctx);
            const by = (q) => listed(ctx, `CustomKeywordField = '${tag}' AND ${q}`);
            const outcome = {
                all: await listed(ctx, `CustomKeywordField = '${tag}'`),
                running: await by(`ExecutionStatus = 'Running'`),
                failedOrCompleted: await by(`ExecutionStatus IN ('Failed', 'Completed')`),
                byType: await by(`WorkflowType = 'echoWorkflow'`),
                byId: await listed(ctx, `WorkflowId = '${running.workflowId}'`),
                none: await by(`ExecutionStatus = 'Terminated'`),
                invalid: await (0, kit_1.settle)(listed(ctx, 'NoSuchField = 1')),
            };
            await running.terminate();
            return outcome;
        },
    },
    {
        name: 'visibility-count',
        area: 'visibility',
        doc: 'count(), with and without groups.',
        async run(ctx) {
            const { tag, running } = await three(ctx);
            const all = await ctx.client.workflow.count(`CustomKeywordField = '${tag}'`);
            const grouped = await ctx.client.workflow.count(`CustomKeywordField = '${tag}' GROUP BY ExecutionStatus`);
            await running.terminate();
            return {
                all: all.count,
                grouped: grouped.count,
                groups: grouped.groups.map((g) => ({ count: g.count, values: g.groupValues })).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
            };
        },
    },
];

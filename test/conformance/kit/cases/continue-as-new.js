"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.continueAsNewCases = void 0;
const kit_1 = require("../kit");
async function chain(ctx, type, args, options = {}) {
    await ctx.startWorker();
    const h = await ctx.client.workflow.start(type, { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args, ...options });
    const outcome = await (0, kit_1.settle)(h.result());
    await ctx.record('first run', { workflowId: h.workflowId, runId: h.firstExecutionRunId });
    await ctx.record('last run', { workflowId: h.workflowId });
    return outcome;
}
exports.continueAsNewCases = [
    {
        name: 'continue-as-new-chain',
        area: 'continue-as-new',
        doc: 'Three runs: arguments and the ids of the chain. The result of the first handle follows the chain.',
        run: (ctx) => chain(ctx, 'countDown', [2]),
    },
    {
        name: 'continue-as-new-carries',
        area: 'continue-as-new',
        doc: 'Memo and search attributes, given at the start and upserted, go over to the next run.',
        run: (ctx) => chain(ctx, 'carryMemo', [], { memo: { given: [1, 2] }, searchAttributes: { CustomIntField: [5] }, workflowExecutionTimeout: '1h' }),
    },
    {
        name: 'continue-as-new-changes',
        area: 'continue-as-new',
        doc: 'Continue-as-new with its own memo and timeouts.',
        run: (ctx) => chain(ctx, 'changeOnContinue', [], { memo: { given: 'to the first run' }, workflowRunTimeout: '1h' }),
    },
    {
        name: 'continue-as-new-not-followed',
        area: 'continue-as-new',
        doc: 'A handle that does not follow runs gets an error that says where the chain goes on.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('countDown', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [1], followRuns: false });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.client.workflow.getHandle(h.workflowId).result();
            await ctx.record('first run', { workflowId: h.workflowId, runId: h.firstExecutionRunId });
            return outcome;
        },
    },
];

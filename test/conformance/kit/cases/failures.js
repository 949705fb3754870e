"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.failureCases = void 0;
const kit_1 = require("../kit");
exports.failureCases = [
    {
        name: 'failure-wrapped-chain',
        area: 'failures',
        doc: 'An ApplicationFailure with details around an ActivityFailure around an error with a cause.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('wrapFailure', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'failure-details-and-category',
        area: 'failures',
        doc: 'All that an ApplicationFailure can have.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('failWorkflow', {
                workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue,
                args: [{ message: 'everything', type: 'Full', nonRetryable: true, details: [1, { two: [2] }, null], category: 'BENIGN', nextRetryDelay: '3s' }],
            });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'workflow-task-failure',
        area: 'failures',
        doc: 'An error that is not Temporal\'s fails the workflow task, not the workflow; one event, however many attempts.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('stuckUntilFixed', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await (0, kit_1.untilEvent)(ctx, h, 'WORKFLOW_TASK_FAILED');
            await ctx.sleep(1000);
            await ctx.record('stuck', h);
            const status = (await h.describe()).status.name;
            await h.terminate('enough');
            return { status, outcome: await (0, kit_1.settle)(h.result()) };
        },
    },
];

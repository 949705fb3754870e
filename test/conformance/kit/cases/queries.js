"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.queryCases = void 0;
const kit_1 = require("../kit");
exports.queryCases = [
    {
        name: 'query-running',
        area: 'queries',
        doc: 'Queries with and without an argument, before and after a signal; they leave no events.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('queryable', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [2] });
            await (0, kit_1.idle)(ctx, h);
            const before = [await h.query('state'), await h.query('stateTimes', 10)];
            await h.signal('set', 5);
            await (0, kit_1.untilEvent)(ctx, h, 'WORKFLOW_TASK_COMPLETED', 2);
            const after = [await h.query('state'), await h.query('stateTimes', 10)];
            await h.signal('finish');
            const result = await h.result();
            await ctx.record('main', h);
            return { before, after, result };
        },
    },
    {
        name: 'query-missing-handler',
        area: 'queries',
        doc: 'A query that the workflow has no handler for fails at the client and does the workflow no harm.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('queryable', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [2] });
            await (0, kit_1.idle)(ctx, h);
            const missing = await (0, kit_1.settle)(h.query('nope'));
            await h.signal('finish');
            const result = await h.result();
            await ctx.record('main', h);
            return { missing, result };
        },
    },
    {
        name: 'query-closed',
        area: 'queries',
        doc: 'A completed workflow answers queries; one that does not exist gives an error.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('queryable', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [4] });
            await (0, kit_1.idle)(ctx, h);
            await h.signal('finish');
            await h.result();
            const state = await (0, kit_1.settle)(h.query('state'));
            const missing = await (0, kit_1.settle)(ctx.client.workflow.getHandle(ctx.newWorkflowId('nobody')).query('state'));
            await ctx.record('main', h);
            return { state, missing };
        },
    },
];

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.asyncCompletionCases = void 0;
const gates_1 = require("../gates");
const common_1 = require("@temporalio/common");
const kit_1 = require("../kit");
async function startAsync(ctx, options = {}) {
    await ctx.startWorker();
    const workflowId = ctx.newWorkflowId();
    const h = await ctx.client.workflow.start('callActivity', {
        workflowId, taskQueue: ctx.taskQueue,
        args: [{ activity: 'completeLater', args: [workflowId], options: { startToCloseTimeout: '1m', activityId: 'the-activity', ...options } }],
    });
    await (0, kit_1.eventually)(ctx, () => (0, gates_1.gateReached)(workflowId));
    await (0, kit_1.idle)(ctx, h);
    await ctx.sleep(100);
    return { h, token: (0, gates_1.tokenAt)(workflowId), id: { workflowId, activityId: 'the-activity' } };
}
exports.asyncCompletionCases = [
    {
        name: 'async-complete-by-token',
        area: 'async completion',
        doc: 'A client completes the activity with its task token.',
        async run(ctx) {
            const { h, token } = await startAsync(ctx);
            await ctx.client.activity.complete(token, { by: 'token' });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'async-complete-by-id',
        area: 'async completion',
        doc: 'A client heartbeats and then completes the activity by workflow id and activity id.',
        async run(ctx) {
            const { h, id } = await startAsync(ctx, { heartbeatTimeout: '30s' });
            await ctx.client.activity.heartbeat(id, 'alive');
            await ctx.client.activity.complete(id, ['by', 'id']);
            const outcome = await (0, kit_1.settle)(h.result());
            const again = await (0, kit_1.settle)(ctx.client.activity.complete(id, 'again'));
            await ctx.record('main', h);
            return { outcome, again };
        },
    },
    {
        name: 'async-fail',
        area: 'async completion',
        doc: 'A client fails the activity, with a failure that is not to be retried.',
        async run(ctx) {
            const { h, token } = await startAsync(ctx);
            await ctx.client.activity.fail(token, common_1.ApplicationFailure.nonRetryable('failed from outside', 'Outside', { why: 'test' }));
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
];

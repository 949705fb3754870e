"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.heartbeatCases = void 0;
const gates_1 = require("../gates");
const kit_1 = require("../kit");
async function cancelWhileRunning(ctx, activity, args, options) {
    await ctx.startWorker();
    const workflowId = ctx.newWorkflowId();
    const h = await ctx.client.workflow.start('cancelActivity', {
        workflowId, taskQueue: ctx.taskQueue, args: [activity, [workflowId, ...args], { startToCloseTimeout: '1m', ...options }],
    });
    await (0, kit_1.eventually)(ctx, () => (0, gates_1.gateReached)(workflowId));
    await (0, kit_1.idle)(ctx, h);
    await h.cancel();
    const outcome = await (0, kit_1.settle)(h.result());
    (0, gates_1.openGate)(workflowId);
    await ctx.record('main', h);
    return outcome;
}
exports.heartbeatCases = [
    {
        name: 'heartbeat-details-resumed',
        area: 'heartbeats',
        doc: 'The second attempt finds the details of the last heartbeat of the first.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('callActivity', {
                workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue,
                args: [{
                        activity: 'resumeFromHeartbeat', args: [{ page: 7, ids: ['x'] }],
                        options: { startToCloseTimeout: '1m', heartbeatTimeout: '10s', retry: { initialInterval: 50 } },
                    }],
            });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'activity-cancel-wait',
        area: 'heartbeats',
        doc: 'WAIT_CANCELLATION_COMPLETED: the activity learns of it by its heartbeat and reports that it is cancelled.',
        run: (ctx) => cancelWhileRunning(ctx, 'heartbeatUntilCancelled', ['cancelled'], {
            heartbeatTimeout: '2s', cancellationType: 'WAIT_CANCELLATION_COMPLETED',
        }),
    },
    {
        name: 'activity-cancel-wait-completes',
        area: 'heartbeats',
        doc: 'WAIT_CANCELLATION_COMPLETED, but the activity completes in spite of the cancellation.',
        run: (ctx) => cancelWhileRunning(ctx, 'heartbeatUntilCancelled', ['completed'], {
            heartbeatTimeout: '2s', cancellationType: 'WAIT_CANCELLATION_COMPLETED',
        }),
    },
    {
        name: 'activity-cancel-try',
        area: 'heartbeats',
        doc: 'TRY_CANCEL: the workflow goes on at once, with a cancellation requested.',
        run: (ctx) => cancelWhileRunning(ctx, 'waitAtGate', [], { cancellationType: 'TRY_CANCEL' }),
    },
    {
        name: 'activity-cancel-abandon',
        area: 'heartbeats',
        doc: 'ABANDON: the workflow goes on at once and no cancellation is requested.',
        run: (ctx) => cancelWhileRunning(ctx, 'waitAtGate', [], { cancellationType: 'ABANDON' }),
    },
    {
        name: 'activity-cancel-in-backoff',
        area: 'heartbeats',
        doc: 'WAIT_CANCELLATION_COMPLETED while the activity waits for its next attempt: it is cancelled at once.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('cancelActivity', {
                workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue,
                args: ['succeedOnAttempt', [9], {
                        startToCloseTimeout: '1m', cancellationType: 'WAIT_CANCELLATION_COMPLETED', retry: { initialInterval: '1 hour', maximumInterval: '1 hour' },
                    }],
            });
            await (0, kit_1.idle)(ctx, h);
            await (0, kit_1.eventually)(ctx, async () => ((await h.describe()).raw.pendingActivities?.[0]?.attempt ?? 0) >= 2);
            await h.cancel();
            const outcome = await (0, kit_1.settle)(h.result());
            await (0, kit_1.untilEvent)(ctx, h, 'WORKFLOW_EXECUTION_COMPLETED');
            await ctx.record('main', h);
            return outcome;
        },
    },
];

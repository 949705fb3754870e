"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.localActivityCases = void 0;
const kit_1 = require("../kit");
async function locals(ctx, calls) {
    await ctx.startWorker();
    const h = await ctx.client.workflow.start('settleLocalActivities', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [calls] });
    const outcome = await (0, kit_1.settle)(h.result());
    await ctx.record('main', h);
    return outcome;
}
exports.localActivityCases = [
    {
        name: 'local-activity-results',
        area: 'local activities',
        doc: 'Local activities leave a marker each and all run within one workflow task.',
        run: (ctx) => locals(ctx, [
            { activity: 'echo', args: [{ a: 1 }], options: { startToCloseTimeout: '10s' } },
            { activity: 'add', args: [1, 2], options: { scheduleToCloseTimeout: '10s' } },
            { activity: 'nothing', options: { startToCloseTimeout: '10s' } },
        ]),
    },
    {
        name: 'local-activity-retries',
        area: 'local activities',
        doc: 'A local activity is retried by the worker, within the workflow task.',
        run: (ctx) => locals(ctx, [{ activity: 'succeedOnAttempt', args: [3], options: { startToCloseTimeout: '10s', retry: { initialInterval: 20 } } }]),
    },
    {
        name: 'local-activity-fails',
        area: 'local activities',
        doc: 'A local activity that must not be retried, and one that runs out of attempts.',
        run: (ctx) => locals(ctx, [
            { activity: 'failWith', args: [{ message: 'no', type: 'No', nonRetryable: true, details: ['d'] }], options: { startToCloseTimeout: '10s' } },
            { activity: 'succeedOnAttempt', args: [9], options: { startToCloseTimeout: '10s', retry: { initialInterval: 10, maximumAttempts: 2 } } },
        ]),
    },
];

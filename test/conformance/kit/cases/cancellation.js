"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.cancellationCases = void 0;
const gates_1 = require("../gates");
const kit_1 = require("../kit");
exports.cancellationCases = [
    {
        name: 'cancel-waiting-workflow',
        area: 'cancellation',
        doc: 'A workflow that waits is cancelled, its timer too; a second cancel comes too late.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('sleepEach', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [['1 day']] });
            await (0, kit_1.idle)(ctx, h);
            await h.cancel();
            const outcome = await (0, kit_1.settle)(h.result());
            const closed = await (0, kit_1.settle)(h.cancel().then(() => 'accepted'));
            const status = (await h.describe()).status.name;
            await ctx.record('main', h);
            return { outcome, closed, status };
        },
    },
    {
        name: 'cancel-with-cleanup',
        area: 'cancellation',
        doc: 'Cleanup in a non-cancellable scope before the workflow closes as cancelled.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('cleanUpOnCancel', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await (0, kit_1.idle)(ctx, h);
            await h.cancel();
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'cancel-ignored',
        area: 'cancellation',
        doc: 'A workflow that catches its cancellation completes.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('ignoreCancel', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await (0, kit_1.idle)(ctx, h);
            await h.cancel();
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return { outcome, status: (await h.describe()).status.name };
        },
    },
    {
        name: 'cancel-before-first-task',
        area: 'cancellation',
        doc: 'A workflow is cancelled before a worker ever sees it: it runs, cancelled from the start.',
        async run(ctx) {
            const h = await ctx.client.workflow.start('cleanUpOnCancel', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await h.cancel();
            const twice = await (0, kit_1.settle)(h.cancel().then(() => 'accepted'));
            await ctx.startWorker();
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return { outcome, twice };
        },
    },
    {
        name: 'cancel-missing',
        area: 'cancellation',
        doc: 'Cancel and terminate of a workflow that does not exist: the errors.',
        async run(ctx) {
            const h = ctx.client.workflow.getHandle(ctx.newWorkflowId('nobody'));
            return { cancel: await (0, kit_1.settle)(h.cancel()), terminate: await (0, kit_1.settle)(h.terminate()) };
        },
    },
    {
        name: 'terminate-with-reason',
        area: 'termination',
        doc: 'Terminate, with a reason: an event, no workflow task; terminating again is an error.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('waitForever', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await (0, kit_1.idle)(ctx, h);
            await h.terminate('because of the test');
            const outcome = await (0, kit_1.settle)(h.result());
            const again = await (0, kit_1.settle)(h.terminate());
            await ctx.record('main', h);
            return { outcome, again, status: (await h.describe()).status.name };
        },
    },
    {
        name: 'terminate-before-first-task',
        area: 'termination',
        doc: 'Terminate without a reason before any worker polls.',
        async run(ctx) {
            const h = await ctx.client.workflow.start('waitForever', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await h.terminate();
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'terminate-running-activity',
        area: 'termination',
        doc: 'Terminate while an activity runs: nothing of the activity is in the history after its scheduling.',
        async run(ctx) {
            await ctx.startWorker();
            const workflowId = ctx.newWorkflowId();
            const h = await ctx.client.workflow.start('callActivity', {
                workflowId, taskQueue: ctx.taskQueue, args: [{ activity: 'waitAtGate', args: [workflowId], options: { startToCloseTimeout: '1m' } }],
            });
            await (0, kit_1.eventually)(ctx, () => (0, gates_1.gateReached)(workflowId));
            await (0, kit_1.idle)(ctx, h);
            await h.terminate('stop');
            (0, gates_1.openGate)(workflowId);
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.sleep(200);
            await ctx.record('main', h);
            return outcome;
        },
    },
];

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.childCases = void 0;
const kit_1 = require("../kit");
async function closePolicy(ctx, parentClosePolicy, childType) {
    await ctx.startWorker();
    const childId = ctx.newWorkflowId('child');
    const parent = await ctx.client.workflow.start('leaveChild', {
        workflowId: ctx.newWorkflowId('parent'), taskQueue: ctx.taskQueue, args: [childType, { workflowId: childId, parentClosePolicy }],
    });
    const child = ctx.client.workflow.getHandle(childId);
    await (0, kit_1.untilEvent)(ctx, parent, 'CHILD_WORKFLOW_EXECUTION_STARTED');
    await (0, kit_1.idle)(ctx, parent);
    await (0, kit_1.idle)(ctx, child);
    await parent.signal('end');
    const result = await (0, kit_1.settle)(parent.result());
    if (parentClosePolicy === 'ABANDON') {
        await ctx.sleep(300);
        await child.signal('finish', 'on its own');
    }
    const ofChild = await (0, kit_1.settle)(child.result());
    await ctx.record('parent', parent);
    await ctx.record('child', child);
    return { result, ofChild, status: (await child.describe()).status.name };
}
exports.childCases = [
    {
        name: 'child-result',
        area: 'child workflows',
        doc: 'A child and its result; both histories.',
        async run(ctx) {
            await ctx.startWorker();
            const childId = ctx.newWorkflowId('child');
            const parent = await ctx.client.workflow.start('runChild', {
                workflowId: ctx.newWorkflowId('parent'), taskQueue: ctx.taskQueue,
                args: ['describeWorkflow', { workflowId: childId, memo: { from: 'parent' } }],
            });
            const result = await (0, kit_1.settle)(parent.result());
            await ctx.record('parent', parent);
            await ctx.record('child', { workflowId: childId });
            return result;
        },
    },
    {
        name: 'child-start-then-result',
        area: 'child workflows',
        doc: 'startChild, a signal to the child, then its result.',
        async run(ctx) {
            await ctx.startWorker();
            const childId = ctx.newWorkflowId('child');
            const parent = await ctx.client.workflow.start('startThenResult', {
                workflowId: ctx.newWorkflowId('parent'), taskQueue: ctx.taskQueue, args: [childId],
            });
            const result = await (0, kit_1.settle)(parent.result());
            await ctx.record('child', { workflowId: childId });
            return result;
        },
    },
    {
        name: 'child-failure-chain',
        area: 'child workflows',
        doc: 'A failure two levels down fails the parent with a chain of causes.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('failBelow', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [2] });
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            await ctx.record('child', { workflowId: `${h.workflowId}-1` });
            await ctx.record('grandchild', { workflowId: `${h.workflowId}-1-0` });
            return outcome;
        },
    },
    {
        name: 'child-id-conflict',
        area: 'child workflows',
        doc: 'A second child with the id of a running one cannot start.',
        async run(ctx) {
            await ctx.startWorker();
            const childId = ctx.newWorkflowId('child');
            const parent = await ctx.client.workflow.start('settleChild', {
                workflowId: ctx.newWorkflowId('parent'), taskQueue: ctx.taskQueue, args: ['waitForFinish', { workflowId: childId }],
            });
            await (0, kit_1.untilEvent)(ctx, parent, 'CHILD_WORKFLOW_EXECUTION_STARTED');
            await (0, kit_1.idle)(ctx, parent);
            const other = await ctx.client.workflow.start('settleChild', {
                workflowId: ctx.newWorkflowId('other'), taskQueue: ctx.taskQueue, args: ['waitForFinish', { workflowId: childId }],
            });
            const refused = await (0, kit_1.settle)(other.result());
            await ctx.client.workflow.getHandle(childId).signal('finish', 1);
            const outcome = { refused, first: await (0, kit_1.settle)(parent.result()) };
            await ctx.record('other', other);
            return outcome;
        },
    },
    {
        name: 'child-run-timeout',
        area: 'child workflows',
        doc: 'A child times out.',
        async run(ctx) {
            await ctx.startWorker();
            const childId = ctx.newWorkflowId('child');
            const parent = await ctx.client.workflow.start('settleChild', {
                workflowId: ctx.newWorkflowId('parent'), taskQueue: ctx.taskQueue,
                args: ['waitForever', { workflowId: childId, workflowRunTimeout: '1s' }],
            });
            const outcome = await (0, kit_1.settle)(parent.result());
            await ctx.record('parent', parent);
            await ctx.record('child', { workflowId: childId });
            return outcome;
        },
    },
    {
        name: 'child-parent-close-terminate',
        area: 'child workflows',
        doc: 'Parent close policy TERMINATE.',
        run: (ctx) => closePolicy(ctx, 'TERMINATE', 'waitForFinish'),
    },
    {
        name: 'child-parent-close-abandon',
        area: 'child workflows',
        doc: 'Parent close policy ABANDON.',
        run: (ctx) => closePolicy(ctx, 'ABANDON', 'waitForFinish'),
    },
    {
        name: 'child-parent-close-request-cancel',
        area: 'child workflows',
        doc: 'Parent close policy REQUEST_CANCEL.',
        run: (ctx) => closePolicy(ctx, 'REQUEST_CANCEL', 'waitForFinish'),
    },
    {
        name: 'child-terminated',
        area: 'child workflows',
        doc: 'Somebody terminates the child: the parent gets a failure.',
        async run(ctx) {
            await ctx.startWorker();
            const childId = ctx.newWorkflowId('child');
            const parent = await ctx.client.workflow.start('settleChild', {
                workflowId: ctx.newWorkflowId('parent'), taskQueue: ctx.taskQueue, args: ['waitForever', { workflowId: childId }],
            });
            await (0, kit_1.untilEvent)(ctx, parent, 'CHILD_WORKFLOW_EXECUTION_STARTED');
            await (0, kit_1.idle)(ctx, parent);
            const child = ctx.client.workflow.getHandle(childId);
            await (0, kit_1.eventually)(ctx, async () => (await (0, kit_1.eventTypes)(ctx, child)).includes('WORKFLOW_TASK_COMPLETED'));
            await child.terminate('by the test');
            const outcome = await (0, kit_1.settle)(parent.result());
            await ctx.record('parent', parent);
            return outcome;
        },
    },
    {
        name: 'child-cancelled-with-parent',
        area: 'child workflows',
        doc: 'Cancelling the parent cancels the child; the default is to wait until it is cancelled.',
        async run(ctx) {
            await ctx.startWorker();
            const childId = ctx.newWorkflowId('child');
            const parent = await ctx.client.workflow.start('settleChild', {
                workflowId: ctx.newWorkflowId('parent'), taskQueue: ctx.taskQueue, args: ['waitForever', { workflowId: childId }],
            });
            await (0, kit_1.untilEvent)(ctx, parent, 'CHILD_WORKFLOW_EXECUTION_STARTED');
            await (0, kit_1.idle)(ctx, parent);
            await (0, kit_1.idle)(ctx, { workflowId: childId });
            await parent.cancel();
            const outcome = await (0, kit_1.settle)(parent.result());
            await ctx.record('parent', parent);
            await ctx.record('child', { workflowId: childId });
            return outcome;
        },
    },
];

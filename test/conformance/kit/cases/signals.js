"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.signalCases = void 0;
const kit_1 = require("../kit");
exports.signalCases = [
    {
        name: 'signal-before-first-task',
        area: 'signals',
        doc: 'Signals that come before any worker polls are all delivered with the first workflow task, in order.',
        async run(ctx) {
            const h = await ctx.client.workflow.start('collectSignals', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            for (const v of ['a', 'b', 'c'])
                await h.signal('add', v);
            await h.signal('done');
            await ctx.startWorker();
            const result = await h.result();
            await ctx.record('main', h);
            return result;
        },
    },
    {
        name: 'signal-while-waiting',
        area: 'signals',
        doc: 'Each signal to an idle workflow causes a workflow task of its own.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('collectSignals', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await (0, kit_1.idle)(ctx, h);
            await h.signal('add', 'one');
            await (0, kit_1.untilEvent)(ctx, h, 'WORKFLOW_TASK_COMPLETED', 2);
            await h.signal('done');
            const result = await h.result();
            await ctx.record('main', h);
            return result;
        },
    },
    {
        name: 'signal-with-start',
        area: 'signals',
        doc: 'signalWithStart starts the workflow, the signal right after the start event; on a running one it only signals.',
        async run(ctx) {
            const workflowId = ctx.newWorkflowId();
            const options = { workflowId, taskQueue: ctx.taskQueue, signal: 'add' };
            const h1 = await ctx.client.workflow.signalWithStart('collectSignals', { ...options, signalArgs: ['first'] });
            const h2 = await ctx.client.workflow.signalWithStart('collectSignals', { ...options, signalArgs: ['second'] });
            await h2.signal('done');
            await ctx.startWorker();
            const result = await h1.result();
            await ctx.record('main', h1);
            return { result, sameRun: h1.signaledRunId === h2.signaledRunId };
        },
    },
    {
        name: 'signal-buffered-until-handler',
        area: 'signals',
        doc: 'Signals without a handler are kept until the workflow sets one, and are then handled at once.',
        async run(ctx) {
            const h = await ctx.client.workflow.start('setHandlerLate', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await h.signal('late', 'one');
            await h.signal('late', 'two');
            await ctx.startWorker();
            await (0, kit_1.idle)(ctx, h);
            await h.signal('open');
            await (0, kit_1.untilEvent)(ctx, h, 'WORKFLOW_TASK_COMPLETED', 2);
            await h.signal('late', 'last');
            const result = await h.result();
            await ctx.record('main', h);
            return result;
        },
    },
    {
        name: 'signal-external-workflow',
        area: 'signals',
        doc: 'A workflow signals another one; both histories.',
        async run(ctx) {
            await ctx.startWorker();
            const target = await ctx.client.workflow.start('waitForFinish', { workflowId: ctx.newWorkflowId('target'), taskQueue: ctx.taskQueue });
            await (0, kit_1.idle)(ctx, target);
            const sender = await ctx.client.workflow.start('signalExternal', {
                workflowId: ctx.newWorkflowId('sender'), taskQueue: ctx.taskQueue, args: [target.workflowId, 'finish', [{ hello: 'there' }]],
            });
            const outcome = { sender: await sender.result(), target: await target.result() };
            await ctx.record('sender', sender);
            await ctx.record('target', target);
            return outcome;
        },
    },
    {
        name: 'signal-external-missing',
        area: 'signals',
        doc: 'A signal from a workflow to a workflow that does not exist fails in the sender.',
        async run(ctx) {
            await ctx.startWorker();
            const sender = await ctx.client.workflow.start('signalExternal', {
                workflowId: ctx.newWorkflowId('sender'), taskQueue: ctx.taskQueue, args: [ctx.newWorkflowId('nobody'), 'finish', []],
            });
            const result = await sender.result();
            await ctx.record('sender', sender);
            return result;
        },
    },
    {
        name: 'signal-not-running',
        area: 'signals',
        doc: 'A client signal to a closed workflow and to one that never was: the errors.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('echoWorkflow', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [1] });
            await h.result();
            const closed = await (0, kit_1.settle)(h.signal('add', 'x'));
            const missing = await (0, kit_1.settle)(ctx.client.workflow.getHandle(ctx.newWorkflowId('nobody')).signal('add', 'x'));
            await ctx.record('main', h);
            return { closed, missing };
        },
    },
];

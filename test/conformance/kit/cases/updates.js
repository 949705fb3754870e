"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.updateCases = void 0;
const client_1 = require("@temporalio/client");
const kit_1 = require("../kit");
exports.updateCases = [
    {
        name: 'update-complete',
        area: 'updates',
        doc: 'Updates that complete in the workflow task that accepts them.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('counterWithUpdates', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [1] });
            await (0, kit_1.idle)(ctx, h);
            const first = await h.executeUpdate('add', { args: [2], updateId: 'u1' });
            const second = await h.executeUpdate('add', { args: [3], updateId: 'u2' });
            await h.signal('finish');
            const result = await h.result();
            await ctx.record('main', h);
            return { first, second, result };
        },
    },
    {
        name: 'update-rejected',
        area: 'updates',
        doc: 'A validator that throws rejects the update: an error at the client and no trace in the history.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('counterWithUpdates', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [1] });
            await (0, kit_1.idle)(ctx, h);
            const plain = await (0, kit_1.settle)(h.executeUpdate('add', { args: [-1], updateId: 'u1' }));
            const failure = await (0, kit_1.settle)(h.executeUpdate('add', { args: [101], updateId: 'u2' }));
            const unknown = await (0, kit_1.settle)(h.executeUpdate('nope', { updateId: 'u3' }));
            await h.signal('finish');
            const result = await h.result();
            await ctx.record('main', h);
            return { plain, failure, unknown, result };
        },
    },
    {
        name: 'update-accepted-then-completed',
        area: 'updates',
        doc: 'startUpdate returns when the update is accepted; its result comes after a later signal.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('counterWithUpdates', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [1] });
            await (0, kit_1.idle)(ctx, h);
            const u = await h.startUpdate('addSlowly', { args: [4], updateId: 'slow', waitForStage: 'ACCEPTED' });
            await h.signal('release');
            const result = await u.result();
            const again = await h.getUpdateHandle('slow').result();
            await h.signal('finish');
            const final = await h.result();
            await ctx.record('main', h);
            return { updateId: u.updateId, result, again, final };
        },
    },
    {
        name: 'update-handler-throws',
        area: 'updates',
        doc: 'An ApplicationFailure in a handler fails the update, not the workflow.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('counterWithUpdates', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [1] });
            await (0, kit_1.idle)(ctx, h);
            const failed = await (0, kit_1.settle)(h.executeUpdate('explode', { updateId: 'u1' }));
            await (0, kit_1.idle)(ctx, h);
            await h.signal('finish');
            const result = await h.result();
            await ctx.record('main', h);
            return { failed, result };
        },
    },
    {
        name: 'update-id-deduplicated',
        area: 'updates',
        doc: 'A second update with the same id gets the outcome of the first and is not run.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('counterWithUpdates', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [0] });
            await (0, kit_1.idle)(ctx, h);
            const first = await h.executeUpdate('add', { args: [10], updateId: 'same' });
            const second = await h.executeUpdate('add', { args: [20], updateId: 'same' });
            const count = await h.query('count');
            await h.signal('finish');
            await h.result();
            await ctx.record('main', h);
            return { first, second, count };
        },
    },
    {
        name: 'update-with-start',
        area: 'updates',
        doc: 'Update-with-start starts the workflow and runs the update in its first workflow task; then uses the running one.',
        async run(ctx) {
            await ctx.startWorker();
            const workflowId = ctx.newWorkflowId();
            const op = () => new client_1.WithStartWorkflowOperation('counterWithUpdates', {
                workflowId, taskQueue: ctx.taskQueue, args: [5], workflowIdConflictPolicy: 'USE_EXISTING',
            });
            const firstOp = op();
            const first = await ctx.client.workflow.executeUpdateWithStart('add', { args: [1], updateId: 'u1', startWorkflowOperation: firstOp });
            const h = await firstOp.workflowHandle();
            await (0, kit_1.idle)(ctx, h);
            const second = await ctx.client.workflow.executeUpdateWithStart('add', { args: [1], updateId: 'u2', startWorkflowOperation: op() });
            await h.signal('finish');
            const result = await h.result();
            await ctx.record('main', h);
            return { first, second, result };
        },
    },
    {
        name: 'update-not-running',
        area: 'updates',
        doc: 'Updates of a closed workflow and of one that never was: the errors.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('echoWorkflow', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [1] });
            await h.result();
            const closed = await (0, kit_1.settle)(h.executeUpdate('add', { args: [1], updateId: 'u1' }));
            const missing = await (0, kit_1.settle)(ctx.client.workflow.getHandle(ctx.newWorkflowId('nobody')).executeUpdate('add', { args: [1], updateId: 'u1' }));
            await ctx.record('main', h);
            return { closed, missing };
        },
    },
];

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.scheduleCases = void 0;
const kit_1 = require("../kit");
exports.scheduleCases = [
    {
        name: 'schedule-create-describe-delete',
        area: 'schedules',
        doc: 'A schedule with an interval: describe() as it is stored, a second create with the id, delete, describe() after it.',
        async run(ctx) {
            const scheduleId = ctx.newWorkflowId('schedule');
            const options = {
                scheduleId, spec: { intervals: [{ every: '1h', offset: '10m' }] },
                action: { type: 'startWorkflow', workflowType: 'echoWorkflow', args: ['scheduled'], taskQueue: ctx.taskQueue, workflowId: ctx.newWorkflowId('action') },
                policies: { overlap: 'BUFFER_ONE', catchupWindow: '1d', pauseOnFailure: true }, memo: { about: 'a test' },
                state: { paused: true, note: 'created paused', remainingActions: 3 },
            };
            const s = await ctx.client.schedule.create(options);
            const again = await (0, kit_1.settle)(ctx.client.schedule.create(options));
            const d = await s.describe();
            await s.delete();
            const gone = await (0, kit_1.settle)(s.describe());
            return {
                again, spec: d.spec, policies: d.policies, state: d.state, memo: d.memo, action: { ...d.action },
                actionsTaken: d.info.numActionsTaken, recent: d.info.recentActions.length, gone,
            };
        },
    },
    {
        name: 'schedule-trigger',
        area: 'schedules',
        doc: 'A paused schedule is triggered by hand: it starts its workflow, whose history is that of any other.',
        async run(ctx) {
            await ctx.startWorker();
            const s = await ctx.client.schedule.create({
                scheduleId: ctx.newWorkflowId('schedule'), spec: { intervals: [{ every: '30d' }] }, state: { paused: true },
                action: { type: 'startWorkflow', workflowType: 'echoWorkflow', args: ['triggered'], taskQueue: ctx.taskQueue, workflowId: ctx.newWorkflowId('action') },
            });
            await s.trigger();
            await (0, kit_1.eventually)(ctx, async () => (await s.describe()).info.recentActions.length === 1, 'the schedule', 150);
            const d = await s.describe();
            const workflow = d.info.recentActions[0].action.workflow;
            const result = await ctx.client.workflow.getHandle(workflow.workflowId).result();
            await ctx.record('action', { workflowId: workflow.workflowId });
            await s.delete();
            return { result, workflowId: workflow.workflowId, taken: d.info.numActionsTaken, paused: d.state.paused };
        },
    },
    {
        name: 'schedule-pause-unpause',
        area: 'schedules',
        doc: 'Pause and unpause, with notes and without.',
        async run(ctx) {
            const s = await ctx.client.schedule.create({
                scheduleId: ctx.newWorkflowId('schedule'), spec: { intervals: [{ every: '30d' }] },
                action: { type: 'startWorkflow', workflowType: 'echoWorkflow', taskQueue: ctx.taskQueue },
            });
            const states = [(await s.describe()).state];
            for (const change of [() => s.pause('a note'), () => s.unpause('another'), () => s.pause(), () => s.unpause()]) {
                await change();
                await ctx.sleep(200);
                states.push((await s.describe()).state);
            }
            await s.delete();
            return states;
        },
    },
];

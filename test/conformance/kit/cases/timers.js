"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.timerCases = void 0;
const kit_1 = require("../kit");
async function simple(ctx, type, args = []) {
    await ctx.startWorker();
    const h = await ctx.client.workflow.start(type, { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args });
    const outcome = await (0, kit_1.settle)(h.result());
    await ctx.record('main', h);
    return outcome;
}
exports.timerCases = [
    {
        name: 'timer-sleep',
        area: 'timers',
        doc: 'Timers of 1 s and 2 s, one after another.',
        timing: true,
        run: (ctx) => simple(ctx, 'sleepEach', [['1s', 2000]]),
    },
    {
        name: 'timer-zero',
        area: 'timers',
        doc: 'Sleeps of zero and of less than nothing become timers of 1 ms.',
        run: (ctx) => simple(ctx, 'sleepEach', [[0, -5]]),
    },
    {
        name: 'timer-cancelled',
        area: 'timers',
        doc: 'A timer is started and cancelled by its scope in a later workflow task.',
        run: (ctx) => simple(ctx, 'cancelTimer'),
    },
    {
        name: 'timer-conditions',
        area: 'timers',
        doc: 'condition() with a timeout: it times out; it is met by a signal and its timer is cancelled; it is true at once.',
        async run(ctx) {
            await ctx.startWorker();
            const h = await ctx.client.workflow.start('conditionsWithTimeout', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
            await (0, kit_1.untilEvent)(ctx, h, 'TIMER_STARTED', 2);
            await h.signal('go');
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
    {
        name: 'timer-race',
        area: 'timers',
        doc: 'The faster of two timers wins; the slower one is just left.',
        timing: true,
        run: (ctx) => simple(ctx, 'raceTimers'),
    },
    {
        name: 'timer-around-activity',
        area: 'timers',
        doc: 'CancellationScope.withTimeout around an activity that is in time: the timer is cancelled.',
        run: (ctx) => simple(ctx, 'timeoutAroundActivity'),
    },
];

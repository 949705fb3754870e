"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.activityCases = void 0;
const gates_1 = require("../gates");
const kit_1 = require("../kit");
async function call(ctx, input, record = true) {
    await ctx.startWorker();
    const h = await ctx.client.workflow.start('callActivity', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [input] });
    const outcome = await (0, kit_1.settle)(h.result());
    if (record)
        await ctx.record('main', h);
    return outcome;
}
async function settleCalls(ctx, calls) {
    await ctx.startWorker();
    const h = await ctx.client.workflow.start('settleActivities', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [calls] });
    const outcome = await (0, kit_1.settle)(h.result());
    await ctx.record('main', h);
    return outcome;
}
exports.activityCases = [
    {
        name: 'activity-results',
        area: 'activities',
        doc: 'Activities one after another: arguments and results of several JSON shapes, and none.',
        run: (ctx) => settleCalls(ctx, [
            { activity: 'echo', args: [{ deep: [1, 'two', null, true] }], options: { startToCloseTimeout: '1m' } },
            { activity: 'add', args: [2, 3], options: { scheduleToCloseTimeout: '1m' } },
            { activity: 'nothing', options: { startToCloseTimeout: 30000 } },
        ]),
    },
    {
        name: 'activity-info',
        area: 'activities',
        doc: 'What an activity sees of itself, with all timeouts set and its own activity id.',
        run: (ctx) => call(ctx, {
            activity: 'describeSelf',
            options: {
                activityId: 'my-activity', startToCloseTimeout: '10s', scheduleToStartTimeout: '20s', scheduleToCloseTimeout: '40s',
                heartbeatTimeout: '5s', retry: { initialInterval: '2s', backoffCoefficient: 3, maximumInterval: '9s', maximumAttempts: 4, nonRetryableErrorTypes: ['A', 'B'] },
            },
        }),
    },
    {
        name: 'activity-no-timeout',
        area: 'activities',
        doc: 'An activity with neither a start-to-close nor a schedule-to-close timeout: the SDK throws, nothing is scheduled.',
        run: (ctx) => settleCalls(ctx, [{ activity: 'echo', args: [1], options: { scheduleToStartTimeout: '1m' } }]),
    },
    {
        name: 'activity-start-to-close-timeout',
        area: 'activity timeouts',
        doc: 'Start-to-close timeout, one attempt allowed.',
        run: (ctx) => call(ctx, { activity: 'sleepy', args: [10000], options: { startToCloseTimeout: '1s', retry: { maximumAttempts: 1 } } }),
    },
    {
        name: 'activity-schedule-to-close-timeout',
        area: 'activity timeouts',
        doc: 'Schedule-to-close timeout of a running first attempt.',
        run: (ctx) => call(ctx, { activity: 'sleepy', args: [10000], options: { scheduleToCloseTimeout: '1s' } }),
    },
    {
        name: 'activity-schedule-to-start-timeout',
        area: 'activity timeouts',
        doc: 'Schedule-to-start timeout: nobody polls the activity task queue. It is not retried.',
        timing: true,
        run: (ctx) => call(ctx, {
            activity: 'echo', args: [1],
            options: { taskQueue: `${ctx.taskQueue}-nobody`, scheduleToStartTimeout: '1s', startToCloseTimeout: '1m' },
        }),
    },
    {
        name: 'activity-heartbeat-timeout',
        area: 'activity timeouts',
        doc: 'Heartbeat timeout; the failure has the last heartbeat details.',
        run: (ctx) => call(ctx, {
            activity: 'goSilent', args: [2, 10000],
            options: { startToCloseTimeout: '1m', heartbeatTimeout: '1s', retry: { maximumAttempts: 1 } },
        }),
    },
    {
        name: 'activity-retry-default-policy',
        area: 'activity retries',
        doc: 'The default policy: 1 s before the second attempt, 2 s before the third. Failed attempts leave no events.',
        timing: true,
        run: (ctx) => call(ctx, { activity: 'succeedOnAttempt', args: [3], options: { startToCloseTimeout: '1m' } }),
    },
    {
        name: 'activity-retry-maximum-attempts',
        area: 'activity retries',
        doc: 'maximumAttempts is reached.',
        run: (ctx) => call(ctx, {
            activity: 'succeedOnAttempt', args: [9],
            options: { startToCloseTimeout: '1m', retry: { initialInterval: 50, maximumAttempts: 3 } },
        }),
    },
    {
        name: 'activity-retry-non-retryable',
        area: 'activity retries',
        doc: 'Two ways not to be retried: a type that the policy names, and the flag of the failure.',
        run: (ctx) => settleCalls(ctx, [
            { activity: 'succeedOnAttempt', args: [9], options: { startToCloseTimeout: '1m', retry: { nonRetryableErrorTypes: ['NotYet'] } } },
            { activity: 'failWith', args: [{ message: 'final', type: 'Final', nonRetryable: true, details: [{ a: 1 }, 'b'] }], options: { startToCloseTimeout: '1m' } },
        ]),
    },
    {
        name: 'activity-retry-next-delay',
        area: 'activity retries',
        doc: 'nextRetryDelay of the failure overrides the interval of the policy.',
        timing: true,
        run: (ctx) => call(ctx, {
            activity: 'succeedWithDelays', args: [3, '1s'],
            options: { startToCloseTimeout: '1m', retry: { initialInterval: '1 hour', maximumInterval: '1 hour' } },
        }),
    },
    {
        name: 'activity-plain-error',
        area: 'activity retries',
        doc: 'An error that is not Temporal\'s becomes an ApplicationFailure of its name, cause and all, and is retryable.',
        run: (ctx) => call(ctx, {
            activity: 'throwPlainError', args: ['out of range'],
            options: { startToCloseTimeout: '1m', retry: { initialInterval: 20, maximumAttempts: 2 } },
        }),
    },
    {
        name: 'activity-parallel-order',
        area: 'activities',
        doc: 'A signal and an activity completion while the workflow is idle: each gets its workflow task, in their order.',
        async run(ctx) {
            await ctx.startWorker();
            const workflowId = ctx.newWorkflowId();
            const h = await ctx.client.workflow.start('callActivity', {
                workflowId, taskQueue: ctx.taskQueue,
                args: [{ activity: 'waitAtGate', args: [workflowId], options: { startToCloseTimeout: '1m' } }],
            });
            await (0, kit_1.eventually)(ctx, () => (0, gates_1.gateReached)(workflowId));
            await h.signal('nobody-handles-this', 1);
            await (0, kit_1.eventually)(ctx, async () => (await h.fetchHistory()).events.length >= 9);
            await (0, kit_1.idle)(ctx, h);
            (0, gates_1.openGate)(workflowId);
            const outcome = await (0, kit_1.settle)(h.result());
            await ctx.record('main', h);
            return outcome;
        },
    },
];

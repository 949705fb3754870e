"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const errors_1 = require("../../src/base/errors");
const apply_event_1 = require("../../src/history/apply-event");
const execution_state_1 = require("../../src/history/execution-state");
const history_1 = require("../../src/history/history");
const build_1 = require("./build");
const fixtures_1 = require("./fixtures");
(0, vitest_1.describe)('the state at an event', () => {
    (0, vitest_1.it)('has pending activities with what the history knows of them', () => {
        const { history } = (0, build_1.build)()
            .at(500)
            .add('ActivityTaskScheduled', {
            activityId: '1',
            activityType: { name: 'charge' },
            startToCloseTimeout: (0, build_1.ms)(3000),
        })
            .add('ActivityTaskCancelRequested', { scheduledEventId: 2 })
            .at(4000)
            .add('ActivityTaskStarted', { scheduledEventId: 2, attempt: 3, lastFailure: { message: 'declined' } })
            .add('ActivityTaskCanceled', { scheduledEventId: 2, startedEventId: 4 });
        const scheduled = {
            activityId: '1',
            activityType: 'charge',
            scheduledEventId: 2,
            scheduledAt: build_1.START + 500,
            startToCloseTimeoutMs: 3000,
        };
        (0, vitest_1.expect)(history.at(2).activities[2]).toMatchObject({ ...scheduled, attempt: 1, cancelRequested: false });
        (0, vitest_1.expect)(history.at(3).activities[2]).toMatchObject({ cancelRequested: true });
        (0, vitest_1.expect)(history.at(4).activities[2]).toMatchObject({
            attempt: 3,
            startedAt: build_1.START + 4000,
            lastFailure: { message: 'declined' },
        });
        (0, vitest_1.expect)(history.at(5).activities).toEqual({});
    });
    (0, vitest_1.it)('has timers, children, external requests and updates until they end', () => {
        const workflowExecution = { workflowId: 'other', runId: 'r' };
        const { history } = (0, build_1.build)()
            .add('TimerStarted', { timerId: 't', startToFireTimeout: (0, build_1.ms)(60_000) })
            .add('StartChildWorkflowExecutionInitiated', { workflowId: 'other', workflowType: { name: 'refund' } })
            .add('ChildWorkflowExecutionStarted', { initiatedEventId: 3, workflowExecution })
            .add('SignalExternalWorkflowExecutionInitiated', { workflowExecution, signalName: 'go' })
            .add('WorkflowExecutionUpdateAccepted', {
            protocolInstanceId: 'u',
            acceptedRequest: { input: { name: 'raise' } },
        })
            .add('TimerFired', { timerId: 't', startedEventId: 2 })
            .add('ChildWorkflowExecutionCompleted', { initiatedEventId: 3, startedEventId: 4, workflowExecution })
            .add('ExternalWorkflowExecutionSignaled', { initiatedEventId: 5, workflowExecution })
            .add('WorkflowExecutionUpdateCompleted', { acceptedEventId: 6 });
        (0, vitest_1.expect)(history.at(6)).toMatchObject({
            timers: { t: { startedEventId: 2, dueAt: build_1.START + 60_000 } },
            children: { 3: { workflowId: 'other', workflowType: 'refund', runId: 'r', startedEventId: 4 } },
            externals: { 5: { kind: 'signal', workflowId: 'other', signalName: 'go' } },
            updates: { 6: { updateId: 'u', name: 'raise' } },
        });
        (0, vitest_1.expect)(history.at()).toMatchObject({ timers: {}, children: {}, externals: {}, updates: {}, status: 'running' });
    });
    (0, vitest_1.it)('follows the workflow task', () => {
        const { history } = (0, build_1.build)().task();
        const states = [1, 2, 3, 4].map((id) => history.at(id).workflowTask);
        (0, vitest_1.expect)(states).toMatchObject([
            { state: 'none', lastCompletedStartedEventId: 0 },
            { state: 'scheduled', scheduledEventId: 2 },
            { state: 'started', scheduledEventId: 2, startedEventId: 3 },
            { state: 'none', lastCompletedStartedEventId: 3 },
        ]);
        (0, vitest_1.expect)(history.at(0).counters).toEqual({});
        (0, vitest_1.expect)(history.at(4).counters).toMatchObject({ WorkflowExecutionStarted: 1, WorkflowTaskCompleted: 1 });
    });
    vitest_1.it.each([
        ['WorkflowExecutionCompleted', { result: (0, build_1.json)(1) }, { status: 'completed', result: (0, build_1.json)(1) }],
        ['WorkflowExecutionFailed', { failure: { message: 'no' } }, { status: 'failed', failure: { message: 'no' } }],
        ['WorkflowExecutionTimedOut', {}, { status: 'timed-out' }],
        ['WorkflowExecutionCanceled', {}, { status: 'canceled' }],
        ['WorkflowExecutionTerminated', {}, { status: 'terminated' }],
        ['WorkflowExecutionContinuedAsNew', {}, { status: 'continued-as-new' }],
    ])('closes with %s, and nothing is pending any more', (type, attributes, closed) => {
        const { history } = (0, build_1.build)()
            .add('TimerStarted', { timerId: 't' })
            .add(type, attributes);
        (0, vitest_1.expect)(history.at()).toMatchObject({ ...closed, timers: {} });
    });
    (0, vitest_1.it)('leaves the events as they are: neither frozen nor changed', () => {
        const history = (0, build_1.build)().add('WorkflowExecutionFailed', { failure: { message: 'no' } }).history;
        const before = JSON.stringify(history);
        history.at();
        (0, vitest_1.expect)(Object.isFrozen(history.ofType('WorkflowExecutionFailed')[0].attributes.failure)).toBe(false);
        (0, vitest_1.expect)(JSON.stringify(history)).toBe(before);
    });
    (0, vitest_1.it)('is not to be had for an event that is not there', () => {
        (0, vitest_1.expect)(() => (0, build_1.build)().history.at(2)).toThrow(errors_1.InvalidInputError);
        (0, vitest_1.expect)(() => (0, build_1.build)().history.at(-1)).toThrow(/its events are 0 to 1/);
        (0, vitest_1.expect)(() => (0, build_1.build)().history.event(0)).toThrow(/its events are 1 to 1/);
    });
    (0, vitest_1.it)('is the same in whichever order it is asked for, beyond several checkpoints', () => {
        const builder = (0, build_1.build)();
        for (let i = 0; i < 1500; i++)
            builder.add('TimerStarted', { timerId: `${i}` }).add('TimerFired', { timerId: `${i - 3}` });
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.array(fast_check_1.default.nat({ max: 3001 }), { minLength: 1, maxLength: 5 }), (ids) => {
            const { history } = builder;
            for (const id of ids) {
                const expected = structuredClone(execution_state_1.EMPTY_STATE);
                for (let i = 1; i <= id; i++)
                    (0, apply_event_1.applyEvent)(expected, history.event(i));
                (0, vitest_1.expect)(history.at(id)).toEqual(expected);
            }
        }), { numRuns: 8 });
    });
    (0, vitest_1.it)('shares what does not change', () => {
        const history = history_1.History.from((0, fixtures_1.fixtureText)('long-history.main'));
        let before = history.at(1);
        for (let id = 2; id <= history.length; id++) {
            const after = history.at(id);
            if (history.event(id).type.startsWith('WorkflowTask'))
                (0, vitest_1.expect)(after.activities).toBe(before.activities);
            before = after;
        }
    });
    vitest_1.it.each(fixtures_1.FIXTURES)('of %s ends with nothing pending', (name) => {
        (0, vitest_1.expect)(history_1.History.from((0, fixtures_1.fixtureText)(name)).at()).toMatchObject({ status: 'completed', activities: {}, timers: {} });
    });
});

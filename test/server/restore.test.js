"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const enums_1 = require("../../src/base/enums");
const virtual_clock_1 = require("../../src/clock/virtual-clock");
const event_log_1 = require("../../src/history/event-log");
const history_1 = require("../../src/history/history");
const complete_workflow_task_1 = require("../../src/server/execution/complete-workflow-task");
const restore_1 = require("../../src/server/execution/restore");
const signals_1 = require("../../src/server/execution/signals");
const server_1 = require("../../src/server/server");
const build_1 = require("../history/build");
const fixtures_1 = require("../history/fixtures");
const RUN_ID = '00000000-0000-4000-8000-000000000001';
/** A server whose steps run one after another, at once when asked for. */
class Bench {
    clock;
    server;
    tasks = [];
    steps = [];
    constructor(now) {
        this.clock = new virtual_clock_1.VirtualClock(now);
        this.server = new server_1.Server({
            clock: this.clock,
            seed: 1,
            version: '1.31',
            post: (step) => this.steps.push(step.run),
        });
    }
    restore(log) {
        const x = (0, restore_1.restoreExecution)(this.server, 'default', log, { runId: RUN_ID });
        this.server.adopt(x);
        return x;
    }
    /** Runs what can run now, and what is due. */
    run() {
        for (;;) {
            const step = this.steps.shift();
            if (step)
                void step();
            else {
                const timer = this.clock.takeDue();
                if (!timer)
                    return;
                timer.fire();
            }
        }
    }
    startWorker() {
        const worker = {
            identity: 'worker',
            accepts: () => true,
            takeWorkflowTask: (task) => void this.tasks.push(task),
            takeActivityTask: () => { },
        };
        this.server.matching.addPoller('default', 'queue', 'workflow', worker);
    }
    complete(task) {
        const answer = { kind: 'completed', commands: [], messages: [], queryAnswers: [], sticky: false };
        (0, complete_workflow_task_1.answerWorkflowTask)(task.token, answer, { identity: 'worker' });
    }
}
/** A history that begins with a workflow on the queue `queue`. */
function begun() {
    return (0, build_1.build)({ taskQueue: { name: 'queue', kind: enums_1.TaskQueueKind.NORMAL }, workflowTaskTimeout: (0, build_1.ms)(10_000) });
}
function logOf(built, length = built.history.length) {
    return new event_log_1.EventLog(built.history.events.slice(0, length));
}
const typesAfter = (x, length) => new history_1.History(x.log).events.slice(length).map(({ type }) => type);
(0, vitest_1.describe)('a run that goes on from a history', () => {
    (0, vitest_1.it)('gives a started workflow task to a worker again, under the start that it has', () => {
        const log = logOf(begun().task(), 3);
        const bench = new Bench(build_1.START);
        const x = bench.restore(log);
        (0, signals_1.signalExecution)(x, { signalName: 'early', identity: 'someone' });
        bench.startWorker();
        bench.run();
        // The signal waits for the task to end, as it would have if the worker had been there.
        (0, vitest_1.expect)(bench.tasks).toHaveLength(1);
        (0, vitest_1.expect)(bench.tasks[0]).toMatchObject({ startedEventId: 3, previousStartedEventId: 0, attempt: 1 });
        (0, vitest_1.expect)(x.log.length).toBe(3);
        bench.complete(bench.tasks[0]);
        (0, vitest_1.expect)(typesAfter(x, 3)).toEqual(['WorkflowTaskCompleted', 'WorkflowExecutionSignaled', 'WorkflowTaskScheduled']);
    });
    (0, vitest_1.it)('times out a started task that its worker never answers', () => {
        const bench = new Bench(build_1.START);
        const x = bench.restore(logOf(begun().task(), 3));
        bench.startWorker();
        bench.run();
        bench.clock.advanceTo(build_1.START + 10_000);
        bench.run();
        (0, vitest_1.expect)(typesAfter(x, 3)).toEqual(['WorkflowTaskTimedOut']);
        // The next attempt is one without events.
        (0, vitest_1.expect)(bench.tasks.at(-1)).toMatchObject({ attempt: 2, startedEventId: 6 });
    });
    (0, vitest_1.it)('schedules no second workflow task where one is scheduled', () => {
        const bench = new Bench(build_1.START);
        const x = bench.restore(logOf(begun().task(), 2));
        (0, signals_1.signalExecution)(x, { signalName: 'early', identity: 'someone' });
        bench.startWorker();
        bench.run();
        (0, vitest_1.expect)(typesAfter(x, 2)).toEqual(['WorkflowExecutionSignaled', 'WorkflowTaskStarted']);
    });
    (0, vitest_1.it)('schedules the workflow task that was about to be scheduled', () => {
        const built = begun()
            .task()
            .add('TimerStarted', { timerId: '1', startToFireTimeout: (0, build_1.ms)(1000) });
        built.at(1000).add('TimerFired', { timerId: '1', startedEventId: 5 });
        const bench = new Bench(build_1.START + 1000);
        (0, vitest_1.expect)(typesAfter(bench.restore(logOf(built)), 6)).toEqual(['WorkflowTaskScheduled']);
    });
    (0, vitest_1.it)('fires timers when they are due, and overdue ones at once', () => {
        const built = begun()
            .task()
            .add('TimerStarted', { timerId: 'past', startToFireTimeout: (0, build_1.ms)(1000) })
            .add('TimerStarted', { timerId: 'future', startToFireTimeout: (0, build_1.ms)(5000) });
        const bench = new Bench(build_1.START + 2000);
        const x = bench.restore(logOf(built));
        bench.run();
        (0, vitest_1.expect)(new history_1.History(x.log).ofType('TimerFired').map(({ attributes, time }) => [attributes.timerId, time])).toEqual([
            ['past', build_1.START + 2000],
        ]);
        (0, vitest_1.expect)(x.timers.get('future').timer.dueAt).toBe(build_1.START + 5000);
        (0, vitest_1.expect)(bench.clock.nextDueAt()).toBe(build_1.START + 5000);
    });
    (0, vitest_1.it)('waits for the end of a start delay, and of the run', () => {
        const built = (0, build_1.build)({
            taskQueue: { name: 'queue' },
            firstWorkflowTaskBackoff: (0, build_1.ms)(60_000),
            workflowRunTimeout: (0, build_1.ms)(90_000),
        });
        const bench = new Bench(build_1.START + 1000);
        const x = bench.restore(logOf(built));
        (0, vitest_1.expect)(x.log.length).toBe(1);
        bench.clock.advanceTo(build_1.START + 60_000);
        bench.run();
        (0, vitest_1.expect)(typesAfter(x, 1)).toEqual(['WorkflowTaskScheduled']);
        bench.clock.advanceTo(build_1.START + 150_000);
        bench.run();
        (0, vitest_1.expect)(x.status).toBe('TIMED_OUT');
    });
    (0, vitest_1.it)('sends again what had not arrived: starts of children, signals, cancel requests', () => {
        const built = begun()
            .task()
            .add('StartChildWorkflowExecutionInitiated', {
            namespace: 'default',
            workflowId: 'child',
            workflowType: { name: 'childType' },
            taskQueue: { name: 'queue' },
        })
            .add('SignalExternalWorkflowExecutionInitiated', {
            namespace: 'default',
            workflowExecution: { workflowId: 'nobody' },
            signalName: 'hello',
        })
            .add('RequestCancelExternalWorkflowExecutionInitiated', {
            namespace: 'default',
            workflowExecution: { workflowId: 'nobody' },
        });
        const bench = new Bench(build_1.START);
        const x = bench.restore(logOf(built));
        bench.run();
        (0, vitest_1.expect)(typesAfter(x, 7)).toEqual([
            'ChildWorkflowExecutionStarted',
            'WorkflowTaskScheduled',
            'SignalExternalWorkflowExecutionFailed',
            'RequestCancelExternalWorkflowExecutionFailed',
        ]);
        (0, vitest_1.expect)(bench.server.find('default', 'child').spec.parent).toMatchObject({ runId: RUN_ID, initiatedId: 5 });
    });
    (0, vitest_1.it)('leaves the log that it was forked from alone', () => {
        const log = logOf(begun().task());
        const bench = new Bench(build_1.START);
        const x = bench.restore(log.fork(1));
        (0, vitest_1.expect)(x.log.length).toBe(2);
        (0, vitest_1.expect)(log.length).toBe(4);
        (0, vitest_1.expect)(x.log.event(1)).toBe(log.event(1));
    });
    (0, vitest_1.it)('does nothing where it has closed', () => {
        const built = begun().add('TimerStarted', { timerId: '1', startToFireTimeout: (0, build_1.ms)(1000) });
        built.add('WorkflowExecutionTerminated', { reason: 'enough' });
        const bench = new Bench(build_1.START + 5000);
        const x = bench.restore(logOf(built));
        bench.run();
        (0, vitest_1.expect)(x).toMatchObject({ status: 'TERMINATED', closeEventId: 3, closeTime: build_1.START });
        (0, vitest_1.expect)(x.log.length).toBe(3);
    });
    vitest_1.it.each(fixtures_1.FIXTURES)('knows after each event that a real server wrote what the projection of the history knows: %s', (name) => {
        const history = history_1.History.from((0, fixtures_1.fixtureText)(name));
        // The long one has hundreds of turns that are all alike.
        for (let length = 1; length <= Math.min(history.length, 60); length++) {
            const state = history.at(length);
            const bench = new Bench(state.time);
            const x = bench.restore(new event_log_1.EventLog(history.events.slice(0, length)));
            (0, vitest_1.expect)(x.isRunning, `after event ${length}`).toBe(state.status === 'running');
            if (!x.isRunning)
                continue;
            const projected = {
                activities: Object.keys(state.activities),
                timers: Object.values(state.timers).map(({ timerId, dueAt }) => [timerId, dueAt]),
                children: Object.values(state.children).map(({ initiatedEventId, runId }) => [initiatedEventId, runId ?? '']),
                requests: Object.keys(state.externals),
                openUpdates: Object.values(state.updates).map(({ updateId }) => updateId),
                lastCompletedStartedId: state.workflowTask.lastCompletedStartedEventId,
                cancelRequested: state.cancelRequested,
            };
            (0, vitest_1.expect)(outline(x), `after event ${length}`).toEqual(projected);
        }
    });
});
function outline(x) {
    const updates = [...(x.updates?.byId.values() ?? [])];
    return {
        activities: [...x.activities.keys()].map(String),
        timers: [...x.timers.values()].map(({ timerId, timer }) => [timerId, timer.dueAt]),
        children: [...x.children.values()].map(({ initiatedId, runId }) => [initiatedId, runId]),
        requests: [...x.externalRequests.keys()].map(String),
        openUpdates: updates.filter(({ status }) => status === 'accepted').map(({ id }) => id),
        lastCompletedStartedId: x.workflowTask.lastCompletedStartedId,
        cancelRequested: x.cancelRequested,
    };
}

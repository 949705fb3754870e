"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Driver = void 0;
/**
 * The bare driver, the practical floor of every workload: the SDK's real workflow runtime in this process, with no server, no
 * history and no client. Jobs are made by hand, one activation each (timers of one instant share one).
 */
require("./realm");
const common_1 = require("@temporalio/common");
const api_1 = require("../../src/base/api");
const timer_heap_1 = require("../../src/clock/timer-heap");
const activity_1 = require("./activity");
const run_1 = require("./run");
/** Executes workflows, one `execute` at a time. */
class Driver {
    workflows;
    activities;
    #now = Date.UTC(2030, 0, 1);
    #sequence = 0;
    #runs = 0;
    /** Activities that run and do not wait for virtual time; while there are any, time stands still. */
    #busy = 0;
    #wake;
    #ready = [];
    #timers = new timer_heap_1.TimerHeap();
    #activityNames;
    constructor(workflows, activities) {
        this.workflows = workflows;
        this.activities = activities;
        this.#activityNames = new Set(Object.keys(activities));
    }
    /** Runs a workflow to its end, following continue-as-new; the signals come one at a time, after its first activation. */
    async execute(workflowType, args = [], signals = []) {
        let outcome;
        const run = this.#start(workflowType, (0, run_1.toPayloads)(args), (closed) => {
            outcome = closed;
        });
        for (const { name, args } of signals)
            this.#deliver(run, 'signalWorkflow', signalOf(name, args));
        while (outcome === undefined)
            await this.#step();
        if ('failed' in outcome) {
            throw common_1.defaultFailureConverter.failureToError(outcome.failed, common_1.defaultPayloadConverter);
        }
        if ('continued' in outcome)
            throw new Error('a run that continued as new is followed, not returned');
        return outcome.completed ? common_1.defaultPayloadConverter.fromPayload(outcome.completed) : undefined;
    }
    after(ms, fire) {
        const timer = { dueAt: this.#now + ms, sequence: this.#sequence++, slot: timer_heap_1.NOT_IN_HEAP, fire };
        this.#timers.push(timer);
        return timer;
    }
    cancel(timer) {
        this.#timers.remove(timer);
    }
    idle(isIdle) {
        this.#busy += isIdle ? -1 : 1;
        if (this.#busy === 0)
            this.#wakeUp();
    }
    #start(workflowType, args, onClose) {
        const workflow = this.workflows[workflowType];
        if (!workflow)
            throw new Error(`no workflow ${workflowType}`);
        const runId = `run-${++this.#runs}`;
        const close = (outcome) => {
            if ('continued' in outcome)
                this.#start(workflowType, outcome.continued, onClose);
            else
                onClose(outcome);
        };
        const run = new run_1.Run(runId, workflowType, workflow, this.#activityNames, this.#now, close);
        this.#push(run, (0, run_1.initializeJob)(runId, workflowType, args));
        return run;
    }
    #deliver(run, variant, body) {
        this.#push(run, { variant, [variant]: body });
    }
    #push(run, job) {
        run.jobs.push(job);
        this.#ready.push(run);
        this.#wakeUp();
    }
    #wakeUp() {
        this.#wake?.();
        this.#wake = undefined;
    }
    async #step() {
        const run = this.#ready.shift();
        if (run) {
            if (run.jobs.length === 0)
                return; // Its timers of this instant went with an earlier activation.
            for (const command of await run.activate(this.#now))
                this.#carryOut(run, command);
        }
        else if (this.#busy > 0) {
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        }
        else
            this.#moveTime();
    }
    #moveTime() {
        const next = this.#timers.peek();
        if (!next)
            throw new Error('the workflow waits for something that never comes');
        this.#now = next.dueAt;
        while (this.#timers.peek()?.dueAt === this.#now)
            this.#timers.pop().fire();
    }
    #carryOut(run, command) {
        if (command.startTimer) {
            const { seq, startToFireTimeout } = command.startTimer;
            this.after((0, api_1.durationToMs)(startToFireTimeout), () => this.#deliver(run, 'fireTimer', { seq }));
        }
        else if (command.scheduleActivity)
            this.#startActivity(run, command.scheduleActivity);
        else if (command.requestCancelActivity) {
            run.activities.get(command.requestCancelActivity.seq)?.requestCancel();
        }
        else if (command.startChildWorkflowExecution) {
            const { seq, workflowType, input } = command.startChildWorkflowExecution;
            const child = this.#start(workflowType, input ?? [], (outcome) => this.#deliver(run, 'resolveChildWorkflowExecution', { seq, result: childResult(outcome) }));
            this.#deliver(run, 'resolveChildWorkflowExecutionStart', { seq, succeeded: { runId: child.runId } });
        }
        else
            this.#close(run, command);
    }
    #close(run, command) {
        run.dispose();
        const { completeWorkflowExecution: completed, failWorkflowExecution: failed } = command;
        if (completed)
            run.onClose({ completed: completed.result });
        else if (failed)
            run.onClose({ failed: failed.failure });
        else if (command.continueAsNewWorkflowExecution) {
            run.onClose({ continued: command.continueAsNewWorkflowExecution.arguments ?? [] });
        }
        else
            throw new Error(`the driver does not know the command ${Object.keys(command)}`);
    }
    #startActivity(run, command) {
        const fn = this.activities[command.activityType];
        if (!fn)
            throw new Error(`no activity ${command.activityType}`);
        const seq = command.seq;
        const activity = new activity_1.DrivenActivity(command, fn, this, (result) => {
            this.#busy--;
            run.activities.delete(seq);
            this.#deliver(run, 'resolveActivity', { seq, result });
        });
        run.activities.set(seq, activity);
        this.#busy++;
        void activity.attempt(1);
    }
}
exports.Driver = Driver;
function signalOf(signalName, args) {
    return { signalName, input: (0, run_1.toPayloads)(args), identity: '', headers: {} };
}
function childResult(outcome) {
    if ('failed' in outcome)
        return { failed: { failure: outcome.failed } };
    return { completed: { result: 'completed' in outcome ? outcome.completed : undefined } };
}

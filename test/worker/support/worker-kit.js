"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.newWorker = newWorker;
exports.taskOf = taskOf;
exports.step = step;
const node_timers_1 = require("node:timers");
const common_1 = require("@temporalio/common");
const workflow_worker_1 = require("../../../src/worker/workflow/workflow-worker");
const history_builder_1 = require("./history-builder");
function newWorker(workflows, options = {}) {
    return new workflow_worker_1.WorkflowWorker({
        namespace: 'default',
        taskQueue: 'queue',
        identity: 'worker@test',
        workflows: { instantiate: () => ({ workflows }) },
        registeredActivityNames: [],
        dataConverter: {
            payloadConverter: common_1.defaultPayloadConverter,
            failureConverter: common_1.defaultFailureConverter,
            payloadCodecs: [],
        },
        drain: () => new Promise((resolve) => (0, node_timers_1.setImmediate)(resolve)),
        runLocalActivity: () => {
            throw new Error('this test runs no local activities');
        },
        now: () => history_builder_1.START,
        random: () => 0.5,
        startTimer: () => () => undefined,
        ...options,
    });
}
/** The workflow task whose started event is the last event of the history. */
function taskOf(history, more = {}) {
    const previous = history.events.findLast((event) => event.type === 'WorkflowTaskCompleted');
    const started = history.event(1);
    return {
        token: undefined,
        namespace: 'default',
        taskQueue: 'queue',
        execution: { workflowId: 'order-1', runId: history_builder_1.RUN_ID },
        workflowType: started.attributes.workflowType?.name ?? '',
        attempt: 1,
        previousStartedEventId: previous?.attributes?.startedEventId ?? 0,
        startedEventId: history.length,
        history,
        ...more,
    };
}
/** Runs the next workflow task of the history, and appends what the worker answered. */
async function step(worker, history, more = {}, parked) {
    history.task();
    const answer = await worker.process(taskOf(history, more), parked);
    if (answer.kind !== 'completed')
        throw new Error(`workflow task ${answer.kind}`, { cause: answer });
    history.complete(answer);
    return answer;
}

"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.HistoryBuilder = exports.RUN_ID = exports.START = void 0;
exports.payloads = payloads;
/** A hand-made history, written as the server would write it. */
const common_1 = require("@temporalio/common");
exports.START = Date.UTC(2030, 0, 1);
exports.RUN_ID = '01a2028f-dfb8-73a0-86bc-62ed35cc26b4';
function payloads(...values) {
    return { payloads: (0, common_1.toPayloads)(common_1.defaultPayloadConverter, ...values) };
}
class HistoryBuilder {
    events = [];
    now = exports.START;
    get length() {
        return this.events.length;
    }
    event(id) {
        const event = this.events[id - 1];
        if (!event)
            throw new RangeError(`the history has ${this.length} events, not ${id}`);
        return event;
    }
    /** Appends an event and returns its id. */
    add(type, attributes = {}) {
        this.events.push({ id: this.length + 1, time: this.now, type, attributes });
        return this.length;
    }
    started(workflowType, args = [], more = {}) {
        this.add('WorkflowExecutionStarted', {
            workflowType: { name: workflowType },
            input: payloads(...args),
            originalExecutionRunId: exports.RUN_ID,
            firstExecutionRunId: exports.RUN_ID,
            attempt: 1,
            workflowTaskTimeout: { seconds: 10, nanos: 0 },
            ...more,
        });
        return this;
    }
    /** A workflow task that is scheduled and started; returns the id of the latter event. */
    task() {
        const scheduledEventId = this.add('WorkflowTaskScheduled', { attempt: 1 });
        return this.add('WorkflowTaskStarted', { scheduledEventId, historySizeBytes: 100 * this.length });
    }
    signal(signalName, ...args) {
        this.add('WorkflowExecutionSignaled', { signalName, input: payloads(...args) });
        return this;
    }
    /** Takes the answer of a worker as the server would: the completion, then an event for each command. */
    complete(answer) {
        this.add('WorkflowTaskCompleted', { startedEventId: this.length, sdkMetadata: answer.sdkMetadata });
        for (const command of answer.commands)
            this.#command(command, answer.messages);
    }
    /** The last event of a type. */
    last(type) {
        return this.events.findLast((event) => event.type === type);
    }
    activityCompleted(result, scheduledEventId = this.last('ActivityTaskScheduled').id) {
        const startedEventId = this.add('ActivityTaskStarted', { scheduledEventId, attempt: 1 });
        this.add('ActivityTaskCompleted', { scheduledEventId, startedEventId, result: payloads(result) });
        return this;
    }
    activityFailed(failure, scheduledEventId = this.last('ActivityTaskScheduled').id) {
        const startedEventId = this.add('ActivityTaskStarted', { scheduledEventId, attempt: 1 });
        this.add('ActivityTaskFailed', { scheduledEventId, startedEventId, failure, retryState: 5 });
        return this;
    }
    timerFired(timerId = this.last('TimerStarted').attributes.timerId) {
        this.add('TimerFired', { timerId });
        return this;
    }
    #command(command, messages) {
        if (command.commandType === 14) {
            const { messageId } = command.protocolMessageCommandAttributes;
            this.#message(messages.find((one) => one.messageId === messageId));
            return;
        }
        const [type, field] = COMMANDS[command.commandType];
        this.add(type, command[field]);
    }
    #message(message) {
        if (message.kind === 'accepted') {
            this.add('WorkflowExecutionUpdateAccepted', {
                protocolInstanceId: message.protocolInstanceId,
                acceptedRequestMessageId: message.request.messageId,
                acceptedRequestSequencingEventId: message.request.sequencingEventId,
                acceptedRequest: message.request.request,
            });
        }
        else if (message.kind === 'completed') {
            this.add('WorkflowExecutionUpdateCompleted', {
                meta: { updateId: message.protocolInstanceId },
                outcome: message.outcome,
            });
        }
    }
}
exports.HistoryBuilder = HistoryBuilder;
const COMMANDS = {
    1: ['ActivityTaskScheduled', 'scheduleActivityTaskCommandAttributes'],
    2: ['ActivityTaskCancelRequested', 'requestCancelActivityTaskCommandAttributes'],
    3: ['TimerStarted', 'startTimerCommandAttributes'],
    4: ['WorkflowExecutionCompleted', 'completeWorkflowExecutionCommandAttributes'],
    5: ['WorkflowExecutionFailed', 'failWorkflowExecutionCommandAttributes'],
    6: ['TimerCanceled', 'cancelTimerCommandAttributes'],
    7: ['WorkflowExecutionCanceled', 'cancelWorkflowExecutionCommandAttributes'],
    8: ['RequestCancelExternalWorkflowExecutionInitiated', 'requestCancelExternalWorkflowExecutionCommandAttributes'],
    9: ['MarkerRecorded', 'recordMarkerCommandAttributes'],
    10: ['WorkflowExecutionContinuedAsNew', 'continueAsNewWorkflowExecutionCommandAttributes'],
    11: ['StartChildWorkflowExecutionInitiated', 'startChildWorkflowExecutionCommandAttributes'],
    12: ['SignalExternalWorkflowExecutionInitiated', 'signalExternalWorkflowExecutionCommandAttributes'],
    13: ['UpsertWorkflowSearchAttributes', 'upsertWorkflowSearchAttributesCommandAttributes'],
    16: ['WorkflowPropertiesModified', 'modifyWorkflowPropertiesCommandAttributes'],
};

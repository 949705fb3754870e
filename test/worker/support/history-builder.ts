/** A hand-made history, written as the server would write it. */
import { defaultPayloadConverter, toPayloads } from '@temporalio/common';
import type { Command, Failure } from '../../../src/base/api';
import type { AnyEvent, EventAttributes, EventType, HistoryView } from '../../../src/history/event';
import type { UpdateMessage, WorkflowTaskAnswer } from '../../../src/history/worker-protocol';

export const START = Date.UTC(2030, 0, 1);
export const RUN_ID = '01a2028f-dfb8-73a0-86bc-62ed35cc26b4';

type Completed = Extract<WorkflowTaskAnswer, { kind: 'completed' }>;

export function payloads(...values: unknown[]) {
  return { payloads: toPayloads(defaultPayloadConverter, ...values) };
}

export class HistoryBuilder implements HistoryView {
  readonly events: AnyEvent[] = [];
  now = START;

  get length(): number {
    return this.events.length;
  }

  event(id: number): AnyEvent {
    const event = this.events[id - 1];
    if (!event) throw new RangeError(`the history has ${this.length} events, not ${id}`);
    return event;
  }

  /** Appends an event and returns its id. */
  add<T extends EventType>(type: T, attributes: EventAttributes[T] = {}): number {
    this.events.push({ id: this.length + 1, time: this.now, type, attributes } as AnyEvent);
    return this.length;
  }

  started(workflowType: string, args: unknown[] = [], more: EventAttributes['WorkflowExecutionStarted'] = {}): this {
    this.add('WorkflowExecutionStarted', {
      workflowType: { name: workflowType },
      input: payloads(...args),
      originalExecutionRunId: RUN_ID,
      firstExecutionRunId: RUN_ID,
      attempt: 1,
      workflowTaskTimeout: { seconds: 10 as never, nanos: 0 },
      ...more,
    });
    return this;
  }

  /** A workflow task that is scheduled and started; returns the id of the latter event. */
  task(): number {
    const scheduledEventId = this.add('WorkflowTaskScheduled', { attempt: 1 });
    return this.add('WorkflowTaskStarted', { scheduledEventId, historySizeBytes: 100 * this.length });
  }

  signal(signalName: string, ...args: unknown[]): this {
    this.add('WorkflowExecutionSignaled', { signalName, input: payloads(...args) });
    return this;
  }

  /** Takes the answer of a worker as the server would: the completion, then an event for each command. */
  complete(answer: Completed): void {
    this.add('WorkflowTaskCompleted', { startedEventId: this.length, sdkMetadata: answer.sdkMetadata });
    for (const command of answer.commands) this.#command(command, answer.messages);
  }

  /** The last event of a type. */
  last<T extends EventType>(type: T): { id: number; attributes: EventAttributes[T] } {
    return this.events.findLast((event) => event.type === type) as never;
  }

  activityCompleted(result: unknown, scheduledEventId = this.last('ActivityTaskScheduled').id): this {
    const startedEventId = this.add('ActivityTaskStarted', { scheduledEventId, attempt: 1 });
    this.add('ActivityTaskCompleted', { scheduledEventId, startedEventId, result: payloads(result) });
    return this;
  }

  activityFailed(failure: Failure, scheduledEventId = this.last('ActivityTaskScheduled').id): this {
    const startedEventId = this.add('ActivityTaskStarted', { scheduledEventId, attempt: 1 });
    this.add('ActivityTaskFailed', { scheduledEventId, startedEventId, failure, retryState: 5 });
    return this;
  }

  timerFired(timerId = this.last('TimerStarted').attributes.timerId): this {
    this.add('TimerFired', { timerId });
    return this;
  }

  #command(command: Command, messages: readonly UpdateMessage[]): void {
    if (command.commandType === 14) {
      const { messageId } = command.protocolMessageCommandAttributes!;
      this.#message(messages.find((one) => one.messageId === messageId)!);
      return;
    }
    const [type, field] = COMMANDS[command.commandType as unknown as number]!;
    this.add(type, (command as Record<string, unknown>)[field] as never);
  }

  #message(message: UpdateMessage): void {
    if (message.kind === 'accepted') {
      this.add('WorkflowExecutionUpdateAccepted', {
        protocolInstanceId: message.protocolInstanceId,
        acceptedRequestMessageId: message.request.messageId,
        acceptedRequestSequencingEventId: message.request.sequencingEventId,
        acceptedRequest: message.request.request,
      });
    } else if (message.kind === 'completed') {
      this.add('WorkflowExecutionUpdateCompleted', {
        meta: { updateId: message.protocolInstanceId },
        outcome: message.outcome,
      });
    }
  }
}

const COMMANDS: Record<number, [EventType, string]> = {
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

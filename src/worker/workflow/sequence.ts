import type { AnyEvent, EventType, HistoryView } from '../../history/event';

/** A workflow task that ends so did not conclude its sequence: the events go on in the next one. */
const SKIPPING: ReadonlySet<EventType> = new Set([
  'WorkflowTaskFailed',
  'WorkflowTaskTimedOut',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionTerminated',
  'WorkflowExecutionCanceled',
]);

/** Events that are made by commands of the workflow. */
const COMMAND_EVENTS: ReadonlySet<EventType> = new Set([
  'ActivityTaskScheduled',
  'ActivityTaskCancelRequested',
  'TimerStarted',
  'TimerCanceled',
  'StartChildWorkflowExecutionInitiated',
  'SignalExternalWorkflowExecutionInitiated',
  'RequestCancelExternalWorkflowExecutionInitiated',
  'MarkerRecorded',
  'UpsertWorkflowSearchAttributes',
  'WorkflowPropertiesModified',
  'WorkflowExecutionUpdateAccepted',
  'WorkflowExecutionUpdateCompleted',
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionContinuedAsNew',
]);

export function isCommandEvent(event: AnyEvent): boolean {
  return COMMAND_EVENTS.has(event.type);
}

/**
 * The events that one activation of the workflow is made from: from the WorkflowTaskCompleted of the task before (or the start)
 * to the WorkflowTaskStarted of this one.
 */
export interface Sequence {
  readonly from: number;
  readonly to: number;
  /** Id of the WorkflowTaskStarted event that concludes it; 0 for a last sequence that ends without one. */
  readonly startedEventId: number;
}

/** The sequence that begins with event `from`; undefined when there are no events left up to `limit`. */
export function nextSequence(history: HistoryView, from: number, limit: number): Sequence | undefined {
  if (from > limit) return undefined;
  const type = (id: number): EventType | undefined => (id <= limit ? history.event(id).type : undefined);
  /** WorkflowTaskStarted events that were not skipped: updates are delivered with the task that they were accepted in. */
  const started: number[] = [];
  const until = (id: number): Sequence => ({ from, to: id, startedEventId: id });
  for (let id = from; id <= limit; id++) {
    if (type(id) !== 'WorkflowTaskStarted') continue;
    const after = type(id + 1);
    if (after !== undefined && SKIPPING.has(after)) continue;
    started.push(id);
    if (after === 'WorkflowTaskCompleted') {
      const next = type(id + 2);
      // A completion that changes nothing and is followed by a new task at once is a heartbeat.
      // So is an empty task just before one that brings an update, as in the core: a run rebuilt for that task gets both at once.
      if (next === 'WorkflowTaskScheduled') continue;
      if (next === 'WorkflowExecutionUpdateAccepted') {
        const accepted = history.event(id + 2).attributes as { acceptedRequestSequencingEventId?: number | null };
        const sequencedAt = accepted.acceptedRequestSequencingEventId ?? 0;
        const earlier = started.findLast((one) => one <= sequencedAt);
        if (earlier !== undefined) return until(earlier);
      }
    }
    return until(id);
  }
  return { from, to: limit, startedEventId: 0 };
}

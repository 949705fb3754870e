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

/**
 * The sequence that begins with event `from`; undefined when there are no events left up to `limit`. `bringsUpdates` says that update
 * requests come with the workflow task that started with event `limit`.
 *
 * SDK core takes a completion for a heartbeat, and goes on, when the next task was scheduled with nothing between the two: unless
 * the sequence has a command, which shows that the task before was worth an activation of its own. Core 1.24 does this also when
 * that next task brings an update, so that a rebuilt run is told of everything at once, where a cached run was told twice (a
 * recording shows it: such an update sees less than the query after it). Replays of the same history tell twice again: history has the
 * acceptance by then, and it ends the sequence before its task.
 * Here the update ends it from the start, as in newer cores (their flag 4, which this version neither reads nor writes).
 */
export function nextSequence(
  history: HistoryView,
  from: number,
  limit: number,
  bringsUpdates = false,
): Sequence | undefined {
  if (from > limit) return undefined;
  const type = (id: number): EventType | undefined => (id <= limit ? history.event(id).type : undefined);
  /** WorkflowTaskStarted events that were not skipped: updates are delivered with the task that they were accepted in. */
  const started: number[] = [];
  const until = (id: number): Sequence => ({ from, to: id, startedEventId: id });
  const untilBefore = (sequencedAt: number, id: number) => until(started.findLast((one) => one < sequencedAt) ?? id);
  let hasCommand = false;
  for (let id = from; id <= limit; id++) {
    const event = history.event(id);
    hasCommand ||= isCommandEvent(event);
    if (event.type !== 'WorkflowTaskStarted') continue;
    const after = type(id + 1);
    if (after !== undefined && SKIPPING.has(after)) continue;
    started.push(id);
    if (after === 'WorkflowTaskCompleted') {
      const next = type(id + 2);
      if (next === 'WorkflowTaskScheduled' && !hasCommand) continue;
      if (next === 'WorkflowExecutionUpdateAccepted') {
        const accepted = history.event(id + 2).attributes as { acceptedRequestSequencingEventId?: number | null };
        return untilBefore(accepted.acceptedRequestSequencingEventId ?? 0, id);
      }
    }
    // The server sequences the requests that come with a task just before it started.
    return bringsUpdates && id === limit ? untilBefore(id - 1, id) : until(id);
  }
  return { from, to: limit, startedEventId: 0 };
}

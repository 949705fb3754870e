/** Which entity an event is about: what stays the same when ids shift. */
import type { AnyEvent, EventType, HistoryEvent, HistoryView } from './event';

/** The earlier event that a reference names; undefined where it names none, or one of another type. */
export function referred<T extends EventType>(
  view: HistoryView,
  id: number | null | undefined,
  type: T,
): HistoryEvent<T> | undefined {
  if (!id || id > view.length) return undefined;
  const event = view.event(id);
  return event.type === type ? (event as unknown as HistoryEvent<T>) : undefined;
}

/** The activity's Scheduled event, of any event about an activity. */
export function activityOf(event: AnyEvent, view: HistoryView): HistoryEvent<'ActivityTaskScheduled'> | undefined {
  if (event.type === 'ActivityTaskScheduled') return event;
  const { scheduledEventId } = event.attributes as { scheduledEventId?: number };
  return referred(view, scheduledEventId, 'ActivityTaskScheduled');
}

/** For example the activity id, the timer id, the workflow id of the child, the signal's name; empty: the run itself. */
export function businessKey(event: AnyEvent, view: HistoryView): string {
  switch (event.type) {
    case 'TimerStarted':
    case 'TimerFired':
    case 'TimerCanceled':
      return event.attributes.timerId ?? '';
    case 'MarkerRecorded':
      return event.attributes.markerName ?? '';
    case 'WorkflowExecutionSignaled':
      return event.attributes.signalName ?? '';
    case 'StartChildWorkflowExecutionInitiated':
    case 'StartChildWorkflowExecutionFailed':
      return event.attributes.workflowId ?? '';
    case 'ChildWorkflowExecutionStarted':
    case 'ChildWorkflowExecutionCompleted':
    case 'ChildWorkflowExecutionFailed':
    case 'ChildWorkflowExecutionCanceled':
    case 'ChildWorkflowExecutionTimedOut':
    case 'ChildWorkflowExecutionTerminated':
    case 'RequestCancelExternalWorkflowExecutionInitiated':
    case 'RequestCancelExternalWorkflowExecutionFailed':
    case 'ExternalWorkflowExecutionCancelRequested':
    case 'SignalExternalWorkflowExecutionInitiated':
    case 'SignalExternalWorkflowExecutionFailed':
    case 'ExternalWorkflowExecutionSignaled':
      return event.attributes.workflowExecution?.workflowId ?? '';
    case 'WorkflowExecutionUpdateAccepted':
    case 'WorkflowExecutionUpdateRejected':
      return event.attributes.protocolInstanceId ?? '';
    case 'WorkflowExecutionUpdateCompleted':
      return event.attributes.meta?.updateId ?? '';
    case 'WorkflowExecutionUpdateAdmitted':
      return event.attributes.request?.meta?.updateId ?? '';
    default:
      return event.type.startsWith('ActivityTask') ? (activityOf(event, view)?.attributes.activityId ?? '') : '';
  }
}

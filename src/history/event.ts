/**
 * The events of a history: the Temporal API's own event types and attributes, in memory. Against the wire form three things
 * are lighter: int64 fields of the event and of its attributes are numbers, the event time is milliseconds since the epoch, and
 * the attributes stand in one field, told apart by `type`. Everything deeper (payloads, failures, durations) is the API's own
 * object, shared and never changed after the event is appended.
 */
import type Long from 'long';
import type { temporal, UserMetadata } from '../base/api';

type Plain<T> = { readonly [K in keyof T]: NonNullable<T[K]> extends Long ? number | null | undefined : T[K] };

/** Each event type with the number that it has in the API's EventType enum. */
export const EVENT_TYPES = {
  WorkflowExecutionStarted: 1,
  WorkflowExecutionCompleted: 2,
  WorkflowExecutionFailed: 3,
  WorkflowExecutionTimedOut: 4,
  WorkflowTaskScheduled: 5,
  WorkflowTaskStarted: 6,
  WorkflowTaskCompleted: 7,
  WorkflowTaskTimedOut: 8,
  WorkflowTaskFailed: 9,
  ActivityTaskScheduled: 10,
  ActivityTaskStarted: 11,
  ActivityTaskCompleted: 12,
  ActivityTaskFailed: 13,
  ActivityTaskTimedOut: 14,
  ActivityTaskCancelRequested: 15,
  ActivityTaskCanceled: 16,
  TimerStarted: 17,
  TimerFired: 18,
  TimerCanceled: 19,
  WorkflowExecutionCancelRequested: 20,
  WorkflowExecutionCanceled: 21,
  RequestCancelExternalWorkflowExecutionInitiated: 22,
  RequestCancelExternalWorkflowExecutionFailed: 23,
  ExternalWorkflowExecutionCancelRequested: 24,
  MarkerRecorded: 25,
  WorkflowExecutionSignaled: 26,
  WorkflowExecutionTerminated: 27,
  WorkflowExecutionContinuedAsNew: 28,
  StartChildWorkflowExecutionInitiated: 29,
  StartChildWorkflowExecutionFailed: 30,
  ChildWorkflowExecutionStarted: 31,
  ChildWorkflowExecutionCompleted: 32,
  ChildWorkflowExecutionFailed: 33,
  ChildWorkflowExecutionCanceled: 34,
  ChildWorkflowExecutionTimedOut: 35,
  ChildWorkflowExecutionTerminated: 36,
  SignalExternalWorkflowExecutionInitiated: 37,
  SignalExternalWorkflowExecutionFailed: 38,
  ExternalWorkflowExecutionSignaled: 39,
  UpsertWorkflowSearchAttributes: 40,
  WorkflowExecutionUpdateAccepted: 41,
  WorkflowExecutionUpdateRejected: 42,
  WorkflowExecutionUpdateCompleted: 43,
  WorkflowPropertiesModifiedExternally: 44,
  ActivityPropertiesModifiedExternally: 45,
  WorkflowPropertiesModified: 46,
  WorkflowExecutionUpdateAdmitted: 47,
  NexusOperationScheduled: 48,
  NexusOperationStarted: 49,
  NexusOperationCompleted: 50,
  NexusOperationFailed: 51,
  NexusOperationCanceled: 52,
  NexusOperationTimedOut: 53,
  NexusOperationCancelRequested: 54,
  WorkflowExecutionOptionsUpdated: 55,
  NexusOperationCancelRequestCompleted: 56,
  NexusOperationCancelRequestFailed: 57,
  WorkflowExecutionPaused: 58,
  WorkflowExecutionUnpaused: 59,
  WorkflowExecutionTimeSkippingTransitioned: 60,
} as const;

export type EventType = keyof typeof EVENT_TYPES;

/** The attributes of each event type. */
export interface EventAttributes {
  WorkflowExecutionStarted: Plain<temporal.api.history.v1.IWorkflowExecutionStartedEventAttributes>;
  WorkflowExecutionCompleted: Plain<temporal.api.history.v1.IWorkflowExecutionCompletedEventAttributes>;
  WorkflowExecutionFailed: Plain<temporal.api.history.v1.IWorkflowExecutionFailedEventAttributes>;
  WorkflowExecutionTimedOut: Plain<temporal.api.history.v1.IWorkflowExecutionTimedOutEventAttributes>;
  WorkflowTaskScheduled: Plain<temporal.api.history.v1.IWorkflowTaskScheduledEventAttributes>;
  WorkflowTaskStarted: Plain<temporal.api.history.v1.IWorkflowTaskStartedEventAttributes>;
  WorkflowTaskCompleted: Plain<temporal.api.history.v1.IWorkflowTaskCompletedEventAttributes>;
  WorkflowTaskTimedOut: Plain<temporal.api.history.v1.IWorkflowTaskTimedOutEventAttributes>;
  WorkflowTaskFailed: Plain<temporal.api.history.v1.IWorkflowTaskFailedEventAttributes>;
  ActivityTaskScheduled: Plain<temporal.api.history.v1.IActivityTaskScheduledEventAttributes>;
  ActivityTaskStarted: Plain<temporal.api.history.v1.IActivityTaskStartedEventAttributes>;
  ActivityTaskCompleted: Plain<temporal.api.history.v1.IActivityTaskCompletedEventAttributes>;
  ActivityTaskFailed: Plain<temporal.api.history.v1.IActivityTaskFailedEventAttributes>;
  ActivityTaskTimedOut: Plain<temporal.api.history.v1.IActivityTaskTimedOutEventAttributes>;
  ActivityTaskCancelRequested: Plain<temporal.api.history.v1.IActivityTaskCancelRequestedEventAttributes>;
  ActivityTaskCanceled: Plain<temporal.api.history.v1.IActivityTaskCanceledEventAttributes>;
  TimerStarted: Plain<temporal.api.history.v1.ITimerStartedEventAttributes>;
  TimerFired: Plain<temporal.api.history.v1.ITimerFiredEventAttributes>;
  TimerCanceled: Plain<temporal.api.history.v1.ITimerCanceledEventAttributes>;
  WorkflowExecutionCancelRequested: Plain<temporal.api.history.v1.IWorkflowExecutionCancelRequestedEventAttributes>;
  WorkflowExecutionCanceled: Plain<temporal.api.history.v1.IWorkflowExecutionCanceledEventAttributes>;
  RequestCancelExternalWorkflowExecutionInitiated: Plain<temporal.api.history.v1.IRequestCancelExternalWorkflowExecutionInitiatedEventAttributes>;
  RequestCancelExternalWorkflowExecutionFailed: Plain<temporal.api.history.v1.IRequestCancelExternalWorkflowExecutionFailedEventAttributes>;
  ExternalWorkflowExecutionCancelRequested: Plain<temporal.api.history.v1.IExternalWorkflowExecutionCancelRequestedEventAttributes>;
  MarkerRecorded: Plain<temporal.api.history.v1.IMarkerRecordedEventAttributes>;
  WorkflowExecutionSignaled: Plain<temporal.api.history.v1.IWorkflowExecutionSignaledEventAttributes>;
  WorkflowExecutionTerminated: Plain<temporal.api.history.v1.IWorkflowExecutionTerminatedEventAttributes>;
  WorkflowExecutionContinuedAsNew: Plain<temporal.api.history.v1.IWorkflowExecutionContinuedAsNewEventAttributes>;
  StartChildWorkflowExecutionInitiated: Plain<temporal.api.history.v1.IStartChildWorkflowExecutionInitiatedEventAttributes>;
  StartChildWorkflowExecutionFailed: Plain<temporal.api.history.v1.IStartChildWorkflowExecutionFailedEventAttributes>;
  ChildWorkflowExecutionStarted: Plain<temporal.api.history.v1.IChildWorkflowExecutionStartedEventAttributes>;
  ChildWorkflowExecutionCompleted: Plain<temporal.api.history.v1.IChildWorkflowExecutionCompletedEventAttributes>;
  ChildWorkflowExecutionFailed: Plain<temporal.api.history.v1.IChildWorkflowExecutionFailedEventAttributes>;
  ChildWorkflowExecutionCanceled: Plain<temporal.api.history.v1.IChildWorkflowExecutionCanceledEventAttributes>;
  ChildWorkflowExecutionTimedOut: Plain<temporal.api.history.v1.IChildWorkflowExecutionTimedOutEventAttributes>;
  ChildWorkflowExecutionTerminated: Plain<temporal.api.history.v1.IChildWorkflowExecutionTerminatedEventAttributes>;
  SignalExternalWorkflowExecutionInitiated: Plain<temporal.api.history.v1.ISignalExternalWorkflowExecutionInitiatedEventAttributes>;
  SignalExternalWorkflowExecutionFailed: Plain<temporal.api.history.v1.ISignalExternalWorkflowExecutionFailedEventAttributes>;
  ExternalWorkflowExecutionSignaled: Plain<temporal.api.history.v1.IExternalWorkflowExecutionSignaledEventAttributes>;
  UpsertWorkflowSearchAttributes: Plain<temporal.api.history.v1.IUpsertWorkflowSearchAttributesEventAttributes>;
  WorkflowExecutionUpdateAccepted: Plain<temporal.api.history.v1.IWorkflowExecutionUpdateAcceptedEventAttributes>;
  WorkflowExecutionUpdateRejected: Plain<temporal.api.history.v1.IWorkflowExecutionUpdateRejectedEventAttributes>;
  WorkflowExecutionUpdateCompleted: Plain<temporal.api.history.v1.IWorkflowExecutionUpdateCompletedEventAttributes>;
  WorkflowPropertiesModifiedExternally: Plain<temporal.api.history.v1.IWorkflowPropertiesModifiedExternallyEventAttributes>;
  ActivityPropertiesModifiedExternally: Plain<temporal.api.history.v1.IActivityPropertiesModifiedExternallyEventAttributes>;
  WorkflowPropertiesModified: Plain<temporal.api.history.v1.IWorkflowPropertiesModifiedEventAttributes>;
  WorkflowExecutionUpdateAdmitted: Plain<temporal.api.history.v1.IWorkflowExecutionUpdateAdmittedEventAttributes>;
  NexusOperationScheduled: Plain<temporal.api.history.v1.INexusOperationScheduledEventAttributes>;
  NexusOperationStarted: Plain<temporal.api.history.v1.INexusOperationStartedEventAttributes>;
  NexusOperationCompleted: Plain<temporal.api.history.v1.INexusOperationCompletedEventAttributes>;
  NexusOperationFailed: Plain<temporal.api.history.v1.INexusOperationFailedEventAttributes>;
  NexusOperationCanceled: Plain<temporal.api.history.v1.INexusOperationCanceledEventAttributes>;
  NexusOperationTimedOut: Plain<temporal.api.history.v1.INexusOperationTimedOutEventAttributes>;
  NexusOperationCancelRequested: Plain<temporal.api.history.v1.INexusOperationCancelRequestedEventAttributes>;
  WorkflowExecutionOptionsUpdated: Plain<temporal.api.history.v1.IWorkflowExecutionOptionsUpdatedEventAttributes>;
  NexusOperationCancelRequestCompleted: Plain<temporal.api.history.v1.INexusOperationCancelRequestCompletedEventAttributes>;
  NexusOperationCancelRequestFailed: Plain<temporal.api.history.v1.INexusOperationCancelRequestFailedEventAttributes>;
  WorkflowExecutionPaused: Plain<temporal.api.history.v1.IWorkflowExecutionPausedEventAttributes>;
  WorkflowExecutionUnpaused: Plain<temporal.api.history.v1.IWorkflowExecutionUnpausedEventAttributes>;
  WorkflowExecutionTimeSkippingTransitioned: Plain<temporal.api.history.v1.IWorkflowExecutionTimeSkippingTransitionedEventAttributes>;
}

/** One event. Ids are contiguous and start at 1. */
export interface HistoryEvent<T extends EventType = EventType> {
  readonly id: number;
  /** Virtual milliseconds since the epoch. */
  readonly time: number;
  readonly type: T;
  readonly attributes: EventAttributes[T];
  readonly userMetadata?: UserMetadata | null;
  /** What the wire form has beyond this; absent for events that worldline makes itself. */
  readonly wire?: WireFields;
}

/** Fields that say nothing to a workflow, kept so that a history that was read is written again as it was. */
export interface WireFields {
  /** Nanoseconds of the second that `time` lies in, where they are finer than milliseconds. */
  readonly nanos?: number;
  /** Absent: the event's id. */
  readonly taskId?: Long;
  /** Absent: 0. */
  readonly version?: Long;
  readonly workerMayIgnore?: boolean;
  readonly links?: temporal.api.common.v1.ILink[];
  readonly principal?: temporal.api.common.v1.IPrincipal;
  readonly eventGroupMarkers?: temporal.api.sdk.v1.IEventGroupMarker[];
}

/** Any event, told apart by its `type`. */
export type AnyEvent = { [T in EventType]: HistoryEvent<T> }[EventType];

/** Read-only, indexed by event id: what a worker, a reader or a fork sees of a history. */
export interface HistoryView {
  /** The id of the last event; 0 when empty. */
  readonly length: number;
  /** The event with this id (1 … length). */
  event(id: number): AnyEvent;
}

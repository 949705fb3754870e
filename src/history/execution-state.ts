/** What a server knows of a run at one of its events, as far as the history says. Immutable; states of one history share structure. */
import type { Failure, Payloads, RetryPolicy } from '../base/api';
import type { EventType } from './event';

export type ExecutionStatus =
  | 'running'
  | 'completed'
  | 'failed'
  | 'canceled'
  | 'terminated'
  | 'continued-as-new'
  | 'timed-out';

export interface PendingActivity {
  readonly activityId: string;
  readonly activityType: string;
  readonly scheduledEventId: number;
  /** Virtual milliseconds. */
  readonly scheduledAt: number;
  /** Set once a Started event is in the history; the server writes that only when the last attempt has ended. */
  readonly startedAt?: number;
  /** As far as the history says: 1 until the Started event, which has the number of the last attempt. */
  readonly attempt: number;
  readonly lastFailure?: Failure;
  readonly cancelRequested: boolean;
  readonly retryPolicy?: RetryPolicy;
  /** Milliseconds; absent: none. */
  readonly scheduleToCloseTimeoutMs?: number;
  readonly scheduleToStartTimeoutMs?: number;
  readonly startToCloseTimeoutMs?: number;
  readonly heartbeatTimeoutMs?: number;
}

export interface PendingTimer {
  readonly timerId: string;
  readonly startedEventId: number;
  readonly dueAt: number;
}

export interface PendingChild {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly initiatedEventId: number;
  /** Set once the child has started. */
  readonly runId?: string;
  readonly startedEventId?: number;
}

/** A signal to, or a cancel request for, another workflow that has not been delivered yet. */
export interface PendingExternal {
  readonly kind: 'signal' | 'cancel';
  readonly workflowId: string;
  readonly initiatedEventId: number;
  readonly signalName?: string;
}

/** An update that was accepted and has not completed. */
export interface PendingUpdate {
  readonly updateId: string;
  readonly name: string;
  readonly acceptedEventId: number;
}

export interface WorkflowTaskState {
  readonly state: 'none' | 'scheduled' | 'started';
  readonly attempt: number;
  readonly scheduledEventId?: number;
  readonly startedEventId?: number;
  /** The Started event of the last task that completed; 0 for none. */
  readonly lastCompletedStartedEventId: number;
}

export interface ExecutionState {
  /** The event that this is the state after; 0 before the first. */
  readonly eventId: number;
  readonly time: number;
  readonly status: ExecutionStatus;
  readonly cancelRequested: boolean;
  readonly result?: Payloads;
  readonly failure?: Failure;
  readonly workflowTask: WorkflowTaskState;
  /** By the id of the Scheduled event. */
  readonly activities: Readonly<Record<number, PendingActivity>>;
  /** By timer id. */
  readonly timers: Readonly<Record<string, PendingTimer>>;
  /** By the id of the Initiated event. */
  readonly children: Readonly<Record<number, PendingChild>>;
  readonly externals: Readonly<Record<number, PendingExternal>>;
  /** By the id of the Accepted event. */
  readonly updates: Readonly<Record<number, PendingUpdate>>;
  /** How many events of each type there have been. */
  readonly counters: Readonly<Partial<Record<EventType, number>>>;
}

export const EMPTY_STATE: ExecutionState = {
  eventId: 0,
  time: 0,
  status: 'running',
  cancelRequested: false,
  workflowTask: { state: 'none', attempt: 1, lastCompletedStartedEventId: 0 },
  activities: {},
  timers: {},
  children: {},
  externals: {},
  updates: {},
  counters: {},
};

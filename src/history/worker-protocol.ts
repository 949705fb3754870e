/**
 * What server and workers say to each other: the messages of Temporal's worker-facing API, as far as one process needs them.
 * The two never import each other; the world carries these between them. Histories are passed as views of the server's own
 * log (no copies), bounded by `startedEventId`.
 */
import type { Command, Duration, Failure, Header, Payloads, RetryPolicy, temporal } from '../base/api';
import type { HistoryView } from './event';

export type WorkflowQuery = temporal.api.query.v1.IWorkflowQuery;
export type ProtocolMessage = temporal.api.protocol.v1.IMessage;
export type WorkflowTaskFailedCause = keyof typeof temporal.api.enums.v1.WorkflowTaskFailedCause;

export interface ExecutionKey {
  readonly workflowId: string;
  readonly runId: string;
}

/** PollWorkflowTaskQueueResponse: one workflow task, or one direct ("legacy") query. */
export interface WorkflowTask {
  /** Opaque to the worker; goes back with the answer. */
  readonly token: unknown;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly execution: ExecutionKey;
  readonly workflowType: string;
  /** 1 for a first attempt; higher ones are transient tasks. */
  readonly attempt: number;
  /** Id of the WorkflowTaskStarted event of the last completed workflow task; 0 for none. */
  readonly previousStartedEventId: number;
  /** Id of this task's WorkflowTaskStarted event, which is the last event the worker may see. For a direct query: the last event. */
  readonly startedEventId: number;
  /** The whole history up to `startedEventId` (provisional events of transient and speculative tasks included). */
  readonly history: HistoryView;
  /** Queries to answer after the task's jobs, by query id. */
  readonly queries?: ReadonlyMap<string, WorkflowQuery>;
  /** Set: this is a direct query task; it has no events of its own and its answer is a `QueryAnswer`. */
  readonly query?: WorkflowQuery;
  /** Update requests (protocol messages whose body is an update request). */
  readonly messages?: readonly UpdateRequest[];
}

/** An update request that goes to the worker with a workflow task. */
export interface UpdateRequest {
  /** Id of the protocol message, `<updateId>/request`. */
  readonly messageId: string;
  readonly protocolInstanceId: string;
  /** The update is delivered after all events up to this id. */
  readonly sequencingEventId: number;
  readonly request: temporal.api.update.v1.IRequest;
}

/** What the worker sends about an update, in the order of the commands (each has its PROTOCOL_MESSAGE command, but a rejection). */
export type UpdateMessage =
  | {
      readonly kind: 'accepted';
      readonly messageId: string;
      readonly protocolInstanceId: string;
      readonly request: UpdateRequest;
    }
  | {
      readonly kind: 'rejected';
      readonly messageId: string;
      readonly protocolInstanceId: string;
      readonly request: UpdateRequest;
      readonly failure: Failure;
    }
  | {
      readonly kind: 'completed';
      readonly messageId: string;
      readonly protocolInstanceId: string;
      readonly outcome: temporal.api.update.v1.IOutcome;
    };

export interface QueryAnswer {
  readonly queryId: string;
  readonly success?: Payloads;
  /** Set: the query failed. */
  readonly failure?: Failure;
}

/** RespondWorkflowTaskCompletedRequest, RespondWorkflowTaskFailedRequest or RespondQueryTaskCompletedRequest. */
export type WorkflowTaskAnswer =
  | {
      readonly kind: 'completed';
      readonly commands: readonly Command[];
      readonly messages: readonly UpdateMessage[];
      readonly queryAnswers: readonly QueryAnswer[];
      readonly sdkMetadata?: temporal.api.sdk.v1.IWorkflowTaskCompletedMetadata;
      readonly meteringMetadata?: temporal.api.common.v1.IMeteringMetadata;
      /** Workflow task heartbeat: local activities go on, a new workflow task is wanted at once. */
      readonly forceCreateNewWorkflowTask?: boolean;
      /** The worker keeps the run cached: its next task may go to the worker's sticky queue. */
      readonly sticky: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly cause: WorkflowTaskFailedCause;
      readonly failure: Failure;
      /** The error itself, for the caller in this process. */
      readonly error: unknown;
    }
  | { readonly kind: 'query'; readonly answer: QueryAnswer };

/**
 * PollActivityTaskQueueResponse: one attempt of an activity. One that stands alone has no workflow type and no workflow id; the run
 * id of its `workflowExecution` is the activity's own, so that every attempt has a key.
 */
export interface ActivityTask {
  /** Opaque bytes, as users see them in `activityInfo().taskToken`. */
  readonly taskToken: Uint8Array;
  readonly workflowNamespace: string;
  readonly workflowType: string;
  readonly workflowExecution: ExecutionKey;
  /** Set: the activity stands alone, and this is its run. */
  readonly activityRunId?: string;
  readonly taskQueue: string;
  readonly activityType: string;
  readonly activityId: string;
  readonly header?: Header | null;
  readonly input?: Payloads | null;
  readonly heartbeatDetails?: Payloads | null;
  /** Virtual milliseconds: of the first attempt, of this attempt, of this attempt's start. */
  readonly scheduledTime: number;
  readonly currentAttemptScheduledTime: number;
  readonly startedTime: number;
  readonly attempt: number;
  readonly scheduleToCloseTimeout?: Duration | null;
  readonly startToCloseTimeout?: Duration | null;
  readonly heartbeatTimeout?: Duration | null;
  readonly retryPolicy?: RetryPolicy | null;
  readonly priority?: temporal.api.common.v1.IPriority | null;
}

/** How an attempt ended, as the worker reports it. */
export type ActivityAnswer =
  | { readonly kind: 'completed'; readonly result?: Payloads | null }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly lastHeartbeatDetails?: Payloads | null }
  | { readonly kind: 'canceled'; readonly details?: Payloads | null };

/** RecordActivityTaskHeartbeatResponse. */
export interface HeartbeatAnswer {
  readonly cancelRequested: boolean;
  readonly activityPaused: boolean;
  readonly activityReset: boolean;
}

/** What starts an attempt of an activity, and what `activityInfo()` says about it. */
import type { Info } from '@temporalio/activity';
import { type ActivitySerializationContext, decodePriority, decompileRetryPolicy } from '@temporalio/common';
import {
  type Duration,
  durationToMs,
  type Header,
  type Payload,
  type RetryPolicy,
  type temporal,
} from '../../base/api';
import type { ActivityTask, ExecutionKey } from '../../history/worker-protocol';

/** One attempt, remote or local: coresdk's `activity_task.Start`, with times in virtual milliseconds. */
export interface AttemptStart {
  readonly isLocal: boolean;
  readonly taskToken: Uint8Array;
  readonly workflowNamespace: string;
  readonly workflowType: string;
  readonly workflowExecution: ExecutionKey;
  /** Set: the activity stands alone, and what is said of its workflow means nothing. */
  readonly activityRunId?: string;
  readonly activityId: string;
  readonly activityType: string;
  readonly headers: Record<string, Payload>;
  readonly input: readonly Payload[];
  readonly heartbeatDetails: readonly Payload[];
  readonly scheduledTime: number;
  readonly currentAttemptScheduledTime: number;
  readonly attempt: number;
  readonly scheduleToCloseTimeout?: Duration | null;
  readonly startToCloseTimeout?: Duration | null;
  /** Undefined for a local activity, which has none; otherwise 0 where it is not set. */
  readonly heartbeatTimeoutMs?: number;
  readonly retryPolicy?: RetryPolicy | null;
  readonly priority?: temporal.api.common.v1.IPriority | null;
}

/** The attempt that a task of the server starts. */
export function startOfTask(task: ActivityTask): AttemptStart {
  return {
    isLocal: false,
    taskToken: task.taskToken,
    workflowNamespace: task.workflowNamespace,
    workflowType: task.workflowType,
    workflowExecution: task.workflowExecution,
    activityRunId: task.activityRunId,
    activityId: task.activityId,
    activityType: task.activityType,
    headers: headerFields(task.header),
    input: task.input?.payloads ?? [],
    heartbeatDetails: task.heartbeatDetails?.payloads ?? [],
    scheduledTime: task.scheduledTime,
    currentAttemptScheduledTime: task.currentAttemptScheduledTime,
    attempt: task.attempt,
    scheduleToCloseTimeout: task.scheduleToCloseTimeout,
    startToCloseTimeout: task.startToCloseTimeout,
    heartbeatTimeoutMs: durationToMs(task.heartbeatTimeout),
    retryPolicy: task.retryPolicy,
    priority: task.priority,
  };
}

/** What the data converter is told about the payloads of an attempt. */
export function serializationContext(start: AttemptStart, namespace: string): ActivitySerializationContext {
  return {
    type: 'activity',
    namespace,
    activityId: start.activityId || undefined,
    workflowId: start.workflowExecution.workflowId || undefined,
    isLocal: start.isLocal,
  };
}

/** `activityInfo()` of an attempt. The task queue and the namespace are the worker's. */
export function infoOfAttempt(
  start: AttemptStart,
  worker: { readonly namespace: string; readonly taskQueue: string },
  heartbeatDetails: unknown,
): Info {
  const inWorkflow = start.activityRunId === undefined;
  const { workflowId, runId } = start.workflowExecution;
  return {
    taskToken: start.taskToken,
    taskQueue: worker.taskQueue,
    base64TaskToken: Buffer.from(start.taskToken).toString('base64'),
    activityId: start.activityId,
    workflowExecution: inWorkflow ? { workflowId, runId } : undefined,
    attempt: start.attempt,
    isLocal: start.isLocal,
    activityType: start.activityType,
    workflowType: inWorkflow ? start.workflowType : undefined,
    heartbeatTimeoutMs: start.heartbeatTimeoutMs,
    heartbeatDetails,
    activityNamespace: worker.namespace,
    workflowNamespace: inWorkflow ? start.workflowNamespace : undefined,
    scheduledTimestampMs: Math.floor(start.scheduledTime),
    startToCloseTimeoutMs: Math.floor(durationToMs(start.startToCloseTimeout)),
    scheduleToCloseTimeoutMs: Math.floor(durationToMs(start.scheduleToCloseTimeout)),
    currentAttemptScheduledTimestampMs: Math.floor(start.currentAttemptScheduledTime),
    priority: decodePriority(start.priority),
    retryPolicy: decompileRetryPolicy(start.retryPolicy),
    namespace: start.workflowNamespace || worker.namespace,
    activityRunId: start.activityRunId,
    inWorkflow,
  };
}

/** The attributes that every log line about an attempt has. */
export function logAttributesOf(info: Info): Record<string, unknown> {
  return {
    isLocal: info.isLocal,
    attempt: info.attempt,
    namespace: info.namespace,
    taskToken: info.base64TaskToken,
    activityId: info.activityId,
    activityType: info.activityType,
    taskQueue: info.taskQueue,
    workflowId: info.workflowExecution?.workflowId,
    workflowRunId: info.workflowExecution?.runId,
    workflowType: info.workflowType,
  };
}

function headerFields(header: Header | null | undefined): Record<string, Payload> {
  return header?.fields ?? {};
}

import Long from 'long';
import { msToDuration, msToTimestamp, type temporal } from '../../base/api';
import {
  PendingActivityState,
  PendingWorkflowTaskState,
  VersioningBehavior,
  WorkflowExecutionStatus,
} from '../../base/enums';
import type { Execution } from '../execution/execution';
import type { Activity } from '../machines/activity';
import { shownOverride, versionText } from '../policy/versioning-override';
import { findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDescribeWorkflowExecutionRequest;

const optionalTime = (ms: number) => (ms > 0 ? msToTimestamp(ms) : undefined);

export const describeWorkflowExecution = rpc((server, request: Request) => {
  const x = findExecution(server, request.namespace, request.execution);
  const { spec, workflowTask: task } = x;
  return {
    executionConfig: {
      taskQueue: { name: spec.taskQueue, kind: 1 },
      workflowExecutionTimeout: spec.executionTimeoutMs ? server.duration(spec.executionTimeoutMs) : undefined,
      workflowRunTimeout: spec.runTimeoutMs ? server.duration(spec.runTimeoutMs) : undefined,
      defaultWorkflowTaskTimeout: server.duration(spec.taskTimeoutMs),
      userMetadata: spec.userMetadata,
    },
    workflowExecutionInfo: { ...executionInfo(x), versioningInfo: versioningInfo(x) },
    pendingActivities: [...x.activities.values()].map(pendingActivity),
    pendingChildren: [...x.children.values()].map((child) => ({
      workflowId: child.workflowId,
      runId: child.runId,
      workflowTypeName: child.workflowType,
      initiatedId: Long.fromNumber(child.initiatedId),
      parentClosePolicy: child.parentClosePolicy,
    })),
    pendingWorkflowTask:
      task.status === 'none'
        ? undefined
        : {
            state: task.status === 'started' ? PendingWorkflowTaskState.STARTED : PendingWorkflowTaskState.SCHEDULED,
            scheduledTime: msToTimestamp(task.scheduledTime),
            originalScheduledTime: msToTimestamp(task.scheduledTime),
            startedTime: task.status === 'started' ? msToTimestamp(task.startedTime) : undefined,
            attempt: task.attempt,
          },
    callbacks: [],
    pendingNexusOperations: [],
    workflowExtendedInfo: {
      executionExpirationTime: optionalTime(x.executionExpirationTime),
      runExpirationTime: optionalTime(x.runExpirationTime),
      cancelRequested: x.cancelRequested,
      originalStartTime: msToTimestamp(x.startTime),
    },
  };
});

/** Absent where nothing pins the run; see `policy/versioning-override.ts` for what a version means in a world. */
function versioningInfo(x: Execution) {
  const inherited = x.workflowTask.lastCompletedStartedId === 0 ? x.spec.inheritedPinnedVersion : undefined;
  const { versioningOverride } = x.options;
  if (!inherited && !versioningOverride) return undefined;
  return {
    behavior: inherited ? VersioningBehavior.PINNED : VersioningBehavior.UNSPECIFIED,
    deploymentVersion: inherited,
    version: inherited ? versionText(inherited) : '',
    versioningOverride: shownOverride(versioningOverride),
  };
}

/** Of describe and of list. */
export function executionInfo(x: Execution) {
  const { spec } = x;
  const root = spec.root ?? x.key;
  return {
    execution: { workflowId: x.workflowId, runId: x.runId },
    type: { name: spec.workflowType },
    startTime: msToTimestamp(x.startTime),
    closeTime: optionalTime(x.closeTime),
    status: WorkflowExecutionStatus[x.status],
    historyLength: Long.fromNumber(x.log.length),
    parentNamespaceId: spec.parent ? x.server.namespaceId(spec.parent.namespace) : '',
    parentExecution: spec.parent && { workflowId: spec.parent.workflowId, runId: spec.parent.runId },
    executionTime: msToTimestamp(x.executionTime),
    memo: { fields: x.memo },
    searchAttributes: { indexedFields: x.searchAttributes },
    autoResetPoints: { points: [] },
    taskQueue: spec.taskQueue,
    stateTransitionCount: Long.fromNumber(x.stateTransitionCount),
    historySizeBytes: Long.fromNumber(x.historySizeBytes),
    executionDuration: x.closeTime > 0 ? msToDuration(x.closeTime - x.executionTime) : undefined,
    rootExecution: { workflowId: root.workflowId, runId: root.runId },
    firstRunId: x.firstRunId,
    priority: x.options.priority,
  };
}

function stateOf(activity: Activity): number {
  if (activity.cancelRequestedId > 0) return PendingActivityState.CANCEL_REQUESTED;
  if (activity.status === 'paused') return PendingActivityState.PAUSED;
  if (activity.status !== 'started') return PendingActivityState.SCHEDULED;
  return activity.pause ? PendingActivityState.PAUSE_REQUESTED : PendingActivityState.STARTED;
}

/** Of describe, and of the answer to who changes them. */
export function activityOptions({ options, policy, taskQueue }: Activity) {
  return {
    taskQueue: { name: taskQueue, normalName: taskQueue },
    scheduleToCloseTimeout: options.scheduleToCloseTimeout,
    scheduleToStartTimeout: options.scheduleToStartTimeout,
    startToCloseTimeout: options.startToCloseTimeout,
    heartbeatTimeout: options.heartbeatTimeout,
    retryPolicy: policy,
    priority: options.priority,
  };
}

function pendingActivity(activity: Activity) {
  const started = activity.status === 'started';
  const retries = activity.attempt > 1 && activity.status === 'backoff';
  const maximumAttempts = activity.policy.maximumAttempts ?? 0;
  return {
    activityId: activity.activityId,
    activityType: { name: activity.activityType },
    state: stateOf(activity),
    heartbeatDetails: activity.heartbeatDetails,
    lastHeartbeatTime: optionalTime(activity.lastHeartbeatTime),
    lastStartedTime: optionalTime(activity.startedTime),
    attempt: activity.attempt,
    maximumAttempts,
    scheduledTime: msToTimestamp(activity.scheduledTime),
    expirationTime:
      activity.scheduleToCloseMs > 0
        ? msToTimestamp(activity.firstScheduledTime + activity.scheduleToCloseMs)
        : undefined,
    lastFailure: activity.lastFailure,
    lastWorkerIdentity: started ? activity.startedIdentity : activity.lastWorkerIdentity,
    currentRetryInterval: retries ? msToDuration(activity.scheduledTime - activity.lastAttemptEndTime) : undefined,
    lastAttemptCompleteTime: optionalTime(activity.lastAttemptEndTime),
    nextAttemptScheduleTime: retries ? msToTimestamp(activity.scheduledTime) : undefined,
    paused: activity.pause !== undefined,
    pauseInfo: activity.pause && {
      pauseTime: msToTimestamp(activity.pause.time),
      manual: { identity: activity.pause.identity, reason: activity.pause.reason },
    },
    activityOptions: activityOptions(activity),
    priority: activity.options.priority,
  };
}

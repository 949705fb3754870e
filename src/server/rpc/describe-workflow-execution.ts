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
import { pendingView } from '../machines/pending-activity';
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
    pendingActivities: [...x.activities.values()].map((activity) => pendingActivity(activity, x.now)),
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

function pendingActivity(activity: Activity, now: number) {
  const view = pendingView(activity, now);
  return {
    activityId: activity.activityId,
    activityType: { name: activity.activityType },
    state: PendingActivityState[view.state],
    heartbeatDetails: activity.heartbeatDetails,
    lastHeartbeatTime: optionalTime(view.lastHeartbeatTime),
    lastStartedTime: optionalTime(view.lastStartedTime),
    attempt: view.attempt,
    maximumAttempts: view.maximumAttempts,
    scheduledTime: msToTimestamp(view.scheduledTime),
    expirationTime: view.expirationTime === undefined ? undefined : msToTimestamp(view.expirationTime),
    lastFailure: activity.lastFailure,
    lastWorkerIdentity: view.lastWorkerIdentity,
    currentRetryInterval: view.retry && msToDuration(view.retry.intervalMs),
    lastAttemptCompleteTime: optionalTime(view.lastAttemptCompleteTime),
    nextAttemptScheduleTime: view.retry && msToTimestamp(view.retry.nextAttemptTime),
    paused: activity.pause !== undefined,
    pauseInfo: activity.pause && {
      pauseTime: msToTimestamp(activity.pause.time),
      manual: { identity: activity.pause.identity, reason: activity.pause.reason },
    },
    activityOptions: activityOptions(activity),
    priority: activity.options.priority,
  };
}

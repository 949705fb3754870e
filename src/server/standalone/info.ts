/** What describe and list say of a standalone activity. */
import Long from 'long';
import { msToDuration, msToTimestamp, type temporal } from '../../base/api';
import { ActivityExecutionStatus, PendingActivityState, RetryState } from '../../base/enums';
import type { Activity } from '../machines/activity';
import type { StandaloneActivity } from './standalone-activity';

const optionalTime = (ms: number) => (ms > 0 ? msToTimestamp(ms) : undefined);

/** Of list, and the part of describe that it shares. */
export function listInfo(s: StandaloneActivity): temporal.api.activity.v1.IActivityExecutionListInfo {
  return {
    activityId: s.activityId,
    runId: s.runId,
    activityType: { name: s.activity.activityType },
    scheduleTime: msToTimestamp(s.startTime),
    executionTime: msToTimestamp(s.executionTime),
    closeTime: optionalTime(s.closeTime),
    executionDuration: s.isRunning ? undefined : msToDuration(s.closeTime - s.startTime),
    status: ActivityExecutionStatus[s.status],
    searchAttributes: { indexedFields: s.searchAttributes },
    taskQueue: s.activity.taskQueue,
    stateTransitionCount: Long.fromNumber(s.stateTransitionCount),
  };
}

export interface Included {
  readonly heartbeatDetails: boolean;
  readonly lastFailure: boolean;
}

export function describedInfo(
  s: StandaloneActivity,
  included: Included,
): temporal.api.activity.v1.IActivityExecutionInfo {
  const { activity } = s;
  const { attributes, options } = activity;
  const waits = s.isRunning && activity.status !== 'started' && activity.scheduledTime > s.now;
  return {
    ...listInfo(s),
    attempt: activity.attempt,
    runState: runState(activity),
    canceledReason: s.cancelRequest?.reason,
    header: attributes.header,
    userMetadata: s.standalone.userMetadata,
    links: [...s.standalone.links],
    priority: options.priority,
    retryPolicy: activity.policy,
    scheduleToCloseTimeout: options.scheduleToCloseTimeout,
    scheduleToStartTimeout: options.scheduleToStartTimeout,
    startToCloseTimeout: options.startToCloseTimeout,
    heartbeatTimeout: options.heartbeatTimeout,
    startDelay: msToDuration(s.standalone.startDelayMs),
    expirationTime:
      activity.scheduleToCloseMs > 0
        ? msToTimestamp(activity.firstScheduledTime + activity.scheduleToCloseMs)
        : undefined,
    lastStartedTime: optionalTime(activity.startedTime),
    lastWorkerIdentity: activity.startedIdentity,
    lastAttemptCompleteTime: optionalTime(activity.lastAttemptEndTime),
    nextAttemptScheduleTime: waits ? msToTimestamp(activity.scheduledTime) : undefined,
    currentRetryInterval:
      waits && activity.status === 'backoff'
        ? msToDuration(activity.scheduledTime - activity.lastAttemptEndTime)
        : undefined,
    lastHeartbeatTime: optionalTime(s.lastHeartbeatTime),
    totalHeartbeatCount: Long.fromNumber(s.heartbeatCount),
    heartbeatDetails: included.heartbeatDetails ? activity.heartbeatDetails : undefined,
    lastFailure: included.lastFailure ? activity.lastFailure : undefined,
  };
}

/** Unspecified once it has ended. */
function runState(activity: Activity): number {
  if (activity.status === 'closed') return 0;
  if (activity.cancelRequestedId > 0) return PendingActivityState.CANCEL_REQUESTED;
  return activity.status === 'started' ? PendingActivityState.STARTED : PendingActivityState.SCHEDULED;
}

/** Undefined while it runs. */
export function outcomeOf({
  outcome,
}: StandaloneActivity): temporal.api.activity.v1.IActivityExecutionOutcome | undefined {
  if (!outcome) return undefined;
  if ('result' in outcome) return { result: outcome.result };
  return { failure: outcome.failure, retryState: outcome.retryState && RetryState[outcome.retryState] };
}

/**
 * The attempts of a standalone activity: dispatch, deadlines, answers. What an input means is asked of the same pure machine as for
 * a workflow's activities. All of this runs inside a transaction.
 */
import type { Failure, Payloads } from '../../base/api';
import { TimeoutType, type TimeoutTypeName } from '../../base/enums';
import type { ActivityTask } from '../../history/worker-protocol';
import { encodeToken, type TaskToken } from '../execution/activities';
import type { ActivityAttempt } from '../execution/context';
import { failureBytes, tooLargeFailure } from '../execution/failure-size';
import { LIMITS } from '../execution/limits';
import {
  type AttemptVerdict,
  backOff,
  endBackoff,
  failAttempt,
  nextDeadline,
  startAttempt,
  timeOut,
} from '../machines/activity';
import type { Poller } from '../matching';
import { close, closeCanceled } from './end';
import type { StandaloneActivity } from './standalone-activity';

/** Right after its start: the first attempt is dispatched, at once or after the start delay. */
export function beginAttempts(s: StandaloneActivity): void {
  armDeadline(s);
  if (s.executionTime > s.now) s.activity.retryTimer = s.gate.add(s.executionTime, () => dispatch(s));
  else dispatch(s);
}

function dispatch(s: StandaloneActivity): void {
  const { activity } = s;
  activity.retryTimer = undefined;
  const dispatched = ++activity.dispatches;
  s.server.matching.add(s.namespace, activity.taskQueue, 'activity', {
    workflowId: '',
    what: activity.activityType,
    attempt: activity.attempt,
    activityId: activity.activityId,
    runId: s.runId,
    priorityKey: activity.options.priority?.priorityKey,
    isStale: () => activity.status !== 'scheduled' || activity.dispatches !== dispatched,
    deliver: (poller) => {
      const task = s.transact(() => start(s, poller));
      s.server.observer.attemptStarted?.(task);
      return poller.takeActivityTask(task);
    },
  });
}

function start(s: StandaloneActivity, poller: Poller): ActivityTask {
  const { activity } = s;
  startAttempt(activity, s.now, poller.identity);
  armDeadline(s);
  const { attributes, options } = activity;
  return {
    taskToken: encodeToken({
      runId: s.runId,
      scheduledId: activity.scheduledId,
      attempt: activity.attempt,
      startedTime: activity.startedTime,
    }),
    workflowNamespace: s.namespace,
    workflowType: '',
    workflowExecution: s.key,
    activityRunId: s.runId,
    taskQueue: activity.taskQueue,
    activityType: activity.activityType,
    activityId: activity.activityId,
    header: attributes.header,
    input: attributes.input,
    heartbeatDetails: activity.heartbeatDetails,
    scheduledTime: s.startTime,
    currentAttemptScheduledTime: activity.scheduledTime,
    startedTime: activity.startedTime,
    attempt: activity.attempt,
    scheduleToCloseTimeout: options.scheduleToCloseTimeout,
    startToCloseTimeout: options.startToCloseTimeout,
    heartbeatTimeout: options.heartbeatTimeout,
    retryPolicy: activity.policy,
    priority: options.priority,
  };
}

/** Whether a token stands for the attempt that runs now. */
export function isStartedAttempt({ activity }: StandaloneActivity, token: TaskToken): boolean {
  const { status, startedAttempt, startedTime } = activity;
  return status === 'started' && startedAttempt === token.attempt && startedTime === token.startedTime;
}

/** One timer for the earliest deadline, as for a workflow's activities: it is moved forward only, and looks again when it fires. */
function armDeadline(s: StandaloneActivity): void {
  const { activity } = s;
  const next = nextDeadline(activity);
  if (activity.deadline) {
    if (next && next.at >= activity.deadline.dueAt) return;
    s.gate.remove(activity.deadline);
    activity.deadline = undefined;
  }
  if (!next) return;
  activity.deadline = s.gate.add(next.at, () => {
    activity.deadline = undefined;
    const due = nextDeadline(activity);
    if (due && due.at <= s.now) onDeadline(s, due.type);
    else armDeadline(s);
  });
}

function onDeadline(s: StandaloneActivity, type: TimeoutTypeName): void {
  const { activity } = s;
  const verdict = timeOut(activity, type, s.now, s.server.version);
  tellAttempt(s, 'timed-out', {
    nextAttemptTime: verdict.kind === 'retry' ? verdict.at : undefined,
    failure: verdict.failure.message ?? '',
    timeoutType: type,
  });
  if (verdict.kind === 'retry') {
    retry(s, verdict);
    return;
  }
  const failure = closingTimeout(s, type, verdict.failure);
  const ofAttempt = type === 'START_TO_CLOSE' || type === 'HEARTBEAT';
  if (ofAttempt) activity.lastAttemptEndTime = s.now;
  close(s, 'give-up', 'TIMED_OUT', { failure, retryState: verdict.retryState });
}

/**
 * Where schedule-to-close ends it, a standalone activity differs from a workflow's: the text tells the deadline itself from a retry
 * that would pass it, and the cause is the failure of an earlier attempt, never the timeout that happened just now.
 */
function closingTimeout({ activity }: StandaloneActivity, type: TimeoutTypeName, failure: Failure): Failure {
  if (failure.timeoutFailureInfo?.timeoutType !== TimeoutType.SCHEDULE_TO_CLOSE) return failure;
  const message = type === 'SCHEDULE_TO_CLOSE' ? 'activity ScheduleToClose timeout' : failure.message;
  return { ...failure, message, cause: activity.lastFailure };
}

function retry(s: StandaloneActivity, { at, failure }: Extract<AttemptVerdict, { kind: 'retry' }>): void {
  const { activity } = s;
  const isLarge = failureBytes(failure) > LIMITS.retryFailureBytes;
  const kept = isLarge ? tooLargeFailure(failure, false, LIMITS.truncatedRetryFailureBytes) : failure;
  backOff(activity, at, kept, s.now);
  armDeadline(s);
  activity.retryTimer = s.gate.add(at, () => {
    endBackoff(activity);
    dispatch(s);
  });
}

/** Completing by id an activity that waits for its start is allowed; its task is never dispatched. */
export function completeStandalone(s: StandaloneActivity, result: Payloads | null | undefined, identity: string): void {
  const { activity } = s;
  tellAttempt(s, 'completed');
  const wasStarted = activity.status === 'started';
  if (!wasStarted) activity.startedTime = s.now;
  activity.startedIdentity = identity;
  activity.lastAttemptEndTime = s.now;
  // An outcome without a result would read as "not ended so far".
  close(s, wasStarted ? 'complete' : 'complete-unstarted', 'COMPLETED', { result: result ?? { payloads: [] } });
}

export function failStandalone(
  s: StandaloneActivity,
  failure: Failure,
  identity: string,
  lastHeartbeatDetails?: Payloads | null,
): void {
  const { activity } = s;
  if (lastHeartbeatDetails) noteHeartbeat(s, lastHeartbeatDetails);
  const verdict = failAttempt(activity, failure, s.now, s.server.version);
  const type = failure.applicationFailureInfo?.type;
  tellAttempt(s, 'failed', {
    nextAttemptTime: verdict.kind === 'retry' ? verdict.at : undefined,
    failure: type && type !== 'Error' ? `${type}: ${failure.message}` : (failure.message ?? ''),
  });
  if (verdict.kind === 'retry') {
    retry(s, verdict);
    return;
  }
  activity.startedIdentity = identity;
  activity.lastAttemptEndTime = s.now;
  activity.lastFailure = failure;
  close(s, 'give-up', 'FAILED', { failure, retryState: verdict.retryState });
}

/** The worker reports that the activity ended as cancelled, which somebody has asked for. */
export function reportStandaloneCanceled(s: StandaloneActivity, details: Payloads | null | undefined): void {
  tellAttempt(s, 'cancelled');
  s.activity.lastAttemptEndTime = s.now;
  closeCanceled(s, details);
}

export function heartbeatStandalone(s: StandaloneActivity, details: Payloads | null | undefined): void {
  const { activity } = s;
  activity.lastHeartbeatTime = s.now;
  noteHeartbeat(s, details);
  s.server.observer.heartbeat?.(s.key, activity.activityId, activity.attempt, s.now);
}

function noteHeartbeat(s: StandaloneActivity, details: Payloads | null | undefined): void {
  if (details) s.activity.heartbeatDetails = details;
  s.heartbeatCount++;
  s.lastHeartbeatTime = s.now;
}

/** Observers hear of an attempt before the activity goes on or ends. */
function tellAttempt(
  s: StandaloneActivity,
  outcome: ActivityAttempt['outcome'],
  more: Pick<ActivityAttempt, 'failure' | 'timeoutType' | 'nextAttemptTime'> = {},
): void {
  const { activity } = s;
  s.server.observer.attemptEnded?.({
    execution: s.key,
    activityId: activity.activityId,
    activityType: activity.activityType,
    attempt: activity.attempt,
    scheduledTime: activity.scheduledTime,
    startedTime: activity.status === 'started' ? activity.startedTime : undefined,
    endedTime: s.now,
    outcome,
    ...more,
  });
}

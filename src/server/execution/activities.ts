/** Activities of a run: dispatch, attempts, deadlines, answers, cancellation, and the events that close them. */
import type { Failure, Payloads } from '../../base/api';
import { RetryState, type RetryStateName, type TimeoutTypeName } from '../../base/enums';
import type { EventAttributes } from '../../history/event';
import type { ActivityTask } from '../../history/worker-protocol';
import {
  type Activity,
  activityMachine,
  backOff,
  endBackoff,
  failAttempt,
  nextDeadline,
  noteHeartbeat,
  scheduleActivity,
  startAttempt,
  timeOut,
} from '../machines/activity';
import type { Poller } from '../matching';
import { inheritPriority } from '../policy/priority';
import { invalidArgument } from '../status';
import type { CommandContext } from './commands/command';
import type { Execution } from './execution';
import { failureBytes, payloadsBytes, tooLargeFailure } from './failure-size';
import { LIMITS } from './limits';
import { exceededLimit, terminateOverLimit, unweigh, weigh } from './size-limits';

/** Adds the activity of an ActivityTaskScheduled event that has just been written. */
export function addActivity(
  x: Execution,
  scheduledId: number,
  attributes: EventAttributes['ActivityTaskScheduled'],
): void {
  const activity = scheduleActivity(scheduledId, attributes, x.now);
  x.activities.set(scheduledId, activity);
  x.activityIds.set(activity.activityId, activity);
  armDeadline(x, activity);
  dispatch(x, activity, x.eagerPoller);
}

/** Its task goes to its queue; one that is there already is void. */
export function dispatch(x: Execution, activity: Activity, preferred?: Poller): void {
  const { attempt } = activity;
  const dispatch = ++activity.dispatches;
  x.server.matching.add(x.namespace, activity.taskQueue, 'activity', {
    workflowId: x.workflowId,
    what: activity.activityType,
    attempt,
    activityId: activity.activityId,
    runId: x.runId,
    preferred,
    priorityKey: inheritPriority(x.options.priority, activity.options.priority)?.priorityKey,
    isStale: () => !x.isRunning || activity.status !== 'scheduled' || activity.dispatches !== dispatch,
    deliver: (poller) => {
      const task = x.transact(() => start(x, activity, poller));
      x.server.observer.attemptStarted?.(task);
      return poller.takeActivityTask(task);
    },
  });
}

function start(x: Execution, activity: Activity, poller: Poller): ActivityTask {
  startAttempt(activity, x.now, poller.identity);
  activity.requestId = x.server.ids.next();
  armDeadline(x, activity);
  const { attributes, options } = activity;
  return {
    taskToken: encodeToken({
      runId: x.runId,
      scheduledId: activity.scheduledId,
      attempt: activity.attempt,
      startedTime: activity.startedTime,
    }),
    workflowNamespace: x.namespace,
    workflowType: x.spec.workflowType,
    workflowExecution: x.key,
    taskQueue: activity.taskQueue,
    activityType: activity.activityType,
    activityId: activity.activityId,
    header: attributes.header,
    input: attributes.input,
    heartbeatDetails: activity.heartbeatDetails,
    scheduledTime: activity.firstScheduledTime,
    currentAttemptScheduledTime: activity.scheduledTime,
    startedTime: activity.startedTime,
    attempt: activity.attempt,
    scheduleToCloseTimeout: options.scheduleToCloseTimeout,
    startToCloseTimeout: options.startToCloseTimeout,
    heartbeatTimeout: options.heartbeatTimeout,
    retryPolicy: activity.policy,
    priority: inheritPriority(x.options.priority, options.priority),
  };
}

/** What a task token says: which attempt of which activity it stands for. */
export interface TaskToken {
  readonly runId: string;
  readonly scheduledId: number;
  readonly attempt: number;
  readonly startedTime: number;
}

export function encodeToken({ runId, scheduledId, attempt, startedTime }: TaskToken): Uint8Array {
  return Buffer.from(`${runId}/${scheduledId}/${attempt}/${startedTime}`, 'latin1');
}

const TOKEN = /^([0-9a-f-]{36})\/(\d+)\/(\d+)\/([\d.e+]+)$/;

/** Undefined where the bytes are not a token of this server. */
export function decodeToken(bytes: Uint8Array): TaskToken | undefined {
  const parts = TOKEN.exec(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
  if (!parts) return undefined;
  return { runId: parts[1]!, scheduledId: Number(parts[2]), attempt: Number(parts[3]), startedTime: Number(parts[4]) };
}

/** The activity whose started attempt a token stands for; undefined where it has ended or gone on to another attempt. */
export function startedActivity(x: Execution, token: TaskToken): Activity | undefined {
  const activity = x.activities.get(token.scheduledId);
  if (activity?.status !== 'started') return undefined;
  if (activity.startedAttempt !== token.attempt) return undefined;
  return activity.startedTime === token.startedTime ? activity : undefined;
}

/**
 * One timer a run for each activity: for its earliest deadline. It is only moved forward when an earlier deadline comes up; one
 * that fires too early (a heartbeat came, an attempt ended) looks again and goes back to sleep.
 */
export function armDeadline(x: Execution, activity: Activity): void {
  const next = nextDeadline(activity);
  if (activity.deadline) {
    if (next && next.at >= activity.deadline.dueAt) return;
    x.cancelTimer(activity.deadline);
    activity.deadline = undefined;
  }
  if (!next) return;
  activity.deadline = x.scheduleTimer(next.at, () => {
    activity.deadline = undefined;
    const due = nextDeadline(activity);
    if (due && due.at <= x.now) onDeadline(x, activity, due.type);
    else armDeadline(x, activity);
  });
}

function onDeadline(x: Execution, activity: Activity, type: TimeoutTypeName): void {
  const verdict = timeOut(activity, type, x.now, x.server.version);
  const started = activity.status === 'started';
  tellAttempt(x, activity, 'timed-out', verdict.kind === 'retry' ? verdict.at : undefined, {
    failure: verdict.failure.message ?? '',
    timeoutType: type,
  });
  if (verdict.kind === 'retry') {
    retry(x, activity, verdict.at, verdict.failure);
    return;
  }
  const startedEvent = started ? recordStarted(x, activity) : undefined;
  close(x, activity, 'give-up');
  x.record('ActivityTaskTimedOut', () => ({
    scheduledEventId: activity.scheduledId,
    startedEventId: startedEvent?.id ?? 0,
    failure: verdict.failure,
    retryState: RetryState[verdict.retryState],
  }));
}

function retry(x: Execution, activity: Activity, at: number, failure: Failure): void {
  const isLarge = failureBytes(failure) > LIMITS.retryFailureBytes;
  const kept = isLarge ? tooLargeFailure(failure, false, LIMITS.truncatedRetryFailureBytes) : failure;
  backOff(activity, at, kept, x.now);
  weigh(x, activity);
  if (activity.pause) {
    activity.status = activityMachine.next(activity.status, 'pause');
    return;
  }
  armDeadline(x, activity);
  scheduleRetry(x, activity);
}

export function scheduleRetry(x: Execution, activity: Activity): void {
  x.cancelTimer(activity.retryTimer);
  activity.retryTimer = x.scheduleTimer(activity.scheduledTime, () => {
    activity.retryTimer = undefined;
    endBackoff(activity);
    dispatch(x, activity);
  });
}

/** Recorded only with the closing event, so that attempts that are retried leave no trace. */
function recordStarted(x: Execution, activity: Activity): { id: number } {
  const event = { id: 0 };
  x.record(
    'ActivityTaskStarted',
    (id) => {
      event.id = id;
      return {
        scheduledEventId: activity.scheduledId,
        identity: activity.startedIdentity,
        requestId: activity.requestId,
        attempt: activity.attempt,
        lastFailure: activity.lastFailure,
      };
    },
    { time: activity.startedTime, wakes: false },
  );
  return event;
}

function close(
  x: Execution,
  activity: Activity,
  input: 'complete' | 'give-up' | 'cancel' | 'complete-unstarted',
): void {
  activity.status = activityMachine.next(activity.status, input);
  forget(x, activity);
}

function forget(x: Execution, activity: Activity): void {
  x.cancelTimer(activity.deadline);
  x.cancelTimer(activity.retryTimer);
  activity.deadline = undefined;
  activity.retryTimer = undefined;
  unweigh(x, activity);
  x.activities.delete(activity.scheduledId);
  if (x.activityIds.get(activity.activityId) === activity) x.activityIds.delete(activity.activityId);
}

export function completeActivity(
  x: Execution,
  activity: Activity,
  result: Payloads | null | undefined,
  identity: string,
): void {
  if (activity.status !== 'started') {
    // Completing by id an activity that waits for its start is allowed; its task is never dispatched.
    activity.startedTime = x.now;
    activity.startedIdentity = identity;
    activity.requestId = x.server.ids.next();
  }
  const startedEvent = recordStarted(x, activity);
  tellAttempt(x, activity, 'completed');
  close(x, activity, activity.status === 'started' ? 'complete' : 'complete-unstarted');
  x.record(
    'ActivityTaskCompleted',
    () => ({ result, scheduledEventId: activity.scheduledId, startedEventId: startedEvent.id, identity }),
    { bytes: payloadsBytes(result) },
  );
}

export function failActivity(
  x: Execution,
  activity: Activity,
  failure: Failure,
  identity: string,
  lastHeartbeatDetails?: Payloads | null,
): void {
  if (lastHeartbeatDetails) activity.heartbeatDetails = lastHeartbeatDetails;
  const verdict = failAttempt(activity, failure, x.now, x.server.version);
  const type = failure.applicationFailureInfo?.type;
  // 'Error' says nothing: every plain Error has it.
  const text = type && type !== 'Error' ? `${type}: ${failure.message}` : (failure.message ?? '');
  tellAttempt(x, activity, 'failed', verdict.kind === 'retry' ? verdict.at : undefined, { failure: text });
  if (verdict.kind === 'retry') retry(x, activity, verdict.at, failure);
  else closeFailed(x, activity, failure, verdict.retryState, identity);
}

function closeFailed(
  x: Execution,
  activity: Activity,
  failure: Failure,
  state: RetryStateName,
  identity: string,
): void {
  const startedEvent = recordStarted(x, activity);
  close(x, activity, 'give-up');
  x.record('ActivityTaskFailed', () => ({
    failure,
    scheduledEventId: activity.scheduledId,
    startedEventId: startedEvent.id,
    identity,
    retryState: RetryState[state],
  }));
}

/** The worker reports that the activity ended as cancelled. */
export function reportCanceled(
  x: Execution,
  activity: Activity,
  details: Payloads | null | undefined,
  identity: string,
): void {
  const startedEvent = recordStarted(x, activity);
  tellAttempt(x, activity, 'cancelled');
  close(x, activity, 'cancel');
  x.record('ActivityTaskCanceled', () => ({
    details,
    latestCancelRequestedEventId: activity.cancelRequestedId,
    scheduledEventId: activity.scheduledId,
    startedEventId: startedEvent.id,
    identity,
  }));
}

const NOT_STARTED: Payloads = {
  payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"ACTIVITY_ID_NOT_STARTED"') }],
};

/** A cancel command: one that is not running ends at once, a running one learns of it by its next heartbeat. */
export function requestActivityCancel(x: Execution, scheduledId: number, context: CommandContext): void {
  const cancelRequestedId = x.append(
    'ActivityTaskCancelRequested',
    { scheduledEventId: scheduledId, workflowTaskCompletedEventId: context.workflowTaskCompletedId },
    { userMetadata: context.userMetadata },
  );
  const activity = x.activities.get(scheduledId);
  if (!activity) return;
  activity.cancelRequestedId = cancelRequestedId;
  if (activity.status === 'started') return;
  close(x, activity, 'cancel');
  // No command made this event: it waits for those of the commands that follow, and a workflow that ends with them drops it.
  const canceled = () => ({
    details: NOT_STARTED,
    latestCancelRequestedEventId: cancelRequestedId,
    scheduledEventId: scheduledId,
    startedEventId: 0,
    identity: '',
  });
  x.buffered.push('ActivityTaskCanceled', canceled, x.now);
}

/** @throws INVALID_ARGUMENT where the details make the run too large, which terminates it. */
export function heartbeatActivity(x: Execution, activity: Activity, details: Payloads | null | undefined): void {
  noteHeartbeat(activity, x.now, details);
  weigh(x, activity);
  activity.lastWorkerIdentity = activity.startedIdentity;
  x.server.observer.heartbeat?.(x.key, activity.activityId, activity.attempt, x.now);
  const exceeded = exceededLimit(x);
  if (!exceeded) return;
  terminateOverLimit(x, exceeded);
  throw invalidArgument(exceeded);
}

function tellAttempt(
  x: Execution,
  activity: Activity,
  outcome: 'completed' | 'failed' | 'timed-out' | 'cancelled',
  nextAttemptTime?: number,
  more: { failure?: string; timeoutType?: string } = {},
): void {
  x.server.observer.attemptEnded?.({
    execution: x.key,
    activityId: activity.activityId,
    activityType: activity.activityType,
    attempt: activity.attempt,
    scheduledTime: activity.scheduledTime,
    startedTime: activity.status === 'started' ? activity.startedTime : undefined,
    endedTime: x.now,
    outcome,
    nextAttemptTime,
    ...more,
  });
}

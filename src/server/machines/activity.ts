/**
 * One activity of a run, over all its attempts. Pure: nothing here reads a clock or writes an event. The execution asks what an
 * input means (`failAttempt`, `timeOut`), writes the events and arms the timer for `nextDeadline`; the retry lab (`src/lab`) asks
 * the same functions, in a browser too: nothing here needs Node.
 */
import type { Failure, Payloads, RetryPolicy } from '../../base/api';
import { durationToMs } from '../../base/api';
import { type RetryStateName, TimeoutType, type TimeoutTypeName } from '../../base/enums';
import type { GateTimer } from '../../clock/timer-gate';
import type { EventAttributes } from '../../history/event';
import { nextRetry } from '../policy/retry-policy';
import { defineMachine } from './table';

export type ActivityStatus = 'scheduled' | 'started' | 'backoff' | 'paused' | 'closed';
export type ActivityInput =
  | 'start'
  | 'complete'
  | 'retry'
  | 'give-up'
  | 'cancel'
  | 'retry-due'
  | 'pause'
  | 'unpause'
  | 'reset'
  | 'begin-later'
  | 'complete-unstarted';

export const activityMachine = defineMachine<ActivityStatus, ActivityInput>('activity', {
  scheduled: {
    start: 'started',
    'give-up': 'closed',
    cancel: 'closed',
    pause: 'paused',
    reset: 'scheduled',
    'begin-later': 'backoff',
    'complete-unstarted': 'closed',
  },
  started: { complete: 'closed', retry: 'backoff', 'give-up': 'closed', cancel: 'closed' },
  backoff: {
    'retry-due': 'scheduled',
    'give-up': 'closed',
    cancel: 'closed',
    pause: 'paused',
    reset: 'scheduled',
    'begin-later': 'backoff',
    'complete-unstarted': 'closed',
  },
  paused: {
    unpause: 'scheduled',
    reset: 'scheduled',
    'begin-later': 'backoff',
    cancel: 'closed',
    'complete-unstarted': 'closed',
  },
  closed: {},
});

/** What can be changed while an activity is pending. */
export type ActivityOptions = Pick<
  EventAttributes['ActivityTaskScheduled'],
  | 'taskQueue'
  | 'scheduleToCloseTimeout'
  | 'scheduleToStartTimeout'
  | 'startToCloseTimeout'
  | 'heartbeatTimeout'
  | 'retryPolicy'
  | 'priority'
>;

/** Who has paused an activity, when and why. */
export interface Pause {
  readonly time: number;
  readonly identity: string;
  readonly reason: string;
  readonly requestId: string;
}

export interface Activity {
  readonly scheduledId: number;
  readonly activityId: string;
  readonly activityType: string;
  readonly attributes: EventAttributes['ActivityTaskScheduled'];
  readonly firstScheduledTime: number;
  /** Those of the event, until somebody changes them; set by `setOptions`, with what follows from them. */
  options: ActivityOptions;
  taskQueue: string;
  policy: RetryPolicy;
  scheduleToCloseMs: number;
  scheduleToStartMs: number;
  startToCloseMs: number;
  heartbeatMs: number;
  status: ActivityStatus;
  attempt: number;
  /** When this attempt may start. */
  scheduledTime: number;
  startedTime: number;
  /** `attempt` as it was then: a reset counts anew, and the running attempt may still say how it ended. */
  startedAttempt: number;
  startedIdentity: string;
  requestId: string;
  lastHeartbeatTime: number;
  heartbeatDetails: Payloads | null | undefined;
  /** Of the attempt before. */
  lastFailure: Failure | undefined;
  lastWorkerIdentity: string;
  /** What of the limit of its run it takes, in bytes: its heartbeat details and its last failure. */
  heldBytes: number;
  /** When the attempt before ended; 0: there was none. */
  lastAttemptEndTime: number;
  cancelRequestedId: number;
  /** Set: no attempt starts; a running one goes on. */
  pause: Pause | undefined;
  /** The running attempt is to end: attempts have been counted anew since it started. */
  resetRequested: boolean;
  /** The next attempt is to start without heartbeat details. */
  heartbeatReset: boolean;
  /** Goes up with every dispatch, so that a task of an earlier one is recognised. */
  dispatches: number;
  /** The registered timers of the run for this activity: the next deadline, and the next attempt. */
  deadline: GateTimer | undefined;
  retryTimer: GateTimer | undefined;
}

export function scheduleActivity(
  scheduledId: number,
  attributes: EventAttributes['ActivityTaskScheduled'],
  now: number,
): Activity {
  return {
    scheduledId,
    activityId: attributes.activityId ?? '',
    activityType: attributes.activityType?.name ?? '',
    attributes,
    firstScheduledTime: now,
    options: attributes,
    taskQueue: attributes.taskQueue?.name ?? '',
    policy: attributes.retryPolicy!,
    scheduleToCloseMs: durationToMs(attributes.scheduleToCloseTimeout),
    scheduleToStartMs: durationToMs(attributes.scheduleToStartTimeout),
    startToCloseMs: durationToMs(attributes.startToCloseTimeout),
    heartbeatMs: durationToMs(attributes.heartbeatTimeout),
    status: 'scheduled',
    attempt: 1,
    scheduledTime: now,
    startedTime: 0,
    startedAttempt: 0,
    startedIdentity: '',
    requestId: '',
    lastHeartbeatTime: 0,
    heartbeatDetails: undefined,
    lastFailure: undefined,
    lastWorkerIdentity: '',
    heldBytes: 0,
    lastAttemptEndTime: 0,
    cancelRequestedId: 0,
    pause: undefined,
    resetRequested: false,
    heartbeatReset: false,
    dispatches: 0,
    deadline: undefined,
    retryTimer: undefined,
  };
}

export function setOptions(activity: Activity, options: ActivityOptions): void {
  activity.options = options;
  activity.taskQueue = options.taskQueue?.name ?? '';
  activity.policy = options.retryPolicy!;
  activity.scheduleToCloseMs = durationToMs(options.scheduleToCloseTimeout);
  activity.scheduleToStartMs = durationToMs(options.scheduleToStartTimeout);
  activity.startToCloseMs = durationToMs(options.startToCloseTimeout);
  activity.heartbeatMs = durationToMs(options.heartbeatTimeout);
}

export interface Deadline {
  readonly type: TimeoutTypeName;
  readonly at: number;
}

/**
 * The deadline that is in force first. On a real server an attempt starts a little after it was scheduled, so where timeouts are
 * equal those that count from the scheduling pass first; the order here keeps it that way on a clock without latency.
 */
export function nextDeadline(activity: Activity): Deadline | undefined {
  let next: Deadline | undefined;
  const consider = (type: TimeoutTypeName, base: number, timeoutMs: number) => {
    if (timeoutMs > 0 && (!next || base + timeoutMs < next.at)) next = { type, at: base + timeoutMs };
  };
  const started = activity.status === 'started';
  // While it is paused nothing of it is due; a running attempt ends as if it were not.
  if (activity.status === 'paused') return undefined;
  if (!started) consider('SCHEDULE_TO_START', activity.scheduledTime, activity.scheduleToStartMs);
  consider('SCHEDULE_TO_CLOSE', activity.firstScheduledTime, activity.scheduleToCloseMs);
  if (!started) return next;
  consider('START_TO_CLOSE', activity.startedTime, activity.startToCloseMs);
  consider('HEARTBEAT', Math.max(activity.startedTime, activity.lastHeartbeatTime), activity.heartbeatMs);
  return next;
}

export type AttemptVerdict =
  | { readonly kind: 'retry'; readonly at: number; readonly failure: Failure }
  | { readonly kind: 'close'; readonly retryState: RetryStateName; readonly failure: Failure };

/** What follows when the running attempt fails: another attempt at a time, or the end with this retry state. */
export function failAttempt(
  activity: Activity,
  failure: Failure,
  now: number,
  serverVersion: '1.31' | '1.29',
): AttemptVerdict {
  // A paused activity waits for its next attempt, whatever its policy says of how many there are and until when.
  const { pause, policy } = activity;
  const decision = nextRetry({
    kind: 'activity',
    policy: pause ? { ...policy, maximumAttempts: 0 } : policy,
    attempt: activity.attempt,
    now,
    expiration: pause ? undefined : expirationOf(activity),
    failure,
    cancelRequested: activity.cancelRequestedId > 0,
    serverVersion,
  });
  if (decision.retryState === 'IN_PROGRESS') return { kind: 'retry', at: now + decision.intervalMs, failure };
  return { kind: 'close', retryState: decision.retryState, failure };
}

const TIMEOUT_NAMES: Record<TimeoutTypeName, string> = {
  START_TO_CLOSE: 'StartToClose',
  SCHEDULE_TO_START: 'ScheduleToStart',
  SCHEDULE_TO_CLOSE: 'ScheduleToClose',
  HEARTBEAT: 'Heartbeat',
};

const NOT_ENOUGH_TIME =
  'Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying';

function timeoutFailure(type: TimeoutTypeName, activity: Activity, message?: string, cause?: Failure): Failure {
  return {
    message: message ?? `activity ${TIMEOUT_NAMES[type]} timeout`,
    source: 'Server',
    timeoutFailureInfo: { timeoutType: TimeoutType[type], lastHeartbeatDetails: activity.heartbeatDetails },
    cause,
  };
}

/** What follows when a deadline passes. */
export function timeOut(
  activity: Activity,
  type: TimeoutTypeName,
  now: number,
  serverVersion: '1.31' | '1.29',
): AttemptVerdict {
  const failure = timeoutFailure(type, activity);
  // What the next attempt knows of this one has no heartbeat details; those are kept beside it.
  const forNext: Failure = { ...failure, timeoutFailureInfo: { timeoutType: TimeoutType[type] } };
  const verdict = failAttempt(activity, forNext, now, serverVersion);
  if (verdict.kind === 'retry') return verdict;
  if (verdict.retryState === 'TIMEOUT' && type !== 'SCHEDULE_TO_START') {
    // The next attempt would pass schedule-to-close: the server reports that timeout in place of the one that happened.
    const cause = type === 'SCHEDULE_TO_CLOSE' ? activity.lastFailure : forNext;
    const message = serverVersion === '1.29' ? undefined : NOT_ENOUGH_TIME;
    return { ...verdict, failure: timeoutFailure('SCHEDULE_TO_CLOSE', activity, message, cause) };
  }
  return { ...verdict, failure: { ...failure, cause: activity.lastFailure } };
}

function expirationOf(activity: Activity): number | undefined {
  return activity.scheduleToCloseMs > 0 ? activity.firstScheduledTime + activity.scheduleToCloseMs : undefined;
}

/** A worker takes the attempt that waits. */
export function startAttempt(activity: Activity, now: number, identity: string): void {
  activity.status = activityMachine.next(activity.status, 'start');
  activity.startedTime = now;
  activity.startedIdentity = identity;
  activity.startedAttempt = activity.attempt;
  activity.lastHeartbeatTime = 0;
}

/** The worker says that the running attempt is alive. */
export function noteHeartbeat(activity: Activity, now: number, details: Payloads | null | undefined): void {
  activity.lastHeartbeatTime = now;
  if (details) activity.heartbeatDetails = details;
}

/** The wait before an attempt is over: its task may go to a worker. */
export function endBackoff(activity: Activity): void {
  activity.status = activityMachine.next(activity.status, 'retry-due');
}

/** The activity waits for another attempt. */
export function backOff(activity: Activity, at: number, failure: Failure, now: number): void {
  activity.status = activityMachine.next(activity.status, 'retry');
  activity.attempt++;
  activity.scheduledTime = at;
  activity.lastAttemptEndTime = now;
  activity.resetRequested = false;
  if (activity.heartbeatReset) activity.heartbeatDetails = undefined;
  activity.heartbeatReset = false;
  activity.lastFailure = failure;
  activity.lastWorkerIdentity = activity.startedIdentity;
  activity.lastHeartbeatTime = 0;
}

/**
 * What people do to a pending activity: pause it, let it go on, count its attempts anew, change its options. Nothing of it is in the
 * history. A running attempt goes on and learns by its next heartbeat; what waits is dispatched by these functions. All run inside
 * a transaction.
 */
import {
  type Activity,
  type ActivityOptions,
  activityMachine,
  nextDeadline,
  type Pause,
  setOptions,
} from '../machines/activity';
import { nextRetry } from '../policy/retry-policy';
import { armDeadline, dispatch, scheduleRetry } from './activities';
import type { Execution } from './execution';
import { weigh } from './size-limits';

/** Until it is unpaused, no attempt starts and no deadline passes. Another request changes nothing. */
export function pauseActivity(x: Execution, activity: Activity, pause: Pause): void {
  if (activity.pause) return;
  activity.pause = pause;
  if (activity.status === 'started') return;
  activity.status = activityMachine.next(activity.status, 'pause');
  x.cancelTimer(activity.retryTimer);
  activity.retryTimer = undefined;
}

export interface Unpausing {
  readonly resetAttempts: boolean;
  readonly resetHeartbeat: boolean;
  readonly jitterMs: number;
}

/** What waits is dispatched now, whatever is left of its backoff, or within the jitter. One that is not paused stays as it is. */
export function unpauseActivity(x: Execution, activity: Activity, unpausing: Unpausing): void {
  const { resetAttempts, resetHeartbeat, jitterMs } = unpausing;
  if (!activity.pause) return;
  activity.pause = undefined;
  if (resetAttempts) activity.attempt = 1;
  if (resetHeartbeat) forgetHeartbeats(x, activity);
  if (activity.status === 'paused') dispatchWithin(x, activity, jitterMs, 'unpause');
}

export interface Reset {
  readonly resetHeartbeat: boolean;
  /** Paused stays paused. */
  readonly keepPaused: boolean;
  /** The options of the event again, whatever they have been changed to. */
  readonly restoreOriginalOptions: boolean;
  readonly jitterMs: number;
}

/** Attempts count from 1 again: a waiting activity is dispatched now or within the jitter, a running attempt is asked to end. */
export function resetActivity(x: Execution, activity: Activity, reset: Reset): void {
  activity.attempt = 1;
  if (reset.restoreOriginalOptions) changeOptions(x, activity, activity.attributes);
  if (activity.status === 'started') {
    activity.resetRequested = true;
    activity.heartbeatReset = reset.resetHeartbeat;
    return;
  }
  if (reset.resetHeartbeat) forgetHeartbeats(x, activity);
  if (activity.pause && reset.keepPaused) return;
  activity.pause = undefined;
  dispatchWithin(x, activity, reset.jitterMs, 'reset');
}

/** Deadlines and the present backoff are counted anew; a waiting task goes to the queue, and the place in it, that are said now. */
export function changeOptions(x: Execution, activity: Activity, options: ActivityOptions): void {
  const { priority } = activity.options;
  const moves =
    options.taskQueue?.name !== activity.taskQueue || options.priority?.priorityKey !== priority?.priorityKey;
  setOptions(activity, options);
  armDeadline(x, activity);
  // A first attempt that waits has no backoff: only jitter keeps it.
  if (activity.status === 'backoff' && activity.attempt > 1) {
    const at = retryTime(activity);
    if (at === undefined) return;
    activity.scheduledTime = at;
    activity.lastFailure = undefined;
    scheduleRetry(x, activity);
  } else if (activity.status === 'scheduled' && moves) {
    dispatch(x, activity);
  }
}

/**
 * When the next attempt is due under the present policy; undefined where that policy has no further attempt. The server counts this
 * backoff by the attempt that is to come, one step further than where it retries by itself (a recording shows it).
 */
function retryTime(activity: Activity): number | undefined {
  const decision = nextRetry({
    kind: 'activity',
    policy: { ...activity.policy, maximumAttempts: 0 },
    attempt: activity.attempt,
    failure: undefined,
    now: activity.lastAttemptEndTime,
    expiration: undefined,
  });
  return decision.retryState === 'IN_PROGRESS' ? activity.lastAttemptEndTime + decision.intervalMs : undefined;
}

function forgetHeartbeats(x: Execution, activity: Activity): void {
  activity.heartbeatDetails = undefined;
  activity.lastHeartbeatTime = 0;
  weigh(x, activity);
}

/** Jitter spreads many activities that somebody lets go on at once: each begins at some time before it is over. */
function dispatchWithin(x: Execution, activity: Activity, jitterMs: number, input: 'unpause' | 'reset'): void {
  // The server schedules it as a retry after no failure, and so forgets the last one.
  activity.lastFailure = undefined;
  const delayMs = Math.floor(x.server.random() * jitterMs);
  if (delayMs === 0) {
    dispatchNow(x, activity, input);
    return;
  }
  activity.status = activityMachine.next(activity.status, 'begin-later');
  activity.scheduledTime = x.now + delayMs;
  armDeadline(x, activity);
  scheduleRetry(x, activity);
}

function dispatchNow(x: Execution, activity: Activity, input: 'unpause' | 'reset'): void {
  x.cancelTimer(activity.retryTimer);
  activity.retryTimer = undefined;
  activity.status = activityMachine.next(activity.status, input);
  activity.scheduledTime = x.now;
  armDeadline(x, activity);
  // Schedule-to-close may have passed while nothing was due: then the activity ends, and no attempt starts.
  const due = nextDeadline(activity);
  if (!due || due.at > x.now) dispatch(x, activity);
}

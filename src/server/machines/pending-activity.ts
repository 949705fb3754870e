/** What `describe` says of a pending activity, in plain milliseconds. Pure, as the machine is. */
import type { PendingActivityState } from '../../base/enums';
import type { Activity } from './activity';

export type PendingActivityStateName = keyof typeof PendingActivityState;

export interface PendingView {
  readonly state: PendingActivityStateName;
  readonly attempt: number;
  /** 0: no limit. */
  readonly maximumAttempts: number;
  readonly scheduledTime: number;
  /** Times are 0 where it has not happened. */
  readonly lastStartedTime: number;
  readonly lastHeartbeatTime: number;
  readonly lastAttemptCompleteTime: number;
  /** Schedule-to-close; absent: none. */
  readonly expirationTime: number | undefined;
  readonly lastWorkerIdentity: string;
  /** Of the wait before the next attempt, while there is one. */
  readonly retry: { readonly intervalMs: number; readonly nextAttemptTime: number } | undefined;
}

export function pendingView(activity: Activity, now: number): PendingView {
  // A pause does not hide when the next attempt was due; neither does a reset that leaves it paused.
  const waits = (activity.attempt > 1 && activity.status === 'backoff') || isPausedInBackoff(activity, now);
  return {
    state: stateOf(activity),
    attempt: activity.attempt,
    maximumAttempts: activity.policy.maximumAttempts ?? 0,
    scheduledTime: activity.scheduledTime,
    lastStartedTime: activity.startedTime,
    lastHeartbeatTime: activity.lastHeartbeatTime,
    lastAttemptCompleteTime: activity.lastAttemptEndTime,
    expirationTime:
      activity.scheduleToCloseMs > 0 ? activity.firstScheduledTime + activity.scheduleToCloseMs : undefined,
    lastWorkerIdentity: activity.status === 'started' ? activity.startedIdentity : activity.lastWorkerIdentity,
    retry: waits
      ? { intervalMs: activity.scheduledTime - activity.lastAttemptEndTime, nextAttemptTime: activity.scheduledTime }
      : undefined,
  };
}

function isPausedInBackoff({ status, scheduledTime }: Activity, now: number): boolean {
  return status === 'paused' && scheduledTime > now;
}

function stateOf(activity: Activity): PendingActivityStateName {
  if (activity.cancelRequestedId > 0) return 'CANCEL_REQUESTED';
  if (activity.status === 'paused') return 'PAUSED';
  if (activity.status !== 'started') return 'SCHEDULED';
  return activity.pause ? 'PAUSE_REQUESTED' : 'STARTED';
}

/** What workflow and activity side of a worker say to each other about local activities, which the server never sees. */
import type { coresdk } from '@temporalio/proto';
import { type Duration, type Failure, msToTimestamp, type Payload } from '../../base/api';
import type { ExecutionKey } from '../../history/worker-protocol';

export type ScheduleLocalActivity = coresdk.workflow_commands.IScheduleLocalActivity;
export type ActivityResolution = coresdk.activity_result.IActivityResolution;

/** A local activity that a workflow wants to be run now. */
export interface LocalActivityCall {
  readonly command: ScheduleLocalActivity;
  readonly workflowType: string;
  readonly workflowExecution: ExecutionKey;
}

/** How a local activity came to its end here. The failure is as the activity or the worker made it: that of the marker. */
export type LocalActivityResult =
  | { readonly kind: 'completed'; readonly result: Payload }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'timedOut'; readonly failure: Failure }
  | { readonly kind: 'cancelled'; readonly failure: Failure };

export interface LocalActivityResolution {
  readonly seq: number;
  readonly result: LocalActivityResult;
  /**
   * How long the last attempt ran, in milliseconds: the marker's `complete_time` is the workflow's time at the call plus this.
   * 0 for a call that was cancelled or timed out while no attempt ran.
   */
  readonly runtimeMs: number;
  /** The attempt that ended; 0 for a call that was cancelled while no attempt ran. */
  readonly attempt: number;
  /** Set: the next attempt is so far away that the workflow has to wait for it with a timer, and then call again. */
  readonly backoff?: Duration;
  /** When the call was first made, in virtual milliseconds; undefined for one that was cancelled while no attempt ran. */
  readonly originalScheduleTime?: number;
}

/** A local activity in the hands of the worker. */
export interface RunningLocalActivity {
  /** Asks for the cancellation. Where no attempt runs now, the call is cancelled at once. */
  cancel(): void;
  /** Nobody wants the result any more (the run was evicted or is closed): the attempt goes on, nothing is reported. */
  drop(): void;
}

/**
 * The job by which the workflow learns of a resolution, wrapped as core wraps it: a timeout and a cancellation in an activity
 * failure (its retry state is CANCEL_REQUESTED in both cases), a failure not at all.
 */
export function resolutionJob(command: ScheduleLocalActivity, resolution: LocalActivityResolution): ActivityResolution {
  const { result, backoff, attempt, originalScheduleTime } = resolution;
  if (backoff) {
    return {
      backoff: {
        attempt: attempt + 1,
        backoffDuration: backoff,
        originalScheduleTime: originalScheduleTime === undefined ? null : msToTimestamp(originalScheduleTime),
      },
    };
  }
  switch (result.kind) {
    case 'completed':
      return { completed: { result: result.result } };
    case 'failed':
      return { failed: { failure: result.failure } };
    case 'timedOut':
      return { failed: { failure: wrap(command, 'Local Activity timed out', result.failure) } };
    case 'cancelled':
      return { cancelled: { failure: wrap(command, 'Local Activity cancelled', result.failure) } };
  }
}

/** `RETRY_STATE_CANCEL_REQUESTED`. */
const CANCEL_REQUESTED = 7;

function wrap(command: ScheduleLocalActivity, message: string, cause: Failure): Failure {
  // What the activity threw instead of its cancellation stays as it is.
  if (!cause.canceledFailureInfo && !cause.timeoutFailureInfo) return cause;
  return {
    message,
    cause,
    activityFailureInfo: {
      activityId: command.activityId,
      activityType: { name: command.activityType },
      identity: '',
      retryState: CANCEL_REQUESTED,
    },
  };
}

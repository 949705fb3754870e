/** Why a running attempt is cancelled. */
import { ActivityCancellationDetails } from '@temporalio/common';
import type { HeartbeatAnswer } from '../../history/worker-protocol';

/** The message of the CancelledFailure that the activity sees. */
export type CancelReason =
  | 'CANCELLED'
  | 'PAUSED'
  | 'RESET'
  | 'NOT_FOUND'
  | 'TIMED_OUT'
  | 'WORKER_SHUTDOWN'
  | 'HEARTBEAT_DETAILS_CONVERSION_FAILED';

export interface Cancellation {
  readonly reason: CancelReason;
  readonly details: ActivityCancellationDetails;
}

/** A reason with the details that core gives for it alone. */
export function cancellation(reason: CancelReason): Cancellation {
  return {
    reason,
    details: new ActivityCancellationDetails({
      cancelRequested: reason === 'CANCELLED',
      paused: reason === 'PAUSED',
      reset: reason === 'RESET',
      timedOut: reason === 'TIMED_OUT',
      notFound: reason === 'NOT_FOUND',
      workerShutdown: reason === 'WORKER_SHUTDOWN',
    }),
  };
}

/** A remote attempt whose time is over by core's own timers is taken to be gone on the server, too. */
export function timedOutRemotely(): Cancellation {
  return { reason: 'TIMED_OUT', details: new ActivityCancellationDetails({ timedOut: true, notFound: true }) };
}

/** What the answer to a heartbeat asks for: cancellation goes before reset, reset before pause; the details tell all of them. */
export function cancellationOfHeartbeat(answer: HeartbeatAnswer): Cancellation | undefined {
  const { cancelRequested, activityPaused: paused, activityReset: reset } = answer;
  if (!cancelRequested && !paused && !reset) return undefined;
  return {
    reason: cancelRequested ? 'CANCELLED' : reset ? 'RESET' : 'PAUSED',
    details: new ActivityCancellationDetails({ cancelRequested, paused, reset }),
  };
}

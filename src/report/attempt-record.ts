/**
 * One attempt of an activity, as a world saw it. A history has only the last attempt of each activity; this is what shows the
 * ones before it. Times are virtual milliseconds since the epoch.
 */
export interface AttemptRecord {
  readonly workflowId: string;
  readonly runId: string;
  readonly activityId: string;
  readonly activityType: string;
  /** From 1. */
  readonly attempt: number;
  /** When this attempt could start at the earliest: after the backoff. */
  readonly scheduledTime: number;
  /** Absent: no worker ever took it. */
  readonly startedTime?: number;
  /** Absent: it is still running. */
  readonly endedTime?: number;
  /** `lost`: it ran, and its answer never arrived. */
  readonly outcome: 'completed' | 'failed' | 'timed-out' | 'cancelled' | 'lost';
  /** One line about the failure. */
  readonly failure?: string;
  /** For example `start-to-close`. */
  readonly timeoutType?: string;
  /** When the next attempt is due; absent: there is none. */
  readonly nextRetryTime?: number;
  readonly heartbeats?: readonly { readonly time: number; readonly details?: string }[];
}

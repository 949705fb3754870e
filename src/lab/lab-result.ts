/** What came of a run of the lab. Times are milliseconds since the activity was scheduled. */
import type { RetryStateName, TimeoutTypeName } from '../base/enums';
import type { PendingView } from '../server/machines/pending-activity';

export type LabOutcome = 'completed' | 'failed' | 'timed-out' | 'cancelled' | 'running';

export interface LabAttemptRow {
  /** From 1. */
  readonly attempt: number;
  readonly scheduledAtMs: number;
  /** null: no worker ever took it. */
  readonly startedAtMs: number | null;
  /** null: it has not ended, as far as the server knows. */
  readonly endedAtMs: number | null;
  readonly result: LabOutcome;
  /** How long the server waits before the next attempt; absent: there is none. */
  readonly nextDelayMs?: number;
}

/** The same, with what only pictures need. */
export interface LabAttemptTrace extends LabAttemptRow {
  readonly timeoutType?: TimeoutTypeName;
  readonly failure?: string;
  /** When the server heard from it: the worker holds heartbeats back. */
  readonly heartbeatsMs: readonly number[];
  /** When the activity itself called `heartbeat()`. */
  readonly beatsMs: readonly number[];
  /** Details that it was given, of the last heartbeat of an earlier attempt: that heartbeat's time; absent: none. */
  readonly resumedFromMs?: number;
  /** When the worker died. */
  readonly crashedAtMs?: number;
}

/** An event of the history, and when the server wrote it. */
export interface LabEvent {
  readonly id: number;
  readonly type:
    | 'ActivityTaskScheduled'
    | 'ActivityTaskCancelRequested'
    | 'ActivityTaskStarted'
    | 'ActivityTaskCompleted'
    | 'ActivityTaskFailed'
    | 'ActivityTaskTimedOut'
    | 'ActivityTaskCanceled';
  /** The time of the event itself. */
  readonly timeMs: number;
  /** Later than that for ActivityTaskStarted, which is written with the event that closes the activity. */
  readonly writtenAtMs: number;
  readonly text: string;
}

/** What `describe` would have said from here on; undefined: the activity is not pending any more. */
export interface LabMoment {
  readonly atMs: number;
  readonly what: string;
  readonly pending: (PendingView & { readonly lastFailure: string | undefined }) | undefined;
}

export interface LabResult {
  readonly outcome: LabOutcome;
  /** When it ended; of one that runs: up to when it was followed. */
  readonly atMs: number;
  /** null: it is none of a retry that was decided on, since the activity completed or was cancelled. */
  readonly retryState: RetryStateName | null;
  /** What the workflow sees; only where the outcome is `timed-out`. */
  readonly timeoutType?: TimeoutTypeName;
  /** One sentence: why it ended there. */
  readonly reason: string;
  /** Instants at which two things were due, and a real server could have taken the other one first. */
  readonly races: readonly number[];
  readonly attempts: readonly LabAttemptTrace[];
  readonly events: readonly LabEvent[];
  readonly moments: readonly LabMoment[];
  /** The timeouts in force, after the server has filled them in; 0: none. */
  readonly timeouts: LabTimeouts;
  readonly policy: LabPolicy;
}

export interface LabTimeouts {
  readonly scheduleToCloseMs: number;
  readonly scheduleToStartMs: number;
  readonly startToCloseMs: number;
  readonly heartbeatMs: number;
}

export interface LabPolicy {
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maximumIntervalMs: number;
  /** 0: no limit. */
  readonly maximumAttempts: number;
  readonly nonRetryableErrorTypes: readonly string[];
}

/** What `worldline retry --json` prints. */
export interface LabReport
  extends Omit<LabResult, 'attempts' | 'events' | 'moments' | 'timeouts' | 'policy' | 'races'> {
  readonly attempts: readonly LabAttemptRow[];
}

export function labReport({ outcome, atMs, retryState, timeoutType, reason, attempts }: LabResult): LabReport {
  return {
    outcome,
    atMs,
    retryState,
    ...(timeoutType && { timeoutType }),
    reason,
    attempts: attempts.map(({ attempt, scheduledAtMs, startedAtMs, endedAtMs, result, nextDelayMs }) => ({
      attempt,
      scheduledAtMs,
      startedAtMs,
      endedAtMs,
      result,
      ...(nextDelayMs !== undefined && { nextDelayMs }),
    })),
  };
}

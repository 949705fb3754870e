/** What a timeline shows, before it is drawn. Times are virtual milliseconds since the epoch. */

export type LaneKind =
  | 'workflow'
  | 'activity'
  | 'local-activity'
  | 'timer'
  | 'child'
  | 'signal'
  | 'update'
  | 'cancel'
  | 'external-signal'
  | 'external-cancel';

/** `event`: something that happens at one instant, such as a signal. */
export type LaneOutcome =
  | 'open'
  | 'completed'
  | 'failed'
  | 'timed-out'
  | 'cancelled'
  | 'terminated'
  | 'continued'
  | 'lost'
  | 'event';

export interface AttemptSpan {
  readonly attempt: number;
  /** Absent: not known. */
  readonly start?: number;
  /** Absent: still running, or not known. */
  readonly end?: number;
  readonly outcome: LaneOutcome;
  /** One line: the failure, the timeout. */
  readonly note: string;
  readonly nextRetryAt?: number;
  /** True: no worker ever took it; it waited from `start` to `end`. */
  readonly queued?: boolean;
  /** True: not recorded anywhere, but concluded from the retry policy and the attempts that are. */
  readonly inferred: boolean;
  readonly heartbeats: readonly number[];
}

/** One thing that takes time, or happens at one instant. */
export interface Lane {
  readonly kind: LaneKind;
  /** The event that begins it. */
  readonly eventId: number;
  readonly name: string;
  readonly start: number;
  /** Absent: it had not ended where the history ends. Of what is open when its run closes: that moment. */
  end?: number;
  outcome: LaneOutcome;
  /** One line: the result, the failure. */
  note: string;
  /** Activities: each attempt that is known or can be inferred. */
  attempts: readonly AttemptSpan[];
  /** Activities: the timeouts in force, in words. */
  limits: string;
  /** When it must have ended (schedule-to-close) or will fire. */
  readonly deadline?: number;
  /** Workflows: when workflow tasks completed, and when they failed or timed out. */
  readonly ticks: { readonly time: number; readonly failed: boolean }[];
}

/** The timeline of one run. */
export interface Timeline {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly runId: string;
  readonly start: number;
  /** Time of the last event. */
  readonly end: number;
  readonly events: number;
  /** The workflow first, then in the order of the events that begin them. */
  readonly lanes: readonly Lane[];
}

/** Writes down what happens in a run of the lab: attempts, events of the history, and what `describe` would say at each moment. */
import { durationToMs } from '../base/api';
import type { TimeoutTypeName } from '../base/enums';
import { durationText } from '../history/time-text';
import type { Activity } from '../server/machines/activity';
import { pendingView } from '../server/machines/pending-activity';
import type { LabAttemptTrace, LabEvent, LabMoment, LabOutcome, LabResult } from './lab-result';
import type { LabEnd } from './run-lab';
import { timeoutText } from './timeout-text';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Row = Mutable<LabAttemptTrace> & { heartbeatsMs: number[]; beatsMs: number[] };

/** A workflow that calls one activity has four events before it. */
const FIRST_EVENT = 5;

const CLOSING: Readonly<Record<Exclude<LabOutcome, 'running'>, LabEvent['type']>> = {
  completed: 'ActivityTaskCompleted',
  failed: 'ActivityTaskFailed',
  'timed-out': 'ActivityTaskTimedOut',
  cancelled: 'ActivityTaskCanceled',
};

export class LabLog {
  readonly attempts: Row[] = [];
  readonly #events: LabEvent[] = [];
  readonly #moments: LabMoment[] = [];
  /** The heartbeat whose details the server has. */
  #detailsOf: number | undefined;

  constructor(private readonly activity: Activity) {}

  /** When something happened last. */
  get lastAt(): number {
    return this.#moments.at(-1)?.atMs ?? 0;
  }

  scheduled(): void {
    this.#event('ActivityTaskScheduled', 0, 0, `${policyText(this.activity)}`);
    this.#moment(0, 'the activity is scheduled');
  }

  started(now: number): void {
    const { attempt, scheduledTime } = this.activity;
    this.attempts.push({
      ...{ attempt, scheduledAtMs: scheduledTime, startedAtMs: now, endedAtMs: null, result: 'running' },
      ...{ heartbeatsMs: [], beatsMs: [], resumedFromMs: this.#detailsOf },
    });
    this.#moment(now, `attempt ${attempt} starts`);
  }

  beat(now: number): void {
    this.attempts.at(-1)!.beatsMs.push(now);
  }

  heartbeat(now: number, beatAt: number): void {
    this.attempts.at(-1)!.heartbeatsMs.push(now);
    this.details(beatAt);
    this.#moment(now, `the server hears from attempt ${this.activity.attempt}`);
  }

  details(beatAt: number): void {
    this.#detailsOf = beatAt;
  }

  crashed(now: number): void {
    this.attempts.at(-1)!.crashedAtMs = now;
    this.#moment(now, `the worker of attempt ${this.activity.attempt} dies, and the server does not know`);
  }

  /** Before the machine goes on. An attempt that no worker ever took gets its row here. */
  attemptEnded(
    now: number,
    result: LabOutcome,
    more: { failure?: string; timeoutType?: TimeoutTypeName; nextDelayMs?: number } = {},
  ): void {
    const { attempt, scheduledTime, status } = this.activity;
    if (status !== 'started') {
      const never = { attempt, scheduledAtMs: scheduledTime, startedAtMs: null, endedAtMs: null, result };
      this.attempts.push({ ...never, heartbeatsMs: [], beatsMs: [] });
    }
    const row = this.attempts.at(-1)!;
    Object.assign(row, { endedAtMs: now, result }, ...definedOnly(more));
  }

  waits(now: number): void {
    const { attempts } = this;
    const row = attempts.at(-1)!;
    const how = row.timeoutType ? `runs into ${timeoutText(row.timeoutType)}` : 'fails';
    this.#moment(now, `attempt ${row.attempt} ${how}; the next one waits ${durationText(row.nextDelayMs ?? 0)}`);
  }

  queued(now: number): void {
    this.#moment(now, `the task of attempt ${this.activity.attempt} goes to its queue`);
  }

  /** Gives the id of the event. */
  cancelRequested(now: number): number {
    const id = this.#event('ActivityTaskCancelRequested', now, now, 'the workflow cancels the activity');
    this.#moment(now, 'cancellation is requested');
    return id;
  }

  /** After the machine has closed. */
  closed(now: number, { outcome, retryState, timeoutType }: LabEnd, wasStarted: boolean): void {
    const { attempt, startedTime } = this.activity;
    if (wasStarted)
      this.#event('ActivityTaskStarted', startedTime, now, `attempt ${attempt}${this.#lastFailureText()}`);
    const said = [timeoutType && `${timeoutText(timeoutType)} timeout`, retryState && `retry state ${retryState}`];
    this.#event(CLOSING[outcome as Exclude<LabOutcome, 'running'>], now, now, said.filter(Boolean).join(', '));
    this.#moments.push({ atMs: now, what: `the activity has ${CLOSED_TEXT[outcome]}`, pending: undefined });
  }

  result(end: LabEnd, now: number): Omit<LabResult, 'reason' | 'races'> {
    const { activity } = this;
    return {
      outcome: end.outcome,
      atMs: now,
      retryState: end.retryState,
      ...(end.timeoutType && { timeoutType: end.timeoutType }),
      attempts: this.attempts,
      events: this.#events,
      moments: this.#moments,
      timeouts: {
        scheduleToCloseMs: activity.scheduleToCloseMs,
        scheduleToStartMs: activity.scheduleToStartMs,
        startToCloseMs: activity.startToCloseMs,
        heartbeatMs: activity.heartbeatMs,
      },
      policy: {
        initialIntervalMs: durationToMs(activity.policy.initialInterval),
        backoffCoefficient: activity.policy.backoffCoefficient ?? 2,
        maximumIntervalMs: durationToMs(activity.policy.maximumInterval),
        maximumAttempts: activity.policy.maximumAttempts ?? 0,
        nonRetryableErrorTypes: activity.policy.nonRetryableErrorTypes ?? [],
      },
    };
  }

  #event(type: LabEvent['type'], timeMs: number, writtenAtMs: number, text: string): number {
    const id = FIRST_EVENT + this.#events.length;
    this.#events.push({ id, type, timeMs, writtenAtMs, text });
    return id;
  }

  #moment(atMs: number, what: string): void {
    const lastFailure = this.activity.lastFailure?.message ?? undefined;
    this.#moments.push({ atMs, what, pending: { ...pendingView(this.activity, atMs), lastFailure } });
  }

  #lastFailureText(): string {
    const { lastFailure } = this.activity;
    return lastFailure ? `, last failure: ${lastFailure.message}` : '';
  }
}

const CLOSED_TEXT: Readonly<Record<LabOutcome, string>> = {
  completed: 'completed',
  failed: 'failed',
  'timed-out': 'timed out',
  cancelled: 'been cancelled',
  running: 'not ended',
};

function policyText({ policy }: Activity): string {
  const most = policy.maximumAttempts ? `at most ${policy.maximumAttempts} attempts` : 'attempts without limit';
  const [first, longest] = [durationToMs(policy.initialInterval), durationToMs(policy.maximumInterval)];
  return `${most}, waits from ${durationText(first)} × ${policy.backoffCoefficient} up to ${durationText(longest)}`;
}

function definedOnly(more: object): object[] {
  return Object.entries(more).flatMap(([name, value]) => (value === undefined ? [] : [{ [name]: value }]));
}

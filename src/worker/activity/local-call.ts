/** One call of a local activity, from its schedule command to its resolution. */
import {
  durationToMs,
  type Failure,
  msToDuration,
  msToTimestamp,
  type Payload,
  type RetryPolicy,
  timestampToMs,
} from '../../base/api';
import type { LocalActivityCall, LocalActivityOutcome } from '../workflow/local-activity-call';
import type { AttemptOutcome } from './activity-attempt';
import type { AttemptStart } from './attempt-start';
import { type Cancellation, cancellation } from './cancellation';
import { localRetryDelayMs, localRetryPolicy } from './local-retry';
import type { WorkerClock, WorkerTimer } from './worker-clock';

/** A retry further away than this waits in the workflow, with a timer. Milliseconds. */
const DEFAULT_LOCAL_RETRY_THRESHOLD_MS = 60_000;
/** Numbers of `temporal.api.enums.v1.TimeoutType`. */
const START_TO_CLOSE = 1;
const SCHEDULE_TO_START = 2;
const SCHEDULE_TO_CLOSE = 3;

/** An attempt that has its turn. */
export interface LocalAttempt {
  cancel(cancellation: Cancellation): void;
  /** Never rejects. */
  readonly outcome: Promise<AttemptOutcome>;
  /** Nobody waits for the attempt any more: another one may have its turn. */
  giveUp(): void;
}

export interface LocalCallOptions {
  readonly clock: WorkerClock;
  /** Calls `launch` when an attempt has its turn: at once, or later. `launch` returns undefined where it is no longer wanted. */
  readonly takeTurn: (launch: () => AttemptDescription | undefined, started: (attempt: LocalAttempt) => void) => void;
  readonly onResolved: (outcome: LocalActivityOutcome) => void;
}

/** What an attempt starts with, but for its token. */
export type AttemptDescription = Omit<AttemptStart, 'taskToken'>;

/** How an attempt ended, here: by itself, or by a timeout. */
type Result =
  | { readonly kind: 'completed'; readonly result: Payload }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled'; readonly failure: Failure };

/**
 * `waiting` for its turn → `running` → (`backoff` → `waiting` → …) → `over`. Timeouts and cancellation lead to `over` from each of
 * them, but for the start-to-close timeout and a cancellation while running: an attempt decides by itself what its cancellation means.
 */
export class LocalCall {
  readonly #call: LocalActivityCall;
  readonly #options: LocalCallOptions;
  readonly #policy: RetryPolicy;
  readonly #scheduledAt: number;
  readonly #originalScheduleTime: number;
  #state: 'waiting' | 'running' | 'backoff' | 'over' = 'waiting';
  #attempt: number;
  #running: LocalAttempt | undefined;
  #startedAt = 0;
  #dropped = false;
  #scheduleToCloseTimer: WorkerTimer | undefined;
  #startToCloseTimer: WorkerTimer | undefined;
  #backoffTimer: WorkerTimer | undefined;

  constructor(call: LocalActivityCall, options: LocalCallOptions) {
    const { attempt, originalScheduleTime, retryPolicy } = call;
    this.#call = call;
    this.#options = options;
    this.#policy = localRetryPolicy(retryPolicy);
    this.#scheduledAt = options.clock.now();
    this.#originalScheduleTime = originalScheduleTime ? timestampToMs(originalScheduleTime) : this.#scheduledAt;
    this.#attempt = Math.max(attempt, 1);
  }

  begin(): void {
    const { scheduleToClose } = this.#timeouts();
    if (scheduleToClose !== undefined) {
      const dueAt = this.#originalScheduleTime + scheduleToClose;
      // A call that comes back from a backoff timer may have no time left.
      if (dueAt <= this.#options.clock.now()) {
        this.#timedOut(SCHEDULE_TO_CLOSE);
        return;
      }
      this.#scheduleToCloseTimer = this.#options.clock.schedule(dueAt, () => this.#timedOut(SCHEDULE_TO_CLOSE));
    }
    this.#wait();
  }

  cancel(): void {
    if (this.#state === 'running') {
      this.#running?.cancel(cancellation('CANCELLED'));
    } else if (this.#state !== 'over') {
      // Core says attempt 0 here, and the marker shows it.
      const failure: Failure = { message: 'Activity cancelled', canceledFailureInfo: {} };
      this.#over({ kind: 'cancelled', failure, runtimeMs: 0, attempt: 0 });
    }
  }

  /** Nobody waits for the resolution any more. */
  drop(): void {
    this.#dropped = true;
    this.#state = 'over';
    this.#stopTimers();
    this.#running?.giveUp();
  }

  #wait(): void {
    this.#state = 'waiting';
    this.#options.takeTurn(
      () => this.#launch(),
      (attempt) => this.#follow(attempt),
    );
  }

  #launch(): AttemptDescription | undefined {
    if (this.#state !== 'waiting') return undefined;
    // As in core, the limit counts from the call, for every attempt.
    const { scheduleToStart } = this.#timeouts();
    const waited = this.#options.clock.now() - this.#scheduledAt;
    if (scheduleToStart !== undefined && waited > scheduleToStart) {
      this.#timedOut(SCHEDULE_TO_START, waited);
      return undefined;
    }
    this.#state = 'running';
    return this.#description();
  }

  #follow(attempt: LocalAttempt): void {
    const { clock } = this.#options;
    const { startToClose } = this.#timeouts();
    this.#running = attempt;
    this.#startedAt = clock.now();
    if (startToClose !== undefined) {
      this.#startToCloseTimer = clock.schedule(clock.now() + startToClose, () => this.#timedOut(START_TO_CLOSE));
    }
    void attempt.outcome.then((outcome) => {
      // An attempt that has timed out here is no longer waited for.
      if (this.#running === attempt && this.#state === 'running') this.#ended(resultOf(outcome));
    });
  }

  #timedOut(timeoutType: number, runtimeMs = this.#runtimeMs()): void {
    if (this.#state === 'over') return;
    const failure: Failure = { message: 'Activity timed out', timeoutFailureInfo: { timeoutType } };
    const attempt = this.#running;
    if (timeoutType === START_TO_CLOSE) this.#ended({ kind: 'failed', failure });
    else this.#over({ kind: 'failed', failure, runtimeMs, attempt: this.#attempt });
    attempt?.cancel(cancellation('TIMED_OUT'));
    attempt?.giveUp();
  }

  #ended(result: Result): void {
    const runtimeMs = this.#runtimeMs();
    const attempt = this.#attempt;
    this.#running = undefined;
    if (this.#startToCloseTimer) this.#options.clock.cancel(this.#startToCloseTimer);
    const delayMs = result.kind === 'failed' ? localRetryDelayMs(this.#policy, attempt, result.failure) : undefined;
    if (result.kind !== 'failed' || delayMs === undefined) {
      this.#over({ ...result, runtimeMs, attempt });
    } else if (delayMs <= this.#retryThresholdMs()) {
      this.#backOff(delayMs);
    } else {
      this.#over({
        kind: 'backoff',
        failure: result.failure,
        backoff: msToDuration(delayMs),
        originalScheduleTime: msToTimestamp(this.#originalScheduleTime),
        runtimeMs,
        attempt,
      });
    }
  }

  #backOff(delayMs: number): void {
    const { clock } = this.#options;
    this.#state = 'backoff';
    this.#backoffTimer = clock.schedule(clock.now() + delayMs, () => {
      this.#attempt++;
      this.#wait();
    });
  }

  #over(outcome: LocalActivityOutcome): void {
    this.#state = 'over';
    this.#running = undefined;
    this.#stopTimers();
    // Later, so that the caller of `run` and `cancel` never hears of the end before these have returned.
    void Promise.resolve().then(() => {
      if (!this.#dropped) this.#options.onResolved(outcome);
    });
  }

  /** Of the last attempt, as core counts it: 0 while none runs. */
  #runtimeMs(): number {
    return this.#running ? this.#options.clock.now() - this.#startedAt : 0;
  }

  #retryThresholdMs(): number {
    const { localRetryThreshold } = this.#call;
    return localRetryThreshold ? durationToMs(localRetryThreshold) : DEFAULT_LOCAL_RETRY_THRESHOLD_MS;
  }

  /** Milliseconds; undefined: none. The schedule-to-close timeout bounds the two others. */
  #timeouts() {
    const { scheduleToCloseTimeout, scheduleToStartTimeout, startToCloseTimeout } = this.#call;
    const scheduleToClose = scheduleToCloseTimeout ? durationToMs(scheduleToCloseTimeout) : undefined;
    const bounded = (timeout: typeof startToCloseTimeout) =>
      timeout ? Math.min(durationToMs(timeout), scheduleToClose ?? Number.POSITIVE_INFINITY) : undefined;
    return {
      scheduleToClose,
      scheduleToStart: bounded(scheduleToStartTimeout),
      startToClose: bounded(startToCloseTimeout),
    };
  }

  #description(): AttemptDescription {
    const call = this.#call;
    const { scheduleToClose = 0, startToClose = scheduleToClose } = this.#timeouts();
    return {
      isLocal: true,
      workflowNamespace: call.namespace,
      workflowType: call.workflowType,
      workflowExecution: call.execution,
      activityId: call.activityId,
      activityType: call.activityType,
      headers: call.headers,
      input: call.arguments,
      heartbeatDetails: [],
      scheduledTime: this.#scheduledAt,
      currentAttemptScheduledTime: this.#scheduledAt,
      attempt: this.#attempt,
      scheduleToCloseTimeout: msToDuration(scheduleToClose),
      startToCloseTimeout: msToDuration(startToClose),
      retryPolicy: this.#policy,
      priority: call.priority,
    };
  }

  #stopTimers(): void {
    for (const timer of [this.#scheduleToCloseTimer, this.#startToCloseTimer, this.#backoffTimer]) {
      if (timer) this.#options.clock.cancel(timer);
    }
  }
}

function resultOf(outcome: AttemptOutcome): Result {
  switch (outcome.kind) {
    case 'completed':
    case 'failed':
      return outcome;
    case 'canceled':
      return { kind: 'cancelled', failure: outcome.failure };
    case 'async':
      // Core refuses this, and the real worker shuts down. Failing the call alone says the same with less damage.
      return {
        kind: 'failed',
        failure: {
          message: 'Local activities cannot be completed async: only other activities may throw CompleteAsyncError',
          applicationFailureInfo: { type: 'CompleteAsyncError', nonRetryable: true },
        },
      };
  }
}

/** One call of a local activity, from its schedule command to its resolution. */
import { durationToMs, type Failure, msToDuration, type RetryPolicy, timestampToMs } from '../../base/api';
import type { AttemptOutcome } from './activity-attempt';
import type { AttemptStart } from './attempt-start';
import { type Cancellation, cancellation } from './cancellation';
import type { LocalActivityCall, LocalActivityResolution, LocalActivityResult } from './local-activity';
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
  readonly onResolved: (resolution: LocalActivityResolution) => void;
}

/** What an attempt starts with, but for its token and the worker's namespace. */
export type AttemptDescription = Omit<AttemptStart, 'taskToken' | 'workflowNamespace'>;

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
    const { attempt, originalScheduleTime, retryPolicy } = call.command;
    this.#call = call;
    this.#options = options;
    this.#policy = localRetryPolicy(retryPolicy);
    this.#scheduledAt = options.clock.now();
    this.#originalScheduleTime = originalScheduleTime ? timestampToMs(originalScheduleTime) : this.#scheduledAt;
    this.#attempt = Math.max(attempt ?? 1, 1);
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
      // Core gives neither the attempt nor the time here, and the marker shows it.
      this.#over({
        seq: this.#seq,
        result: { kind: 'cancelled', failure: { message: 'Activity cancelled', canceledFailureInfo: {} } },
        runtimeMs: 0,
        attempt: 0,
      });
    }
  }

  /** Nobody waits for the resolution any more. */
  drop(): void {
    this.#dropped = true;
    this.#state = 'over';
    this.#stopTimers();
    this.#running?.giveUp();
  }

  get #seq(): number {
    return this.#call.command.seq ?? 0;
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
    if (timeoutType === START_TO_CLOSE) this.#ended({ kind: 'timedOut', failure });
    else this.#over(this.#resolution({ kind: 'timedOut', failure }, runtimeMs));
    attempt?.cancel(cancellation('TIMED_OUT'));
    attempt?.giveUp();
  }

  #ended(result: LocalActivityResult): void {
    const resolution = this.#resolution(result, this.#runtimeMs());
    this.#running = undefined;
    if (this.#startToCloseTimer) this.#options.clock.cancel(this.#startToCloseTimer);
    const delayMs =
      result.kind === 'failed' || result.kind === 'timedOut'
        ? localRetryDelayMs(this.#policy, this.#attempt, result.failure)
        : undefined;
    if (delayMs === undefined) this.#over(resolution);
    else if (delayMs > this.#retryThresholdMs()) this.#over({ ...resolution, backoff: msToDuration(delayMs) });
    else this.#backOff(delayMs);
  }

  #backOff(delayMs: number): void {
    const { clock } = this.#options;
    this.#state = 'backoff';
    this.#backoffTimer = clock.schedule(clock.now() + delayMs, () => {
      this.#attempt++;
      this.#wait();
    });
  }

  #over(resolution: LocalActivityResolution): void {
    this.#state = 'over';
    this.#running = undefined;
    this.#stopTimers();
    // Later, so that the caller of `run` and `cancel` never hears of the end before these have returned.
    void Promise.resolve().then(() => {
      if (!this.#dropped) this.#options.onResolved(resolution);
    });
  }

  #resolution(result: LocalActivityResult, runtimeMs: number): LocalActivityResolution {
    return {
      seq: this.#seq,
      result,
      runtimeMs,
      attempt: this.#attempt,
      originalScheduleTime: this.#originalScheduleTime,
    };
  }

  #runtimeMs(): number {
    return this.#running ? this.#options.clock.now() - this.#startedAt : 0;
  }

  #retryThresholdMs(): number {
    const { localRetryThreshold } = this.#call.command;
    return localRetryThreshold ? durationToMs(localRetryThreshold) : DEFAULT_LOCAL_RETRY_THRESHOLD_MS;
  }

  /** Milliseconds; undefined: none. The schedule-to-close timeout bounds the two others. */
  #timeouts() {
    const { scheduleToCloseTimeout, scheduleToStartTimeout, startToCloseTimeout } = this.#call.command;
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
    const { command, workflowType, workflowExecution } = this.#call;
    const { scheduleToClose = 0, startToClose = scheduleToClose } = this.#timeouts();
    return {
      isLocal: true,
      workflowType,
      workflowExecution,
      activityId: command.activityId ?? '',
      activityType: command.activityType ?? '',
      headers: command.headers ?? {},
      input: command.arguments ?? [],
      heartbeatDetails: [],
      scheduledTime: this.#scheduledAt,
      currentAttemptScheduledTime: this.#scheduledAt,
      attempt: this.#attempt,
      scheduleToCloseTimeout: msToDuration(scheduleToClose),
      startToCloseTimeout: msToDuration(startToClose),
      retryPolicy: this.#policy,
    };
  }

  #stopTimers(): void {
    for (const timer of [this.#scheduleToCloseTimer, this.#startToCloseTimer, this.#backoffTimer]) {
      if (timer) this.#options.clock.cancel(timer);
    }
  }
}

function resultOf(outcome: AttemptOutcome): LocalActivityResult {
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

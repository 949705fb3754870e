/** What the worker core knows of one attempt of a remote activity: cancellation, heartbeats, its own timers, the report. */
import type { Logger } from '@temporalio/common';
import { durationToMs, type Failure, type Payloads } from '../../base/api';
import type { ActivityAnswer, ActivityTask, HeartbeatAnswer } from '../../history/worker-protocol';
import type { AttemptOutcome } from './activity-attempt';
import type { StartedAttempt } from './attempt-runner';
import {
  type Cancellation,
  type CancelReason,
  cancellation,
  cancellationOfHeartbeat,
  timedOutRemotely,
} from './cancellation';
import { HeartbeatThrottle, type ThrottleIntervals, throttleIntervalMs } from './heartbeat-throttle';
import type { WorkerClock, WorkerTimer } from './worker-clock';

/** Core waits this long after a timeout of the server before it gives an attempt up by itself, in milliseconds. */
const LOCAL_TIMEOUT_BUFFER_MS = 5000;
const NOT_FOUND = 5;

export interface RemoteAttemptOptions {
  readonly clock: WorkerClock;
  readonly logger?: Logger;
  readonly throttle: ThrottleIntervals;
  /** Reports the end of an attempt. Rejects with an error of gRPC `code` 5 where the server no longer knows the attempt. */
  readonly respond: (task: ActivityTask, answer: ActivityAnswer) => Promise<void>;
  /** Sends a heartbeat. Rejects like `respond`. It must settle. */
  readonly heartbeat: (task: ActivityTask, details: Payloads) => Promise<HeartbeatAnswer>;
}

export class RemoteAttempt {
  /** Made with the first heartbeat: most activities have none. */
  #throttle: HeartbeatThrottle | undefined;
  #started: StartedAttempt | undefined;
  #issuedCancel: CancelReason | undefined;
  #knownNotFound = false;
  #abandoned = false;
  #startToCloseTimer: WorkerTimer | undefined;
  #heartbeatTimer: WorkerTimer | undefined;

  constructor(
    readonly task: ActivityTask,
    private readonly options: RemoteAttemptOptions,
  ) {}

  /** Takes a heartbeat of the running activity. */
  record(details: Payloads): void {
    if (this.#abandoned || this.#knownNotFound) return;
    this.#throttle ??= this.#createThrottle();
    this.#throttle.record(details);
  }

  /** Follows a started attempt to its end and reports it. Never rejects. */
  async follow(started: StartedAttempt, withTimers: boolean, ended: () => void): Promise<void> {
    this.#started = started;
    if (withTimers) this.#startTimers();
    const outcome = await started.outcome;
    this.#stopTimers();
    const shutDown = this.#issuedCancel === 'WORKER_SHUTDOWN';
    // A report of a cancellation cannot carry heartbeat details; that of a failure does, and a success needs none.
    const flush = outcome.kind === 'canceled' && !shutDown && !this.#knownNotFound;
    if (this.#throttle && !this.#abandoned) await this.#throttle.close(flush);
    if (!this.#abandoned && !this.#knownNotFound) {
      const answer = answerOf(outcome, shutDown, this.#throttle?.latest);
      if (answer) await this.#respond(answer);
    }
    ended();
  }

  /** Cancels the activity, once: a second cancellation of an attempt is never delivered. */
  cancel(cancellation: Cancellation): void {
    if (this.#issuedCancel || this.#abandoned) return;
    this.#issuedCancel = cancellation.reason;
    if (cancellation.details.notFound) {
      this.#knownNotFound = true;
      this.#throttle?.stop();
    }
    this.#started?.cancel(cancellation);
  }

  /** The worker has died: nothing is sent any more, whatever the activity does. */
  abandon(): void {
    this.#abandoned = true;
    this.#throttle?.stop();
    this.#stopTimers();
  }

  #createThrottle(): HeartbeatThrottle {
    const { clock, throttle } = this.options;
    const interval = throttleIntervalMs(durationToMs(this.task.heartbeatTimeout), throttle);
    return new HeartbeatThrottle(clock, interval, (details) => this.#sendHeartbeat(details));
  }

  async #sendHeartbeat(details: Payloads): Promise<void> {
    try {
      const answer = await this.options.heartbeat(this.task, details);
      const asked = cancellationOfHeartbeat(answer);
      if (asked) this.cancel(asked);
    } catch (error) {
      if (codeOf(error) === NOT_FOUND) this.cancel(cancellation('NOT_FOUND'));
      else this.options.logger?.warn('Error when recording heartbeat', { error });
    }
    if (this.#heartbeatTimer) this.#restartHeartbeatTimer();
  }

  #respond(answer: ActivityAnswer): Promise<void> {
    return this.options.respond(this.task, answer).catch((error) => {
      const text =
        codeOf(error) === NOT_FOUND
          ? 'Activity not found on completion. This may happen if the activity has already been cancelled but completed anyway.'
          : 'Network error while completing activity';
      if (!this.#abandoned) this.options.logger?.warn(text, { error });
    });
  }

  #startTimers(): void {
    const startToClose = durationToMs(this.task.startToCloseTimeout);
    if (startToClose > 0) this.#startToCloseTimer = this.#timeOutIn(startToClose + LOCAL_TIMEOUT_BUFFER_MS);
    this.#restartHeartbeatTimer();
  }

  #restartHeartbeatTimer(): void {
    if (this.#heartbeatTimer) this.options.clock.cancel(this.#heartbeatTimer);
    const timeout = durationToMs(this.task.heartbeatTimeout);
    if (timeout > 0) this.#heartbeatTimer = this.#timeOutIn(timeout + LOCAL_TIMEOUT_BUFFER_MS);
  }

  #timeOutIn(ms: number): WorkerTimer {
    const { clock } = this.options;
    return clock.schedule(clock.now() + ms, () => {
      this.#stopTimers();
      this.cancel(timedOutRemotely());
    });
  }

  #stopTimers(): void {
    const { clock } = this.options;
    if (this.#startToCloseTimer) clock.cancel(this.#startToCloseTimer);
    if (this.#heartbeatTimer) clock.cancel(this.#heartbeatTimer);
    this.#startToCloseTimer = undefined;
    this.#heartbeatTimer = undefined;
  }
}

/** What core reports for an outcome; undefined: nothing. */
function answerOf(
  outcome: AttemptOutcome,
  shutDown: boolean,
  lastHeartbeatDetails: Payloads | undefined,
): ActivityAnswer | undefined {
  switch (outcome.kind) {
    case 'completed':
      return { kind: 'completed', result: { payloads: [outcome.result] } };
    case 'failed':
      return { kind: 'failed', failure: outcome.failure, lastHeartbeatDetails };
    case 'canceled':
      if (shutDown) return { kind: 'failed', failure: workerShutdownFailure(), lastHeartbeatDetails };
      return { kind: 'canceled', details: outcome.details };
    case 'async':
      return undefined;
  }
}

function workerShutdownFailure(): Failure {
  return {
    message: 'Worker is shutting down and this activity did not complete in time',
    source: '',
    applicationFailureInfo: { type: 'WorkerShutdown', nonRetryable: false },
  };
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}

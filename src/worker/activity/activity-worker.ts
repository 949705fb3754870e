/** The activity side of one worker: runs attempts, tells the server about them, shuts down. */
import type { Client } from '@temporalio/client';
import { type LoadedDataConverter, type Logger, type MetricMeter, noopMetricMeter } from '@temporalio/common';
import { invariant } from '../../base/errors';
import type { ActivityTask } from '../../history/worker-protocol';
import type { LocalActivityCall, LocalActivityHandle, LocalActivityOutcome } from '../workflow/local-activity-call';
import { activityFunctions } from './activity-functions';
import type { ActivityInterceptorOptions } from './activity-interceptors';
import { AttemptRunner, type AttemptRunnerOptions, type RunningActivity } from './attempt-runner';
import { startOfTask } from './attempt-start';
import { type CancelReason, cancellation } from './cancellation';
import { DEFAULT_THROTTLE } from './heartbeat-throttle';
import { LocalActivities } from './local-activities';
import { RemoteAttempt, type RemoteAttemptOptions } from './remote-attempt';
import type { WorkerClock, WorkerTimer } from './worker-clock';

export interface ActivityWorkerOptions {
  readonly namespace: string;
  readonly taskQueue: string;
  /** An object of functions, or a class instance; its `default` is the dynamic activity. */
  readonly activities?: object;
  readonly dataConverter: LoadedDataConverter;
  readonly interceptors?: ActivityInterceptorOptions;
  /** Default: nobody listens. */
  readonly logger?: Logger;
  readonly metricMeter?: MetricMeter;
  /** What `Context.client` gives. Read when an attempt starts, so it may be a getter. */
  readonly client?: Client;
  readonly clock: WorkerClock;
  readonly enter: AttemptRunnerOptions['enter'];
  readonly wrap?: AttemptRunnerOptions['wrap'];
  readonly respond: RemoteAttemptOptions['respond'];
  readonly heartbeat: RemoteAttemptOptions['heartbeat'];
  /** Milliseconds; 0 by default. */
  readonly shutdownGraceTime?: number;
  /** Milliseconds; 60 s by default. */
  readonly maxHeartbeatThrottleInterval?: number;
  /** Milliseconds; 30 s by default. */
  readonly defaultHeartbeatThrottleInterval?: number;
  /** How many attempts of local activities run at a time; 100 by default. How many others run is decided by who calls `start`. */
  readonly maxConcurrentLocalActivityExecutions?: number;
}

export class ActivityWorker {
  readonly #options: ActivityWorkerOptions;
  readonly #remote: RemoteAttemptOptions;
  readonly #runner: AttemptRunner;
  readonly #local: LocalActivities;
  readonly #attempts = new Map<RemoteAttempt, RunningActivity>();
  #state: 'running' | 'draining' | 'past grace' | 'crashed' = 'running';
  #graceTimer: WorkerTimer | undefined;
  #drained: (() => void)[] = [];

  /** @throws TypeError where an activity has a name that Temporal reserves. */
  constructor(options: ActivityWorkerOptions) {
    this.#options = options;
    const { clock, logger, respond, heartbeat } = options;
    this.#remote = {
      clock,
      logger,
      respond,
      heartbeat,
      throttle: {
        maxMs: options.maxHeartbeatThrottleInterval ?? DEFAULT_THROTTLE.maxMs,
        defaultMs: options.defaultHeartbeatThrottleInterval ?? DEFAULT_THROTTLE.defaultMs,
      },
    };
    this.#runner = new AttemptRunner({
      namespace: options.namespace,
      taskQueue: options.taskQueue,
      functions: activityFunctions(options.activities),
      dataConverter: options.dataConverter,
      interceptors: options.interceptors,
      logger: options.logger,
      metricMeter: options.metricMeter ?? noopMetricMeter,
      get client() {
        return options.client;
      },
      clock: options.clock,
      enter: options.enter,
      wrap: options.wrap,
    });
    this.#local = new LocalActivities({
      runner: this.#runner,
      clock: options.clock,
      maxConcurrent: options.maxConcurrentLocalActivityExecutions ?? 100,
      onAttemptEnded: () => this.#checkDrained(),
    });
  }

  /** Attempts in flight: first those that the server knows, then the local ones, each in the order of their starts. */
  get running(): readonly RunningActivity[] {
    return [...this.#attempts.values(), ...this.#local.running];
  }

  /** Starts an attempt. Returns at once; how it ends is reported by `respond`. */
  start(task: ActivityTask): void {
    invariant(this.#state !== 'crashed', `activity ${task.activityType} was started on a crashed worker`);
    const attempt = new RemoteAttempt(task, this.#remote);
    const running: RunningActivity = {
      activityType: task.activityType,
      activityId: task.activityId,
      workflowId: task.workflowExecution.workflowId,
      runId: task.workflowExecution.runId,
      attempt: task.attempt,
      isLocal: false,
      since: this.#options.clock.now(),
    };
    this.#attempts.set(attempt, running);
    const started = this.#runner.run(running, startOfTask(task), (details) => attempt.record(details));
    const pastGrace = this.#state === 'past grace';
    void attempt.follow(started, !pastGrace, () => {
      this.#attempts.delete(attempt);
      this.#checkDrained();
    });
    if (pastGrace) attempt.cancel(cancellation('WORKER_SHUTDOWN'));
  }

  /**
   * Runs a local activity to its resolution: all attempts, with the backoffs between them that are short enough to wait for here.
   * `onResolved` is called once, and never before this method has returned.
   */
  runLocal(call: LocalActivityCall, onResolved: (outcome: LocalActivityOutcome) => void): LocalActivityHandle {
    invariant(this.#state !== 'crashed', `local activity ${call.activityType} was called on a crashed worker`);
    return this.#local.run(call, onResolved);
  }

  /** Cancels every running attempt; one that the server knows only if it was not cancelled before. */
  cancelAll(reason: CancelReason): void {
    this.#cancelRemote(reason);
    this.#local.cancelAll(reason);
  }

  /**
   * Cancels what still runs when the grace time is over, heartbeats or not, but for local activities, which the workflow task that
   * waits for them keeps alive. Resolves when every attempt has ended and is reported, however long that takes: a force time is
   * the caller's, who calls `crash()` then.
   */
  shutdown(): Promise<void> {
    const { clock, shutdownGraceTime = 0 } = this.#options;
    if (this.#state === 'running') {
      this.#state = 'draining';
      if (shutdownGraceTime > 0 && !this.#isIdle()) {
        this.#graceTimer = clock.schedule(clock.now() + shutdownGraceTime, () => this.#graceIsOver());
      } else {
        this.#graceIsOver();
      }
    }
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** Drops everything: nothing is answered any more; later heartbeats and results of running attempts go nowhere. */
  crash(): void {
    this.#state = 'crashed';
    for (const attempt of this.#attempts.keys()) attempt.abandon();
    this.#attempts.clear();
    this.#local.crash();
    this.#allEnded();
  }

  #graceIsOver(): void {
    this.#graceTimer = undefined;
    this.#state = 'past grace';
    this.#cancelRemote('WORKER_SHUTDOWN');
  }

  #cancelRemote(reason: CancelReason): void {
    for (const attempt of this.#attempts.keys()) attempt.cancel(cancellation(reason));
  }

  #isIdle(): boolean {
    return this.#attempts.size === 0 && this.#local.running.length === 0;
  }

  #checkDrained(): void {
    if (this.#state === 'running' || this.#state === 'crashed' || !this.#isIdle()) return;
    this.#state = 'past grace';
    this.#allEnded();
  }

  #allEnded(): void {
    if (this.#graceTimer) this.#options.clock.cancel(this.#graceTimer);
    this.#graceTimer = undefined;
    for (const resolve of this.#drained.splice(0)) resolve();
  }
}

/** The local activities of one worker: who runs, and who waits for a turn. */
import type { LocalActivityCall, LocalActivityHandle, LocalActivityOutcome } from '../workflow/local-activity-call';
import type { AttemptRunner, RunningActivity } from './attempt-runner';
import { type CancelReason, cancellation } from './cancellation';
import { type AttemptDescription, type LocalAttempt, LocalCall } from './local-call';
import type { WorkerClock } from './worker-clock';

export interface LocalActivitiesOptions {
  readonly runner: Pick<AttemptRunner, 'run'>;
  readonly clock: WorkerClock;
  /** How many attempts run at a time; the others wait for their turn. */
  readonly maxConcurrent: number;
  /** Called whenever an attempt has ended, reported or not. */
  readonly onAttemptEnded: () => void;
}

type Launch = () => AttemptDescription | undefined;
type Started = (attempt: LocalAttempt) => void;

export class LocalActivities {
  readonly #options: LocalActivitiesOptions;
  readonly #calls = new Set<LocalCall>();
  readonly #running = new Map<RunningActivity, LocalAttempt>();
  #waiting: [Launch, Started][] = [];
  #tokens = 0;

  constructor(options: LocalActivitiesOptions) {
    this.#options = options;
  }

  /** Attempts in flight that somebody waits for. */
  get running(): readonly RunningActivity[] {
    return [...this.#running.keys()];
  }

  /** Runs a call to its resolution, which is reported once, and never before this method has returned. */
  run(call: LocalActivityCall, onResolved: (outcome: LocalActivityOutcome) => void): LocalActivityHandle {
    const one = new LocalCall(call, {
      clock: this.#options.clock,
      takeTurn: (launch, started) => this.#takeTurn(launch, started),
      onResolved: (outcome) => {
        this.#calls.delete(one);
        onResolved(outcome);
      },
    });
    this.#calls.add(one);
    one.begin();
    return one;
  }

  /** Cancels every running attempt. */
  cancelAll(reason: CancelReason): void {
    for (const attempt of this.#running.values()) attempt.cancel(cancellation(reason));
  }

  /** Forgets everything: nothing is reported any more, nothing starts. */
  crash(): void {
    for (const call of this.#calls) call.drop();
    this.#calls.clear();
    this.#running.clear();
    this.#waiting = [];
  }

  #takeTurn(launch: Launch, started: Started): void {
    if (this.#running.size < this.#options.maxConcurrent) this.#start(launch, started);
    else this.#waiting.push([launch, started]);
  }

  #start(launch: Launch, started: Started): void {
    const description = launch();
    if (!description) return;
    const { runner, clock } = this.#options;
    const running: RunningActivity = {
      activityType: description.activityType,
      activityId: description.activityId,
      workflowId: description.workflowExecution.workflowId,
      runId: description.workflowExecution.runId,
      attempt: description.attempt,
      isLocal: true,
      since: clock.now(),
    };
    const taskToken = Buffer.from(`local_act_${++this.#tokens}`);
    // Heartbeats of a local activity have no effect.
    const { cancel, outcome } = runner.run(running, { ...description, taskToken }, () => undefined);
    const attempt: LocalAttempt = { cancel, outcome, giveUp: () => this.#ended(running) };
    this.#running.set(running, attempt);
    started(attempt);
    void outcome.then(() => this.#ended(running));
  }

  #ended(running: RunningActivity): void {
    if (!this.#running.delete(running)) return;
    while (this.#waiting.length > 0 && this.#running.size < this.#options.maxConcurrent) {
      this.#start(...this.#waiting.shift()!);
    }
    this.#options.onAttemptEnded();
  }
}

/**
 * One activity over all its attempts, in no time at all. What happens next is asked of the server's own machine, retry policy and
 * deadlines (`src/server`) and of the worker's own throttling of heartbeats; here is only the agenda: which of these is due first.
 * Pure, and without Node: the page runs this very code.
 */
import { type Failure, msToDuration } from '../base/api';
import type { RetryStateName, TimeoutTypeName } from '../base/enums';
import { type HeapEntry, NOT_IN_HEAP, TimerHeap } from '../clock/timer-heap';
import {
  type Activity,
  type AttemptVerdict,
  activityMachine,
  backOff,
  endBackoff,
  failAttempt,
  nextDeadline,
  noteHeartbeat,
  scheduleActivity,
  startAttempt,
  timeOut,
} from '../server/machines/activity';
import { DEFAULT_THROTTLE, throttleIntervalMs } from '../worker/activity/heartbeat-throttle';
import { ThrottleState } from '../worker/activity/throttle-state';
import { activityAttributes } from './activity-attributes';
import { attemptAt, checkLabInput, type LabAttempt, type LabInput } from './lab-input';
import { LabLog } from './lab-log';
import { endReason } from './lab-reason';
import type { LabOutcome, LabResult } from './lab-result';

/** Attempts that an activity which nothing ends is followed for. */
const ENDLESS_ATTEMPTS = 100;
/** Attempts that any activity is followed for. */
const ATTEMPTS_MAX = 10_000;
/** Things that happen in any activity: each heartbeat is some. */
const STEPS_MAX = 200_000;

/** @throws InvalidInputError where the input is none, or the options are refused by the SDK or the server. */
export function runLab(input: LabInput): LabResult {
  checkLabInput(input);
  return new LabRun(input).run();
}

interface Appointment extends HeapEntry {
  readonly action: () => void;
  /** What it was for has gone by. */
  readonly isStale: () => boolean;
  /** The server does not notice it. */
  readonly isUnseen: boolean;
}

/** How it ended, for the sentence that says why. */
export interface LabEnd {
  readonly outcome: LabOutcome;
  readonly retryState: RetryStateName | null;
  /** The deadline that passed, where one did; what the workflow sees may be another one. */
  readonly passed?: TimeoutTypeName;
  readonly timeoutType?: TimeoutTypeName;
  /** It was cancelled before a worker had it, or while it waited for its next attempt. */
  readonly idle?: boolean;
  /** It runs on: nothing will ever end it, or nobody looked further. */
  readonly endless?: boolean;
}

class LabRun {
  readonly #agenda = new TimerHeap<Appointment>();
  readonly #activity: Activity;
  readonly #log: LabLog;
  #now = 0;
  #sequence = 0;
  #end: LabEnd | undefined;
  readonly #version: NonNullable<LabInput['serverVersion']>;
  readonly #races = new Set<number>();

  constructor(private readonly input: LabInput) {
    this.#activity = scheduleActivity(1, activityAttributes(input.options), 0);
    this.#log = new LabLog(this.#activity);
    this.#version = input.serverVersion ?? '1.31';
  }

  run(): LabResult {
    const { cancelAtMs, options } = this.input;
    this.#log.scheduled();
    this.#dispatch();
    if (cancelAtMs !== undefined && options.cancellationType !== 'ABANDON') this.#at(cancelAtMs, () => this.#cancel());
    for (let steps = 0; !this.#end && steps < STEPS_MAX; steps++) this.#step();
    const end = this.#end ?? { outcome: 'running', retryState: 'IN_PROGRESS' };
    const reason = endReason(end, this.#activity, this.input, this.#log.attempts, this.#now);
    return { ...this.#log.result(end, this.#now), reason, races: [...this.#races] };
  }

  /** The earliest of what is due; of those at one instant, a deadline of the server goes first. */
  #step(): void {
    const deadline = nextDeadline(this.#activity);
    const next = this.#next();
    if (deadline && (!next || deadline.at <= next.dueAt)) {
      if (deadline.at === next?.dueAt && !next.isUnseen) this.#races.add(deadline.at);
      this.#now = Math.max(this.#now, deadline.at);
      this.#deadlinePassed(deadline.type);
    } else if (next) {
      this.#agenda.remove(next);
      this.#now = Math.max(this.#now, next.dueAt);
      next.action();
    } else {
      this.#end = { outcome: 'running', retryState: 'IN_PROGRESS', endless: true };
    }
  }

  #next(): Appointment | undefined {
    for (;;) {
      const next = this.#agenda.peek();
      if (!next?.isStale()) return next;
      this.#agenda.pop();
    }
  }

  #at(dueAt: number, action: () => void, isCurrent: () => boolean = () => true, isUnseen = false): void {
    const isStale = () => !isCurrent();
    this.#agenda.push({ dueAt, sequence: this.#sequence++, slot: NOT_IN_HEAP, action, isStale, isUnseen });
  }

  #dispatch(): void {
    const { attempt } = this.#activity;
    const isCurrent = () => this.#activity.status === 'scheduled' && this.#activity.attempt === attempt;
    this.#at(this.#now + (this.input.taskTimeInQueueMs ?? 0), () => this.#start(), isCurrent);
  }

  #start(): void {
    startAttempt(this.#activity, this.#now, 'worker');
    this.#log.started(this.#now);
    new AttemptInWorker(attemptAt(this.input, this.#activity.attempt), this.#activity, {
      at: (afterMs, action, isUnseen) => this.#whileRunning(afterMs, action, isUnseen),
      now: () => this.#now,
      beat: () => this.#log.beat(this.#now),
      heartbeat: (beatAt) => this.#heartbeat(beatAt),
      details: (beatAt) => this.#log.details(beatAt),
      ended: (failure) => (failure ? this.#failed(failure) : this.#completed()),
      crashed: () => this.#log.crashed(this.#now),
    }).begin();
  }

  /** Of an attempt that the server has given up, nothing is heard any more. */
  #whileRunning(afterMs: number, action: () => void, isUnseen?: boolean): void {
    const { attempt } = this.#activity;
    const isCurrent = () => this.#activity.status === 'started' && this.#activity.startedAttempt === attempt;
    this.#at(this.#now + afterMs, action, isCurrent, isUnseen);
  }

  /** From the answer the attempt learns whether it is to end; then it does so. */
  #heartbeat(beatAt: number): void {
    noteHeartbeat(this.#activity, this.#now, undefined);
    this.#log.heartbeat(this.#now, beatAt);
    if (this.#activity.cancelRequestedId === 0) return;
    if (this.#next()?.dueAt === this.#now) this.#races.add(this.#now);
    this.#log.attemptEnded(this.#now, 'cancelled');
    this.#close('cancel', { outcome: 'cancelled', retryState: null });
  }

  #completed(): void {
    this.#log.attemptEnded(this.#now, 'completed');
    this.#close('complete', { outcome: 'completed', retryState: null });
  }

  #failed(failure: Failure): void {
    this.#follow(failAttempt(this.#activity, failure, this.#now, this.#version), 'failed');
  }

  #deadlinePassed(type: TimeoutTypeName): void {
    this.#follow(timeOut(this.#activity, type, this.#now, this.#version), 'timed-out', type);
  }

  #follow(verdict: AttemptVerdict, outcome: 'failed' | 'timed-out', passed?: TimeoutTypeName): void {
    this.#log.attemptEnded(this.#now, outcome, {
      ...{ failure: verdict.failure.message ?? '', timeoutType: passed },
      nextDelayMs: verdict.kind === 'retry' ? verdict.at - this.#now : undefined,
    });
    if (verdict.kind === 'close') {
      const seen = outcome === 'timed-out' ? seenTimeout(verdict.failure) : undefined;
      this.#close('give-up', { outcome, retryState: verdict.retryState, passed, timeoutType: seen });
      return;
    }
    const isEndless = this.#isEndless();
    backOff(this.#activity, verdict.at, verdict.failure, this.#now);
    this.#log.waits(this.#now);
    if (isEndless || this.#activity.attempt > ATTEMPTS_MAX) {
      this.#end = { outcome: 'running', retryState: 'IN_PROGRESS', endless: isEndless };
      return;
    }
    const { attempt } = this.#activity;
    const isCurrent = () => this.#activity.status === 'backoff' && this.#activity.attempt === attempt;
    this.#at(verdict.at, () => this.#retryDue(), isCurrent);
  }

  #retryDue(): void {
    endBackoff(this.#activity);
    this.#log.queued(this.#now);
    this.#dispatch();
  }

  /** The last attempt repeats for ever, is retried each time, and no limit of any kind is left. */
  #isEndless(): boolean {
    const { attempt, policy, scheduleToCloseMs } = this.#activity;
    const { attempts, cancelAtMs = 0, options } = this.input;
    const cancelIsPast = cancelAtMs < this.#now || options.cancellationType === 'ABANDON';
    return (
      attempt >= Math.max(attempts.length, ENDLESS_ATTEMPTS) &&
      !policy.maximumAttempts &&
      scheduleToCloseMs === 0 &&
      cancelIsPast
    );
  }

  #cancel(): void {
    // Whatever else happens at this instant could as well have come first.
    if (this.#next()?.dueAt === this.#now || this.#log.lastAt === this.#now) this.#races.add(this.#now);
    this.#activity.cancelRequestedId = this.#log.cancelRequested(this.#now);
    if (this.#activity.status === 'started') return;
    this.#close('cancel', { outcome: 'cancelled', retryState: null, idle: true });
  }

  #close(input: 'complete' | 'give-up' | 'cancel', end: LabEnd): void {
    const wasStarted = this.#activity.status === 'started';
    this.#activity.status = activityMachine.next(this.#activity.status, input);
    this.#end = end;
    this.#log.closed(this.#now, end, wasStarted);
  }
}

function seenTimeout(failure: Failure): TimeoutTypeName {
  return TIMEOUT_NAMES[failure.timeoutFailureInfo?.timeoutType ?? 0]!;
}

const TIMEOUT_NAMES: Readonly<Record<number, TimeoutTypeName>> = {
  1: 'START_TO_CLOSE',
  2: 'SCHEDULE_TO_START',
  3: 'SCHEDULE_TO_CLOSE',
  4: 'HEARTBEAT',
};

interface Surroundings {
  /** While the server knows the attempt as running. */
  at(afterMs: number, action: () => void, isUnseen?: boolean): void;
  now(): number;
  beat(): void;
  heartbeat(beatAt: number): void;
  /** The server is given the details of the heartbeat of this time. */
  details(beatAt: number): void;
  ended(failure: Failure | undefined): void;
  crashed(): void;
}

/** One attempt as its worker runs it. */
class AttemptInWorker {
  readonly #throttle = new ThrottleState<number>();
  readonly #intervalMs: number;

  constructor(
    private readonly spec: LabAttempt,
    private readonly activity: Activity,
    private readonly around: Surroundings,
  ) {
    this.#intervalMs = throttleIntervalMs(activity.heartbeatMs, DEFAULT_THROTTLE);
  }

  begin(): void {
    this.#goOn(0);
  }

  /** To the next heartbeat, or to the end: code does one thing after the other. */
  #goOn(sinceStart: number): void {
    const { afterMs, heartbeatEveryMs = Number.POSITIVE_INFINITY, heartbeatsUntilMs = afterMs } = this.spec;
    const next = sinceStart + heartbeatEveryMs;
    if (next >= afterMs || next > heartbeatsUntilMs) {
      this.around.at(afterMs - sinceStart, () => this.#end(), this.spec.result === 'crash');
      return;
    }
    this.around.at(heartbeatEveryMs, () => {
      const now = this.around.now();
      this.around.beat();
      this.#goOn(next);
      if (this.#throttle.record(now)) this.#send(now);
    });
  }

  #send(beatAt: number): void {
    this.around.heartbeat(beatAt);
    // It may have ended by that: then this comes to nothing.
    this.around.at(this.#intervalMs, () => {
      const unsent = this.#throttle.intervalEnded();
      if (unsent) this.#send(unsent.details);
    });
  }

  #end(): void {
    this.#throttle.close();
    const { result } = this.spec;
    if (result === 'crash') {
      this.around.crashed();
      return;
    }
    // Details that were not sent yet travel with a failure.
    if (result === 'fail' && this.#throttle.latest !== undefined) this.around.details(this.#throttle.latest);
    this.around.ended(result === 'fail' ? failureOf(this.spec, this.activity.attempt) : undefined);
  }
}

function failureOf({ errorType = 'Error', nonRetryable, nextRetryDelayMs }: LabAttempt, attempt: number): Failure {
  return {
    message: `attempt ${attempt} failed`,
    source: 'TypeScriptSDK',
    applicationFailureInfo: {
      type: errorType,
      nonRetryable: nonRetryable ?? false,
      nextRetryDelay: nextRetryDelayMs === undefined ? undefined : msToDuration(nextRetryDelayMs),
    },
  };
}

/** What a run passed: the places where faults can happen, and the durations on both sides of which they matter. */
import type { Info } from '@temporalio/activity';
import { durationToMs, type Failure } from '../base/api';
import { CallCounter } from '../faults/call-counter';
import { INJECTED_FAILURE } from '../faults/fault';
import type { Execution } from '../server/execution/execution';
import type { Attempt } from '../sim/attempts';
import type { LoggedStep } from '../sim/step-log';
import type { RunningActivity } from '../worker/activity/attempt-runner';

export interface ActivityPoint {
  /** How many calls of it there were, and how many attempts one had at most. */
  calls: number;
  attempts: number;
  isLocal: boolean;
  hasHeartbeatTimeout: boolean;
  /**
   * It may fail for good: its options say so (a limit of attempts, a schedule-to-close timeout, types that are not retried), or its code
   * has done so. Any other is retried until it succeeds.
   */
  mayFailForGood: boolean;
  /** Virtual milliseconds that an attempt took which came to its end. */
  lastsMs: number;
}

/** Grows from run to run: faults open ways that a run without them does not go. */
export class Points {
  readonly activities = new Map<string, ActivityPoint>();
  /** Lengths that histories had after a transaction, by workflow id. */
  readonly events = new Map<string, Set<number>>();
  /** Calls of a client, by method. */
  readonly requests = new Map<string, number>();
  /** Signals that arrived, by name. */
  readonly signals = new Map<string, number>();
  workflowTasks = 0;
  /** Moments at which another step could have gone first. */
  choices = 0;
  /** Milliseconds: timeouts, backoffs, heartbeat intervals and timers that were in force. */
  readonly boundaries = new Set<number>();

  /** Two moments at which this is the same have the same points: they only ever grow. */
  get fingerprint(): string {
    const { activities, events, requests, signals, workflowTasks, choices, boundaries } = this;
    const lengths = [...events].map(([workflowId, { size }]) => [workflowId, size]);
    return JSON.stringify([
      ...activities,
      lengths,
      [...requests],
      [...signals],
      workflowTasks,
      choices,
      boundaries.size,
    ]);
  }

  know(type: string, point: ActivityPoint): void {
    const known = this.activities.get(type);
    if (!known) {
      this.activities.set(type, { ...point });
      return;
    }
    known.calls = Math.max(known.calls, point.calls);
    known.attempts = Math.max(known.attempts, point.attempts);
    known.hasHeartbeatTimeout ||= point.hasHeartbeatTimeout;
    known.mayFailForGood ||= point.mayFailForGood;
    known.lastsMs = Math.max(known.lastsMs, point.lastsMs);
  }

  /** Adds what another run passed. */
  merge(other: Points): void {
    for (const [type, point] of other.activities) this.know(type, point);
    for (const [workflowId, lengths] of other.events) {
      const known = this.events.get(workflowId);
      if (!known) this.events.set(workflowId, new Set(lengths));
      else for (const length of lengths) known.add(length);
    }
    mergeCounts(this.requests, other.requests);
    mergeCounts(this.signals, other.signals);
    this.workflowTasks = Math.max(this.workflowTasks, other.workflowTasks);
    this.choices = Math.max(this.choices, other.choices);
    for (const boundary of other.boundaries) this.boundaries.add(boundary);
  }
}

/** Its options allow an end without success. */
function isBounded({ retryPolicy, scheduleToCloseTimeoutMs }: Info): boolean {
  const { maximumAttempts = 0, nonRetryableErrorTypes = [] } = retryPolicy ?? {};
  const isLimited = maximumAttempts > 0 && Number.isFinite(maximumAttempts);
  return isLimited || nonRetryableErrorTypes.length > 0 || scheduleToCloseTimeoutMs > 0;
}

function mergeCounts(into: Map<string, number>, from: ReadonlyMap<string, number>): void {
  for (const [name, count] of from) into.set(name, Math.max(into.get(name) ?? 0, count));
}

/** Notes the points of one run while it runs. */
export class PointRecorder {
  readonly points = new Points();
  private readonly calls = new CallCounter();

  attempt({ activityType, runId, activityId, attempt, isLocal }: RunningActivity, info: Info): void {
    const { boundaries } = this.points;
    this.points.know(activityType, {
      calls: this.calls.numberOf(activityType, undefined, `${runId}/${activityId}`),
      attempts: attempt,
      isLocal,
      hasHeartbeatTimeout: !isLocal && (info.heartbeatTimeoutMs ?? 0) > 0,
      mayFailForGood: isBounded(info),
      lastsMs: 0,
    });
    for (const ms of [info.startToCloseTimeoutMs, info.scheduleToCloseTimeoutMs, info.heartbeatTimeoutMs]) {
      if (ms !== undefined && ms > 0) boundaries.add(ms);
    }
  }

  grown({ workflowId, log }: Execution): void {
    const { events } = this.points;
    const lengths = events.get(workflowId);
    if (lengths) lengths.add(log.length);
    else events.set(workflowId, new Set([log.length]));
  }

  /** The run has ended. */
  finish(executions: Iterable<Execution>, log: readonly LoggedStep[], attempts: Iterable<Attempt>): Points {
    for (const attempt of attempts) this.ofAttempt(attempt);
    for (const execution of executions) this.ofHistory(execution);
    for (const step of log) this.ofStep(step);
    return this.points;
  }

  private ofAttempt({ activityType, outcome, startedTime, endedTime }: Attempt): void {
    const point = this.points.activities.get(activityType);
    if (!point || outcome !== 'completed' || startedTime === undefined || endedTime === undefined) return;
    point.lastsMs = Math.max(point.lastsMs, endedTime - startedTime);
  }

  /** Not where a fault has made it fail. */
  private failedForGood(activityType: string | null | undefined, failure: Failure | null | undefined): void {
    const { nonRetryable, type } = failure?.applicationFailureInfo ?? {};
    const point = this.points.activities.get(activityType ?? '');
    if (point && nonRetryable && type !== INJECTED_FAILURE) point.mayFailForGood = true;
  }

  private ofHistory({ log }: Execution): void {
    const { signals, boundaries } = this.points;
    for (let id = 1; id <= log.length; id++) {
      const event = log.event(id);
      if (event.type === 'WorkflowExecutionSignaled') {
        const name = event.attributes.signalName ?? '';
        signals.set(name, (signals.get(name) ?? 0) + 1);
      } else if (event.type === 'TimerStarted') {
        boundaries.add(durationToMs(event.attributes.startToFireTimeout));
      } else if (event.type === 'ActivityTaskFailed') {
        const { failure, scheduledEventId } = event.attributes;
        const scheduled = log.event(Number(scheduledEventId));
        if (scheduled.type === 'ActivityTaskScheduled')
          this.failedForGood(scheduled.attributes.activityType?.name, failure);
      } else if (event.type === 'ActivityTaskScheduled') {
        const { scheduleToStartTimeout, retryPolicy } = event.attributes;
        for (const duration of [scheduleToStartTimeout, retryPolicy?.initialInterval]) {
          const ms = durationToMs(duration);
          if (ms > 0) boundaries.add(ms);
        }
      }
    }
  }

  private ofStep({ kind, choice, what }: LoggedStep): void {
    const { points } = this;
    if (choice.of > 1) points.choices++;
    if (kind === 'workflow-task' && what === 'workflow task') points.workflowTasks++;
    if (kind === 'request') points.requests.set(what, (points.requests.get(what) ?? 0) + 1);
  }
}

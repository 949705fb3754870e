import type { ActivityTask, ExecutionKey } from '../history/worker-protocol';
import type { ActivityAttempt } from '../server/execution/context';

/** One attempt of an activity. Times are virtual milliseconds since the epoch. */
export interface Attempt {
  readonly workflowId: string;
  readonly runId: string;
  readonly activityId: string;
  readonly activityType: string;
  /** From 1. */
  readonly attempt: number;
  readonly scheduledTime: number;
  /** Absent: no worker took it. */
  readonly startedTime?: number;
  readonly endedTime?: number;
  readonly outcome: 'completed' | 'failed' | 'timed-out' | 'cancelled' | 'lost';
  readonly failure?: string;
  /** For example `start-to-close`. */
  readonly timeoutType?: string;
  readonly nextRetryTime?: number;
  readonly heartbeats?: readonly { readonly time: number }[];
}

type Mutable = { -readonly [K in keyof Attempt]: Attempt[K] } & { heartbeats?: { time: number }[] };

/** Records how attempts went, in the order of their ends; those without an end come last. */
export class Attempts implements Iterable<Attempt> {
  private readonly done: Attempt[] = [];
  /** Those that run, by run id and activity id. */
  private readonly open = new Map<string, Map<string, Mutable>>();

  started(task: ActivityTask): void {
    const { workflowId, runId } = task.workflowExecution;
    let ofRun = this.open.get(runId);
    if (!ofRun) {
      ofRun = new Map();
      this.open.set(runId, ofRun);
    }
    ofRun.set(task.activityId, {
      workflowId,
      runId,
      activityId: task.activityId,
      activityType: task.activityType,
      attempt: task.attempt,
      scheduledTime: task.currentAttemptScheduledTime,
      startedTime: task.startedTime,
      outcome: 'lost',
    });
  }

  heartbeat({ runId }: ExecutionKey, activityId: string, attempt: number, time: number): void {
    const record = this.open.get(runId)?.get(activityId);
    if (record?.attempt !== attempt) return;
    record.heartbeats ??= [];
    record.heartbeats.push({ time });
  }

  ended(end: ActivityAttempt): void {
    const { workflowId, runId } = end.execution;
    const ofRun = this.open.get(runId);
    const heartbeats = ofRun?.get(end.activityId)?.heartbeats;
    ofRun?.delete(end.activityId);
    if (ofRun?.size === 0) this.open.delete(runId);
    this.done.push({
      workflowId,
      runId,
      activityId: end.activityId,
      activityType: end.activityType,
      attempt: end.attempt,
      scheduledTime: end.scheduledTime,
      startedTime: end.startedTime,
      endedTime: end.endedTime,
      outcome: end.outcome,
      // Of a timeout its type says all: what the server calls START_TO_CLOSE is spelled as in the docs.
      failure: end.timeoutType ? undefined : end.failure,
      timeoutType: end.timeoutType?.toLowerCase().replaceAll('_', '-'),
      nextRetryTime: end.nextAttemptTime,
      heartbeats,
    });
  }

  [Symbol.iterator](): Iterator<Attempt> {
    return [...this.done, ...[...this.open.values()].flatMap((ofRun) => [...ofRun.values()])][Symbol.iterator]();
  }
}

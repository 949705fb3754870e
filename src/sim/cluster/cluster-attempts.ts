/** How attempts of activities went on a real worker, as the worker saw it: a history has only the last one of each activity. */
import type { Context, Info } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import { real } from '../../clock/real';
import type { Attempt } from '../attempts';

type Mutable = { -readonly [K in keyof Attempt]: Attempt[K] } & { heartbeats?: { time: number }[] };
type Next<I> = (input: I) => Promise<unknown>;

export class ClusterAttempts implements Iterable<Attempt> {
  private readonly records: Mutable[] = [];
  /** The latest attempt of each activity, by run id and activity id. */
  private readonly latest = new Map<string, Mutable>();

  /** An interceptor for the worker's option `interceptors.activity`. Local activities have no attempts of their own in pictures. */
  readonly interceptor = (context: Context) => ({
    inbound: {
      execute: async <I>(input: I, next: Next<I>): Promise<unknown> => {
        const record = this.started(context.info);
        if (!record) return next(input);
        followHeartbeats(context, record);
        try {
          const result = await next(input);
          end(record, 'completed');
          return result;
        } catch (error) {
          // It has not ended: somebody else completes it.
          if ((error as Error)?.name === 'CompleteAsyncError') throw error;
          const isTimeout = context.cancellationDetails?.timedOut === true;
          end(record, isTimeout ? 'timed-out' : error instanceof CancelledFailure ? 'cancelled' : 'failed', error);
          throw error;
        }
      },
    },
  });

  [Symbol.iterator](): Iterator<Attempt> {
    return this.records[Symbol.iterator]();
  }

  private started(info: Info): Mutable | undefined {
    if (info.isLocal || !info.workflowExecution) return undefined;
    const { workflowId, runId } = info.workflowExecution;
    const record: Mutable = {
      workflowId,
      runId,
      activityId: info.activityId,
      activityType: info.activityType,
      attempt: info.attempt,
      scheduledTime: info.currentAttemptScheduledTimestampMs,
      startedTime: real.dateNow(),
      outcome: 'lost',
    };
    const key = JSON.stringify([runId, info.activityId]);
    const before = this.latest.get(key);
    // When the server would try again stands in the next attempt only.
    if (before) before.nextRetryTime = record.scheduledTime;
    this.latest.set(key, record);
    this.records.push(record);
    return record;
  }
}

function followHeartbeats(context: Context, record: Mutable): void {
  const { heartbeat } = context;
  const followed = (details?: unknown) => {
    record.heartbeats ??= [];
    record.heartbeats.push({ time: real.dateNow() });
    heartbeat(details);
  };
  Object.defineProperty(context, 'heartbeat', { value: followed, configurable: true });
}

function end(record: Mutable, outcome: Attempt['outcome'], error?: unknown): void {
  record.endedTime = real.dateNow();
  record.outcome = outcome;
  if (outcome === 'failed') record.failure = oneLine(error);
}

function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const type = (error as { type?: string | null }).type ?? error.name;
  return type && type !== 'Error' ? `${type}: ${error.message}` : error.message;
}

import type { Duration, Failure, Payload, RetryPolicy, Timestamp, temporal } from '../../base/api';
import type { ExecutionKey } from '../../history/worker-protocol';
import type { LocalActivityMachine } from './machines/local-activity';
import type { WorkflowWorkerOptions } from './run-options';

/** One local activity that the workflow has scheduled, to be run in this worker with all its retries. */
export interface LocalActivityCall {
  readonly execution: ExecutionKey;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly workflowType: string;
  readonly seq: number;
  readonly activityId: string;
  readonly activityType: string;
  /** The number of the first attempt: above 1 after a backoff that was waited out with a timer. */
  readonly attempt: number;
  readonly arguments: readonly Payload[];
  readonly headers: Readonly<Record<string, Payload>>;
  readonly scheduleToCloseTimeout?: Duration | null;
  readonly scheduleToStartTimeout?: Duration | null;
  readonly startToCloseTimeout?: Duration | null;
  readonly retryPolicy?: RetryPolicy | null;
  /** A backoff above this is not waited out by the worker, but by a timer of the workflow. Default 60 s. */
  readonly localRetryThreshold?: Duration | null;
  /** When the first attempt was scheduled, if that was before a backoff. */
  readonly originalScheduleTime?: Timestamp | null;
  readonly priority?: temporal.api.common.v1.IPriority | null;
}

/**
 * How a local activity ended. Failures are as the activity gave them (an application failure, a timeout, a cancellation);
 * what the workflow sees around them is not the runner's concern.
 */
export type LocalActivityOutcome = {
  /** Number of the last attempt. */
  readonly attempt: number;
  /** Virtual milliseconds from its start to its end, all attempts and the waits between them included. */
  readonly runtimeMs: number;
} & (
  | { readonly kind: 'completed'; readonly result: Payload }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled'; readonly failure: Failure }
  /** The next attempt is due only after more than `localRetryThreshold`. */
  | {
      readonly kind: 'backoff';
      readonly failure: Failure;
      readonly backoff: Duration;
      readonly originalScheduleTime: Timestamp;
    }
);

export interface LocalActivityHandle {
  /** Asks the activity to stop. Its outcome still comes, unless nobody waits for it. */
  cancel(): void;
}

/**
 * Starts a local activity; `onResolved` is called once, later, never before this function returns. It says whether somebody waited:
 * the run may have left memory, and then the workflow task that is open now is not about this call.
 */
export type RunLocalActivity = (
  call: LocalActivityCall,
  onResolved: (outcome: LocalActivityOutcome) => boolean,
) => LocalActivityHandle;

/** The call that runs what a machine stands for. */
export function localActivityCall(
  run: {
    readonly workflowId: string;
    readonly runId: string;
    readonly workflowType: string;
    readonly options: Pick<WorkflowWorkerOptions, 'namespace' | 'taskQueue'>;
  },
  { attributes: a, seq }: LocalActivityMachine,
): LocalActivityCall {
  return {
    execution: { workflowId: run.workflowId, runId: run.runId },
    namespace: run.options.namespace,
    taskQueue: run.options.taskQueue,
    workflowType: run.workflowType,
    seq,
    activityId: a.activityId!,
    activityType: a.activityType!,
    attempt: a.attempt ?? 1,
    arguments: a.arguments ?? [],
    headers: a.headers ?? {},
    scheduleToCloseTimeout: a.scheduleToCloseTimeout,
    scheduleToStartTimeout: a.scheduleToStartTimeout,
    startToCloseTimeout: a.startToCloseTimeout,
    retryPolicy: a.retryPolicy,
    localRetryThreshold: a.localRetryThreshold,
    originalScheduleTime: a.originalScheduleTime,
  };
}

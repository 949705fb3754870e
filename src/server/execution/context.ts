/** What an execution sees of the server around it. */
import type { Duration } from '../../base/api';
import type { IdSource } from '../../base/ids';
import type { Step } from '../../base/step';
import type { VirtualClock } from '../../clock/virtual-clock';
import type { ActivityTask, ExecutionKey } from '../../history/worker-protocol';
import type { Matching } from '../matching';
import type { ServerVersion } from '../policy/retry-policy';
import type { Execution, StartSpec } from './execution';
import type { SearchAttributeTypes } from './search-attributes';

/** An attempt of an activity has ended; histories do not show this for attempts that are retried. */
export interface ActivityAttempt {
  readonly execution: ExecutionKey;
  readonly activityId: string;
  readonly activityType: string;
  readonly attempt: number;
  readonly scheduledTime: number;
  readonly startedTime?: number;
  readonly endedTime: number;
  readonly outcome: 'completed' | 'failed' | 'timed-out' | 'cancelled';
  readonly failure?: string;
  readonly timeoutType?: string;
  readonly nextAttemptTime?: number;
}

/** Told of what histories do not show; for logs, timelines and oracles. */
export interface ServerObserver {
  attemptEnded?(attempt: ActivityAttempt): void;
  attemptStarted?(task: ActivityTask): void;
  heartbeat?(execution: ExecutionKey, activityId: string, attempt: number, time: number): void;
  started?(execution: Execution): void;
  /** A transaction has written events. */
  grown?(execution: Execution): void;
  closed?(execution: Execution): void;
  /** Somebody has deleted it. */
  removed?(execution: Execution): void;
  /** Somebody has looked for a run of this workflow. */
  looked?(workflowId: string): void;
  /** A worker failed a workflow task; `error` is its own error object. */
  workflowTaskFailed?(execution: Execution, cause: string, error: unknown): void;
}

export interface ServerContext {
  readonly clock: VirtualClock;
  readonly ids: IdSource;
  readonly version: ServerVersion;
  readonly matching: Matching;
  readonly observer: ServerObserver;
  /** A number from 0 up to 1 of the world's seeded source. */
  random(): number;
  /** Something can run now; the world picks when. */
  post(step: Step): void;
  /** A duration object for these milliseconds; shared, since most are the same few. */
  duration(ms: number): Duration;
  /** The current (latest) run of a workflow id, or the run with that id. */
  find(namespace: string, workflowId: string, runId?: string | null): Execution | undefined;
  /** Starts a run: its first events, its timers, its first workflow task. `beforeTask` runs within that transaction. */
  startRun(namespace: string, spec: StartSpec, runId: string, beforeTask?: (execution: Execution) => void): Execution;
  /** A run has closed, and what continues its chain has begun; called within the transaction that closes it. */
  runClosed(execution: Execution): void;
  namespaceId(namespace: string): string;
  /** Registered custom search attributes of a namespace. */
  searchAttributeTypes(namespace: string): SearchAttributeTypes;
  /** Why a child with this id cannot start now; terminates a running one where the policy says so. */
  childConflict(
    namespace: string,
    workflowId: string,
    reusePolicy: number,
  ): 'WORKFLOW_ALREADY_EXISTS' | 'NAMESPACE_NOT_FOUND' | undefined;
}

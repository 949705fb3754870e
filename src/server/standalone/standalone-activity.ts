/**
 * One run of a standalone activity: an activity that a client started, without a workflow. It has no history; its state is that of
 * the activity machine, and how it ended. `transact` is the one way to change it. The behaviour stands in `attempts.ts` and `end.ts`.
 */
import type { Failure, Payloads, SearchAttributes, temporal, UserMetadata } from '../../base/api';
import type { ActivityExecutionStatusName, RetryStateName } from '../../base/enums';
import { TimerGate } from '../../clock/timer-gate';
import type { EventAttributes } from '../../history/event';
import type { ExecutionKey } from '../../history/worker-protocol';
import type { ServerContext } from '../execution/context';
import { type Activity, scheduleActivity } from '../machines/activity';
import type { VisibleExecution } from '../visibility/columns';

/** What a standalone activity was started with, all defaults filled in. */
export interface StandaloneSpec {
  readonly activityId: string;
  readonly attributes: EventAttributes['ActivityTaskScheduled'];
  /** Milliseconds before the first attempt may start; the two timeouts that count from the scheduling count from then. */
  readonly startDelayMs: number;
  readonly requestId: string;
  readonly searchAttributes: NonNullable<SearchAttributes['indexedFields']>;
  readonly userMetadata?: UserMetadata | null;
  readonly links: readonly temporal.api.common.v1.ILink[];
}

/** How it ended. A failure has a retry state unless a client ended the activity. */
export type StandaloneOutcome =
  | { readonly result: Payloads }
  | { readonly failure: Failure; readonly retryState?: RetryStateName };

/** Who asked for its cancellation, and why. */
export interface CancelRequest {
  readonly identity: string;
  readonly requestId: string;
  readonly reason: string;
}

export class StandaloneActivity implements VisibleExecution {
  readonly activity: Activity;
  /** For those who observe attempts, which all have such a key: there is no workflow, and the run is the activity's. */
  readonly key: ExecutionKey;
  readonly startTime: number;
  /** When the first attempt may start. */
  readonly executionTime: number;
  closeTime = 0;
  status: ActivityExecutionStatusName = 'RUNNING';
  outcome: StandaloneOutcome | undefined;
  cancelRequest: CancelRequest | undefined;
  terminateRequestId = '';
  heartbeatCount = 0;
  /** Over all attempts; 0: there was none. */
  lastHeartbeatTime = 0;
  stateTransitionCount = 0;
  /** Called after each transaction. */
  readonly watchers = new Set<() => void>();
  readonly gate: TimerGate;

  constructor(
    readonly server: ServerContext,
    readonly namespace: string,
    readonly standalone: StandaloneSpec,
    readonly runId: string,
    /** Called within the transaction that ends it. */
    readonly onClosed: () => void,
  ) {
    this.key = { workflowId: '', runId };
    this.startTime = this.now;
    this.executionTime = this.startTime + standalone.startDelayMs;
    this.activity = scheduleActivity(0, standalone.attributes, this.executionTime);
    this.gate = new TimerGate(server.clock, () => this.fireDueTimers());
  }

  get activityId(): string {
    return this.standalone.activityId;
  }

  get now(): number {
    return this.server.clock.now();
  }

  get isRunning(): boolean {
    return this.status === 'RUNNING';
  }

  /** Lists know an execution by this name, whatever it is; filters say `ActivityId`. */
  get workflowId(): string {
    return this.activityId;
  }

  get spec(): VisibleExecution['spec'] {
    const { activityType, taskQueue } = this.activity;
    return { workflowType: activityType, taskQueue } as VisibleExecution['spec'];
  }

  get searchAttributes(): VisibleExecution['searchAttributes'] {
    return this.standalone.searchAttributes;
  }

  /** There is no history. */
  readonly log = { length: 0 };
  readonly historySizeBytes = 0;

  /** One synchronous transaction. They are not nested. */
  transact<T>(change: () => T): T {
    try {
      return change();
    } finally {
      this.stateTransitionCount++;
      this.gate.register();
      for (const watcher of [...this.watchers]) watcher();
    }
  }

  private fireDueTimers(): void {
    this.transact(() => {
      for (let due = this.gate.takeDue(); due; due = this.gate.takeDue()) due.action();
    });
  }
}

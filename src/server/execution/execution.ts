/**
 * One run of a workflow: its history, the state derived from it, and the one way to change both: `transact`. Within a
 * transaction events are appended (or buffered, while a workflow task is started); at its end a workflow task is scheduled if
 * one is needed, the run's next timer is registered, and those who wait for the history are told.
 *
 * The behaviour stands in the files beside this one, a concept each; they are functions over an Execution.
 */
import type { Duration, Failure, Memo, Payloads, RetryPolicy, SearchAttributes, UserMetadata } from '../../base/api';
import type { WorkflowExecutionStatusName } from '../../base/enums';
import { invariant } from '../../base/errors';
import { type GateTimer, TimerGate } from '../../clock/timer-gate';
import type { AnyEvent, EventAttributes, EventType, WireFields } from '../../history/event';
import { EventLog } from '../../history/event-log';
import type { ExecutionKey } from '../../history/worker-protocol';
import type { Activity } from '../machines/activity';
import { newWorkflowTaskState, type WorkflowTaskState } from '../machines/workflow-task';
import type { Poller } from '../matching';
import type { DeploymentVersion, VersioningOverride } from '../policy/versioning-override';
import { BufferedEvents, type BufferOptions, type EventWriter } from './buffered-events';
import type { Child } from './children';
import type { ServerContext } from './context';
import type { ExecutionOptions } from './execution-options';
import type { ExternalRequest } from './external-requests';
import { type BufferedQuery, dispatchWaitingQueries } from './queries';
import { exceededLimit, isBufferFull, terminateOverLimit } from './size-limits';
import type { UpdateRegistry } from './updates';
import { ensureWorkflowTask, failOverflowingTask, promoteSpeculative } from './workflow-task';

/** What a run was started with: a start request, a child command or a predecessor, all defaults filled in. */
export interface StartSpec {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly taskQueue: string;
  readonly input?: Payloads | null;
  readonly header?: EventAttributes['WorkflowExecutionStarted']['header'];
  readonly memo?: Memo | null;
  readonly searchAttributes?: SearchAttributes | null;
  readonly userMetadata?: UserMetadata | null;
  /** Milliseconds; 0: none. */
  readonly executionTimeoutMs: number;
  readonly runTimeoutMs: number;
  readonly taskTimeoutMs: number;
  readonly retryPolicy?: RetryPolicy | null;
  readonly cronSchedule?: string;
  readonly firstTaskBackoffMs: number;
  readonly attempt: number;
  readonly identity: string;
  readonly requestId: string;
  readonly initiator?: number;
  readonly continuedExecutionRunId?: string;
  readonly continuedFailure?: Failure | null;
  readonly lastCompletionResult?: Payloads | null;
  readonly firstExecutionRunId?: string;
  /** Absolute, over the whole chain; 0: none. */
  readonly executionExpirationTime?: number;
  readonly parent?: ParentLink;
  readonly root?: ExecutionKey;
  readonly priority?: EventAttributes['WorkflowExecutionStarted']['priority'];
  readonly versioningOverride?: VersioningOverride;
  /** The version that the run before, or the parent, was pinned to. */
  readonly inheritedPinnedVersion?: DeploymentVersion;
}

export interface ParentLink {
  readonly namespace: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly initiatedId: number;
}

/** A user timer that has been started and has not fired. */
export interface PendingTimer {
  readonly timerId: string;
  readonly startedId: number;
  readonly timer: GateTimer;
}

/** Beside type and attributes, what an event has. */
interface AppendOptions {
  readonly time?: number;
  readonly userMetadata?: UserMetadata | null;
}

/** Events that say nothing to workflow code, which older workers need not know. */
const WORKER_MAY_IGNORE: ReadonlySet<EventType> = new Set(['WorkflowExecutionOptionsUpdated']);

/** Somebody who waits for events of this run, or for its end. */
export interface HistoryWaiter {
  readonly wantsClose: boolean;
  wake(): void;
}

export class Execution {
  readonly log = new EventLog();
  readonly key: ExecutionKey;
  status: WorkflowExecutionStatusName = 'RUNNING';
  readonly startTime: number;
  closeTime = 0;
  closeEventId = 0;
  /** When the run's first workflow task may be scheduled; later than `startTime` with a start delay, cron, or retry backoff. */
  readonly executionTime: number;
  executionExpirationTime = 0;
  runExpirationTime = 0;

  readonly workflowTask: WorkflowTaskState = newWorkflowTaskState();
  /** The sticky queue that the last completed workflow task named; its worker has the run cached. */
  stickyQueue: string | undefined;
  /** While commands of a worker are carried out: the worker, which gets the activities that it asks for. */
  eagerPoller: Poller | undefined;
  readonly buffered = new BufferedEvents();
  readonly activities = new Map<number, Activity>();
  readonly activityIds = new Map<string, Activity>();
  readonly timers = new Map<string, PendingTimer>();
  readonly children = new Map<number, Child>();
  readonly externalRequests = new Map<number, ExternalRequest>();
  updates: UpdateRegistry | undefined;
  queries: BufferedQuery[] = [];
  cancelRequested = false;
  cancelRequestedId = 0;
  signalCount = 0;
  /** The workflow task before tried to close the run, which had events that it had not seen; see `closing.ts`. */
  closeAttempted = false;
  readonly deferredRequests = new Set<() => void>();
  readonly signalRequestIds = new Set<string>();
  /** Of starts that found this run instead of starting one, and asked to be remembered. */
  readonly attachedRequestIds = new Set<string>();
  memo: Record<string, NonNullable<Memo['fields']>[string]>;
  searchAttributes: Record<string, NonNullable<SearchAttributes['indexedFields']>[string]>;
  /** What was said at the start, and changed since. */
  options: ExecutionOptions;
  historySizeBytes = 0;
  /** What the server remembers of its activities: see `size-limits.ts`. */
  heldBytes = 0;
  stateTransitionCount = 0;
  /** True between the start and the time at which a start delay, cron or retry backoff ends. */
  inBackoff = false;
  /** Runs while a child waits for its parent to record its start. */
  waitsForParent = false;
  successorRunId: string | undefined;
  /** Ancestry: `originalExecutionRunId` differs from the run id only after a reset. */
  originalRunId: string;
  readonly firstRunId: string;
  /** Begun, in the end, by a schedule or by cron, which may go on for ever: its timers alone keep no deadlock hidden. */
  readonly isBackground: boolean;

  /** Set by events that the workflow has to see. */
  needsWorkflowTask = false;
  readonly waiters = new Set<HistoryWaiter>();

  private readonly gate: TimerGate;
  private depth = 0;
  private toldLength = 0;

  constructor(
    readonly server: ServerContext,
    readonly namespace: string,
    readonly spec: StartSpec,
    runId: string,
  ) {
    this.isBackground = isBackground(server, spec);
    this.gate = new TimerGate(
      server.clock,
      () => this.fireDueTimers(),
      this.isBackground ? 'background' : 'foreground',
      spec.workflowId,
    );
    this.key = { workflowId: spec.workflowId, runId };
    this.startTime = server.clock.now();
    this.executionTime = this.startTime + spec.firstTaskBackoffMs;
    this.originalRunId = runId;
    this.firstRunId = spec.firstExecutionRunId ?? runId;
    this.options = { priority: spec.priority, versioningOverride: spec.versioningOverride };
    this.memo = { ...spec.memo?.fields };
    this.searchAttributes = { ...spec.searchAttributes?.indexedFields };
  }

  get workflowId(): string {
    return this.key.workflowId;
  }

  get runId(): string {
    return this.key.runId;
  }

  get isRunning(): boolean {
    return this.status === 'RUNNING';
  }

  get now(): number {
    return this.server.clock.now();
  }

  get taskQueue(): string {
    return this.spec.taskQueue;
  }

  get taskTimeout(): Duration {
    return this.server.duration(this.spec.taskTimeoutMs);
  }

  /** One synchronous transaction; nested ones belong to the outermost. */
  transact<T>(change: () => T): T {
    this.depth++;
    try {
      return change();
    } finally {
      if (--this.depth === 0) this.commit();
    }
  }

  /** Appends an event at once: for starts, closes, workflow task events and what commands write. */
  append<T extends EventType>(type: T, attributes: EventAttributes[T], options: AppendOptions = {}): number {
    const id = this.log.length + 1;
    const event = { id, time: options.time ?? this.now, type, attributes } as AnyEvent;
    if (options.userMetadata) (event as { userMetadata?: UserMetadata }).userMetadata = options.userMetadata;
    if (WORKER_MAY_IGNORE.has(type)) (event as { wire?: WireFields }).wire = { workerMayIgnore: true };
    this.log.append(event);
    this.historySizeBytes += approximateSize(attributes as Record<string, unknown>);
    return id;
  }

  /**
   * Records an event that came from outside a workflow task (a signal, a result, a timer). While a workflow task is started it
   * is buffered, without an id, until that task has ended; `write` is called when the id is known.
   */
  record<T extends EventType>(type: T, write: EventWriter<T>, options: BufferOptions & { time?: number } = {}): void {
    invariant(this.depth > 0, `${type} was recorded outside a transaction`);
    const time = options.time ?? this.now;
    if (this.workflowTask.status === 'started') {
      this.buffered.push(type, write, time, options);
      return;
    }
    promoteSpeculative(this);
    this.append(type, write(this.log.length + 1), { time });
    if (options.wakes ?? true) this.needsWorkflowTask = true;
  }

  /** Registers something that this run does at a time, inside a transaction; undone by `cancelTimer`. */
  scheduleTimer(dueAt: number, action: () => void): GateTimer {
    return this.gate.add(dueAt, action);
  }

  cancelTimer(timer: GateTimer | undefined): void {
    if (timer) this.gate.remove(timer);
  }

  /** After a close: nothing of this run is due any more. */
  dropTimers(): void {
    this.gate.clear();
  }

  /** When this run acts next by itself; undefined: never. For error texts. */
  nextTimerAt(): number | undefined {
    return this.gate.nextDueAt;
  }

  private commit(): void {
    this.stateTransitionCount++;
    const exceeded = this.isRunning ? exceededLimit(this) : undefined;
    if (exceeded) terminateOverLimit(this, exceeded);
    if (isBufferFull(this)) failOverflowingTask(this);
    if (this.isRunning) ensureWorkflowTask(this);
    dispatchWaitingQueries(this);
    this.gate.register();
    if (this.log.length !== this.toldLength) {
      this.toldLength = this.log.length;
      this.server.observer.grown?.(this);
      this.wakeWaiters();
    }
  }

  private wakeWaiters(): void {
    if (this.waiters.size === 0) return;
    for (const waiter of [...this.waiters]) if (!waiter.wantsClose || !this.isRunning) waiter.wake();
  }

  private fireDueTimers(): void {
    this.transact(() => {
      for (let due = this.gate.takeDue(); due; due = this.gate.takeDue()) due.action();
    });
  }
}

function isBackground(server: ServerContext, { cronSchedule, searchAttributes, parent }: StartSpec): boolean {
  if (cronSchedule || searchAttributes?.indexedFields?.TemporalScheduledById) return true;
  return !!parent && !!server.find(parent.namespace, parent.workflowId, parent.runId)?.isBackground;
}

/** About what an event takes on the wire; the server only compares it with large limits. */
function approximateSize(attributes: Record<string, unknown>): number {
  let size = 60;
  for (const key in attributes) {
    const value = attributes[key];
    if (typeof value === 'string') size += value.length;
    else if (value !== null && typeof value === 'object') {
      const { payloads } = value as Payloads;
      size += 8;
      if (payloads) for (const payload of payloads) size += (payload.data?.length ?? 0) + 24;
    }
  }
  return size;
}

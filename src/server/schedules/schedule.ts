/**
 * A schedule: on the server a workflow of its own, here an object with the same rules. Whatever happens to it (a time of its
 * spec comes, a request, the end of a run that starts wait for) ends in one pass: the time that has passed becomes buffered
 * starts, the buffer becomes runs, and one timer is registered with the clock for what comes next.
 *
 * The steps of a pass stand in the files beside this one, a concept each; they are functions over a Schedule.
 */
import type { Failure, Memo, Payloads, SearchAttributes } from '../../base/api';
import type { WorkflowExecutionStatusName } from '../../base/enums';
import { LimitError } from '../../base/errors';
import type { Timer } from '../../clock/virtual-clock';
import type { ExecutionKey } from '../../history/worker-protocol';
import type { ServerContext } from '../execution/context';
import type { ScheduleTime } from '../schedule-spec/compiled-spec';
import { type Backfill, backfillsWaitASecond, takeBackfills } from './backfills';
import { INITIAL_CONFLICT_NUMBER } from './conflict-token';
import type { ScheduleDefinition, ScheduleState } from './definition';
import { SCHEDULE_LIMITS } from './limits';
import type { OverlapPolicyNumber } from './overlap';
import { takeActions } from './take-actions';

export interface ScheduleIdentity {
  readonly namespace: string;
  readonly scheduleId: string;
  /** Of the create request, and of the workflow that the schedule is on a server. */
  readonly requestId: string;
  readonly runId: string;
  readonly memo: Memo | null | undefined;
}

/** A start that is due, or waits for the end of another one. */
export interface BufferedStart extends ScheduleTime {
  /** 0: the schedule's policy at the moment when it matters. */
  readonly overlap: OverlapPolicyNumber;
  /** Triggered or backfilled: neither a pause nor the limit of actions holds it back. */
  readonly manual: boolean;
}

/** A start that was made. */
export interface ActionResult {
  /** The time it was due, with jitter. */
  readonly scheduleTime: number;
  readonly actualTime: number;
  /** The run id is that of the first run of its chain. */
  readonly execution: ExecutionKey;
  status: WorkflowExecutionStatusName;
}

export class Schedule {
  readonly createTime: number;
  /** 0: never updated. */
  updateTime = 0;
  conflictNumber = INITIAL_CONFLICT_NUMBER;
  isDeleted = false;
  /** Why there are no further times, where the spec's search gave up. */
  invalidScheduleError = '';

  buffer: BufferedStart[] = [];
  backfills: Backfill[] = [];
  /** First runs of the chains that are open and that other starts have to respect. */
  running: ExecutionKey[] = [];
  /** The last ten, oldest first. */
  readonly recentActions: ActionResult[] = [];
  actionCount = 0;
  missedCatchupWindow = 0;
  overlapSkipped = 0;
  bufferDropped = 0;
  /** What the next exclusive run is told of the ones before it. */
  lastCompletionResult: Payloads | null = null;
  continuedFailure: Failure | null = null;

  /** The last time of the spec that was looked at; the search goes on from there. */
  lastProcessed: number;
  private found: { readonly after: number; readonly time: ScheduleTime | undefined } | undefined;
  private timer: Timer | undefined;
  private readonly seenRequests = new Set<string>();

  constructor(
    readonly server: ServerContext,
    /** By the id of a chain's first run: the schedule that is told of the chain's end. */
    readonly watchers: Map<string, Schedule>,
    readonly identity: ScheduleIdentity,
    private current: ScheduleDefinition,
    public state: ScheduleState,
    public searchAttributes: SearchAttributes | null | undefined,
  ) {
    this.createTime = server.clock.now();
    this.lastProcessed = this.createTime;
  }

  get now(): number {
    return this.server.clock.now();
  }

  get definition(): ScheduleDefinition {
    return this.current;
  }

  set definition(definition: ScheduleDefinition) {
    this.current = definition;
    this.found = undefined;
    this.invalidScheduleError = '';
  }

  /** What the schedule calls itself where it starts, cancels or terminates a run. */
  get clientIdentity(): string {
    return `temporal-scheduler-${this.identity.namespace}-${this.identity.scheduleId}`;
  }

  /** One pass over the schedule, as on the server: first the time that has passed, then the change, then what follows. */
  pass(change?: () => void): void {
    this.passTime();
    if (change) {
      change();
      // Another spec may have times that lie before now, and with their jitter after it.
      this.passTime();
    }
    takeBackfills(this);
    takeActions(this);
    this.sleep();
  }

  /** The same, for a request that may come twice. */
  handle(requestId: string | null | undefined, change: () => void): void {
    if (requestId) {
      if (this.seenRequests.has(requestId)) return;
      this.seenRequests.add(requestId);
    }
    this.pass(change);
  }

  delete(): void {
    this.isDeleted = true;
    this.registerTimer(undefined);
  }

  /** Whether an action that the spec asks for may be taken now. */
  get maySchedule(): boolean {
    const { paused, limitedActions, remainingActions } = this.state;
    return !paused && (!limitedActions || remainingActions > 0);
  }

  policyOf(overlap: OverlapPolicyNumber): Exclude<OverlapPolicyNumber, 0> {
    return overlap || this.definition.policies.overlap;
  }

  addStart(start: BufferedStart): void {
    if (this.buffer.length >= SCHEDULE_LIMITS.buffer) this.bufferDropped++;
    else this.buffer.push(start);
  }

  /** The first time of the spec after the given one. Asked again for the same time, it does not search again. */
  nextTime(after: number): ScheduleTime | undefined {
    if (this.found?.after !== after) this.found = { after, time: this.search(after) };
    return this.found.time;
  }

  /** The same, for a look at times that are further away. */
  search(after: number): ScheduleTime | undefined {
    try {
      return this.definition.spec.next(after);
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      // As on the server, a schedule whose search gives up takes no further action until its spec is changed.
      this.invalidScheduleError = error.message;
      return undefined;
    }
  }

  private passTime(): void {
    const { now } = this;
    if (!this.maySchedule) {
      // What falls into a pause is neither missed nor caught up.
      this.lastProcessed = now;
      return;
    }
    const { catchupWindowMs } = this.definition.policies;
    for (let time = this.nextTime(this.lastProcessed); time && time.actual <= now; time = this.nextTime(time.actual)) {
      this.lastProcessed = time.actual;
      if (time.actual < this.updateTime) continue;
      if (now - time.actual > catchupWindowMs) this.missedCatchupWindow++;
      else this.addStart({ ...time, overlap: 0, manual: false });
    }
  }

  private sleep(): void {
    if (backfillsWaitASecond(this)) this.registerTimer(this.now + SCHEDULE_LIMITS.backfillPauseMs);
    else this.registerTimer(this.maySchedule ? this.nextTime(this.lastProcessed)?.actual : undefined);
  }

  private registerTimer(dueAt: number | undefined): void {
    if (this.timer && this.timer.dueAt === dueAt) return;
    if (this.timer) this.server.clock.cancel(this.timer);
    this.timer = dueAt === undefined ? undefined : this.server.clock.schedule(dueAt, this.onDue, 'recurring');
  }

  private readonly onDue = (): void => {
    this.timer = undefined;
    this.pass();
  };
}

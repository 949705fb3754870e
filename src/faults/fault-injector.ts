/** Says where the faults of a plan happen. It does nothing by itself: the world asks at each point, and carries out the answer. */
import type { Interruption, StepLabel } from '../base/step';
import { CallCounter } from './call-counter';
import {
  type ActivityFailure,
  type ActivityPlace,
  type ActivityTimeout,
  type EventFault,
  type Fault,
  type FaultPlan,
  faultMs,
  isActivityPlace,
  isEventFault,
  isTimedFault,
  type Reorder,
  type TimedFault,
  type WorkerCrash,
} from './fault';
import { placeText } from './fault-text';

/** What became of an entry of a plan. */
export interface FaultOutcome {
  readonly fault: Fault;
  /** How often it happened. */
  readonly times: number;
  /** When it first happened, in virtual milliseconds since the epoch. */
  readonly firstTime?: number;
  /** Where it did not: why, as far as is known. */
  readonly reason?: string;
}

/** An attempt of an activity, as faults see it. */
export interface AttemptKey {
  readonly activityType: string;
  readonly activityId: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly attempt: number;
}

export interface InjectorHost {
  now(): number;
  /** An entry has counted what came by: the next of its kind would be another one. */
  counted?(): void;
  /** Of an activity that the server knows. */
  hasStartTimeout(attempt: AttemptKey): boolean;
}

interface Entry {
  readonly fault: Fault;
  times: number;
  firstTime?: number;
  reason?: string;
  /** Its place has come; whether it can be carried out is not known yet. */
  isDue: boolean;
  /** When attempts began that a rate limit still counts. */
  begun: number[];
  /** Calls of a client, workflow tasks or heartbeats that came by so far; heartbeats by attempt. */
  readonly counts: Map<string, number>;
}

type EntryOf<F extends Fault> = Entry & { readonly fault: F };

const NOT_OF_LOCAL_ACTIVITIES = new Set<Fault['kind']>(['completion-lost', 'heartbeat-lost', 'delay']);

export class FaultInjector {
  private readonly entries: readonly Entry[];
  private readonly byActivity = new Map<string, EntryOf<Extract<Fault, ActivityPlace>>[]>();
  private readonly ofSteps: readonly Entry[];
  private readonly ofEvents: EntryOf<EventFault>[];
  private readonly calls = new CallCounter();
  private readonly startTime: number;
  /** Told whenever a fault happens. */
  onFault: ((fault: Fault) => void) | undefined;

  constructor(
    plan: FaultPlan,
    private readonly host: InjectorHost,
  ) {
    this.startTime = host.now();
    this.entries = plan.map((fault) => ({ fault, times: 0, isDue: false, begun: [], counts: new Map() }));
    for (const entry of this.entries) {
      if (!isOfActivity(entry)) continue;
      const { activity } = entry.fault;
      this.byActivity.set(activity, [...(this.byActivity.get(activity) ?? []), entry]);
    }
    this.ofSteps = this.entries.filter(({ fault }) => fault.kind === 'delay' && !isActivityPlace(fault));
    this.ofEvents = this.entries.filter((entry): entry is EntryOf<EventFault> => isEventFault(entry.fault));
  }

  /** Faults that come at a time of the world. Who carries them out tells `carriedOut`. */
  get timed(): TimedFault[] {
    return this.entries.map(({ fault }) => fault).filter(isTimedFault);
  }

  get reorders(): Reorder[] {
    return this.entries.map(({ fault }) => fault).filter((fault) => fault.kind === 'reorder');
  }

  /** What became of each entry, in the order of the plan. */
  outcomes(): FaultOutcome[] {
    return this.entries.map((entry) => {
      const { fault, times, firstTime, reason } = entry;
      return { fault, times, firstTime, reason: times > 0 ? undefined : (reason ?? whyNot(entry)) };
    });
  }

  /** How far it has come, as JSON: what happens from now on depends on this, and on what comes by. */
  state(): unknown {
    const entries = this.entries.map(({ times, reason, isDue, begun, counts }) => ({
      times,
      reason,
      isDue,
      begun,
      counts: [...counts],
    }));
    return { entries, calls: this.calls.state() };
  }

  /** A fault that others carry out has happened; or it could not, for this reason. */
  carriedOut(fault: Fault, failure?: string): void {
    const entry = this.entries.find((one) => one.fault === fault)!;
    if (failure === undefined) this.count(entry);
    else entry.reason = failure;
  }

  /** A step is about to be ready. */
  interrupt(step: StepLabel): Interruption | undefined {
    switch (step.kind) {
      case 'activity-task':
        return this.interruptActivity(step, (entry) => this.onTask(entry, step));
      case 'activity-answer':
        return this.interruptActivity(step, ({ fault }) => {
          if (fault.kind === 'completion-lost') return 'lost';
          return fault.kind === 'delay' && fault.of === 'completion' ? faultMs(fault.by) : undefined;
        });
      case 'heartbeat':
        return this.interruptActivity(step, (entry) => onHeartbeat(entry, step));
      case 'workflow-task':
      case 'request':
        return this.interruptCall(step);
      default:
        return undefined;
    }
  }

  /** An attempt is about to run: the fault that takes the place of its function. */
  replacement(
    attempt: AttemptKey,
    { hasHeartbeatTimeout, isLocal }: { hasHeartbeatTimeout: boolean; isLocal: boolean },
  ): ActivityFailure | ActivityTimeout | undefined {
    for (const entry of this.at(attempt)) {
      const { fault } = entry;
      if (isLocal && NOT_OF_LOCAL_ACTIVITIES.has(fault.kind)) {
        entry.reason = `${fault.activity} is a local activity, which starts and answers within its worker`;
      }
      if (fault.kind !== 'activity-failure' && fault.kind !== 'activity-timeout') continue;
      if (fault.kind === 'activity-failure' && fault.above && !this.isAbove(entry, fault.above)) continue;
      if (fault.kind === 'activity-timeout' && fault.timeout === 'schedule-to-start') continue;
      if (fault.kind === 'activity-timeout' && fault.timeout === 'heartbeat' && !hasHeartbeatTimeout) {
        entry.reason = `${placeText(fault)} has no heartbeat timeout`;
        continue;
      }
      this.count(entry);
      return fault;
    }
    return undefined;
  }

  /** An attempt has been given to a worker: the crash that comes with it. Who carries it out tells `carriedOut`. */
  crashDuring(attempt: AttemptKey): WorkerCrash | undefined {
    for (const entry of this.at(attempt)) {
      if (entry.fault.kind !== 'worker-crash') continue;
      entry.isDue = true;
      return entry.fault;
    }
    return undefined;
  }

  /** The history of a workflow has got to this length: faults that come now, each once. Who carries them out tells `carriedOut`. */
  grown(workflowId: string, length: number): EventFault[] {
    const found: EventFault[] = [];
    for (const entry of this.ofEvents) {
      const { fault } = entry;
      if (length < fault.event) continue;
      if (fault.workflowId !== undefined && fault.workflowId !== workflowId) continue;
      if (fault.workflowId === undefined) this.host.counted?.();
      if (entry.isDue) continue;
      entry.isDue = true;
      found.push(fault);
    }
    return found;
  }

  /** The server has taken a client's signal: how many milliseconds later it comes again, for each time. */
  signalled(workflowId: string, signal: string): number[] {
    const again: number[] = [];
    for (const entry of this.entries) {
      const { fault } = entry;
      if (fault.kind !== 'signal-twice' || (fault.signal !== undefined && fault.signal !== signal)) continue;
      if (fault.workflowId !== undefined && fault.workflowId !== workflowId) continue;
      this.host.counted?.();
      if (!isTurn(entry, fault.call)) continue;
      this.count(entry);
      again.push(faultMs(fault.after ?? 0));
    }
    return again;
  }

  private interruptActivity(
    step: StepLabel,
    ask: (entry: Entry) => Interruption | undefined,
  ): Interruption | undefined {
    const { what: activityType, activityId = '', workflowId = '', runId = '', attempt = 1 } = step;
    for (const entry of this.at({ activityType, activityId, workflowId, runId, attempt })) {
      const interruption = ask(entry);
      if (interruption === undefined) continue;
      this.count(entry);
      return interruption;
    }
    return undefined;
  }

  private onTask(entry: Entry, step: StepLabel): Interruption | undefined {
    const { fault } = entry;
    if (fault.kind === 'delay') return fault.of === 'start' ? faultMs(fault.by) : undefined;
    if (fault.kind !== 'activity-timeout' || fault.timeout !== 'schedule-to-start') return undefined;
    const { what: activityType, activityId = '', workflowId = '', runId = '', attempt = 1 } = step;
    if (this.host.hasStartTimeout({ activityType, activityId, workflowId, runId, attempt })) return 'lost';
    entry.reason = `${placeText(fault)} has neither a schedule-to-start nor a schedule-to-close timeout`;
    return undefined;
  }

  private interruptCall(step: StepLabel): Interruption | undefined {
    const of = step.kind === 'request' ? 'request' : 'workflow-task';
    // Queries that go to a worker by themselves are no workflow tasks.
    if (of === 'workflow-task' && step.what !== 'workflow task') return undefined;
    for (const entry of this.ofSteps) {
      const fault = entry.fault as Extract<Fault, { kind: 'delay'; of: 'request' | 'workflow-task' }>;
      if (fault.of !== of || (fault.workflowId !== undefined && fault.workflowId !== step.workflowId)) continue;
      if (fault.of === 'request' && fault.method !== undefined && !isMethod(step.what, fault.method)) continue;
      this.host.counted?.();
      if (!isTurn(entry, fault.of === 'request' ? fault.call : fault.task)) continue;
      this.count(entry);
      return faultMs(fault.by);
    }
    return undefined;
  }

  /** Entries whose place is this attempt, and whose time is now. */
  private at(attempt: AttemptKey): EntryOf<Extract<Fault, ActivityPlace>>[] {
    const own = this.byActivity.get(attempt.activityType);
    const any = this.byActivity.get('*');
    const entries = own && any ? [...own, ...any] : (own ?? any);
    if (entries) this.host.counted?.();
    return entries ? entries.filter((entry) => this.isAt(entry, attempt)) : [];
  }

  private isAt(
    entry: EntryOf<Extract<Fault, ActivityPlace>>,
    { activityType, activityId, workflowId, runId, attempt }: AttemptKey,
  ): boolean {
    const place = entry.fault;
    if (place.workflowId !== undefined && place.workflowId !== workflowId) return false;
    const call = this.calls.numberOf(activityType, place.workflowId, `${runId}/${activityId}`);
    if (place.call !== 'every' && call !== (place.call ?? 1)) return false;
    if (place.attempt !== 'every' && attempt !== (place.attempt ?? 1)) return false;
    // Heartbeats are lost one after another; anything else that stands for one attempt of one call happens once.
    const isOne = place.attempt !== 'every' && place.call !== 'every' && entry.fault.kind !== 'heartbeat-lost';
    if (isOne && (entry.isDue || entry.times > 0)) return false;
    if (!place.between) return true;
    const [from, until] = place.between;
    const elapsed = this.host.now() - this.startTime;
    return elapsed >= faultMs(from) && elapsed < faultMs(until);
  }

  /** Notes that an attempt begins; true where there have been more than the rate allows. */
  private isAbove(entry: Entry, { attempts, per }: NonNullable<ActivityFailure['above']>): boolean {
    const now = this.host.now();
    entry.begun = entry.begun.filter((time) => time > now - faultMs(per));
    entry.begun.push(now);
    return entry.begun.length > attempts;
  }

  private count(entry: Entry): void {
    entry.times++;
    entry.firstTime ??= this.host.now();
    this.onFault?.(entry.fault);
  }
}

function whyNot({ fault, isDue, counts }: Entry): string {
  if (isDue || isTimedFault(fault)) return 'the world ended before';
  if (fault.kind === 'heartbeat-lost' && counts.size > 0) {
    return `${placeText(fault)} sent ${Math.max(...counts.values())} heartbeats, none of which was to be lost`;
  }
  if (fault.kind === 'activity-failure' && fault.above)
    return `the rate of ${fault.activity} was never above the limit`;
  if (isActivityPlace(fault)) return `${placeText(fault)} did not happen`;
  if (isEventFault(fault))
    return `${fault.workflowId ? `${fault.workflowId} never` : 'no workflow ever'} had an event ${fault.event}`;
  if (fault.kind === 'reorder') return `there was no choice ${fault.choice} with a step ${fault.index}`;
  return 'there was nothing of that kind';
}

function isOfActivity(entry: Entry): entry is EntryOf<Extract<Fault, ActivityPlace>> {
  return isActivityPlace(entry.fault);
}

function onHeartbeat(entry: Entry, { runId, activityId, attempt }: StepLabel): Interruption | undefined {
  if (entry.fault.kind !== 'heartbeat-lost') return undefined;
  const key = `${runId}/${activityId}/${attempt}`;
  const before = entry.counts.get(key) ?? 0;
  entry.counts.set(key, before + 1);
  return before >= (entry.fault.after ?? 0) ? 'lost' : undefined;
}

/** Counts what came by; true where it is the entry's turn. */
function isTurn(entry: Entry, turn: number | 'every' = 1): boolean {
  const number = (entry.counts.get('') ?? 0) + 1;
  entry.counts.set('', number);
  return turn === 'every' || turn === number;
}

/** Methods have the names of the service, whatever the case of their first letter. */
function isMethod(what: string, method: string): boolean {
  return what.toLowerCase() === method.toLowerCase();
}

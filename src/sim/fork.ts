/** Going back in time: a new world begins where an earlier step has left this one. */
import { InvalidInputError } from '../base/errors';
import type { VirtualClock } from '../clock/virtual-clock';
import type { ActivityAttempt } from '../server/execution/context';
import type { Execution } from '../server/execution/execution';
import { takeOverChildren } from '../server/execution/reset';
import { type ActivityProgress, announceClose, restoreExecution } from '../server/execution/restore';
import { startSpecOf } from '../server/execution/restore-spec';
import type { Activity } from '../server/machines/activity';
import type { Server } from '../server/server';
import type { WorldOptions } from './options';
import type { StepLog } from './step-log';

/** An event of a workflow. */
export interface EventPlace {
  readonly workflowId: string;
  /** Default: the workflow's latest run. */
  readonly runId?: string;
  readonly eventId: number;
}

/** Where a world is forked: the event is the last one that both worlds are to share. All other options take the place of the world's own. */
export interface ForkOptions extends WorldOptions, EventPlace {}

/** A moment between two steps. */
export interface PastMoment {
  /** The last step that belongs to the past. */
  readonly step: number;
  /** Virtual milliseconds since the epoch. */
  readonly time: number;
}

/** After a step of the world, a run's history had this length. */
interface Mark extends PastMoment {
  length: number;
}

/** From a step of the world on, an activity waits for this attempt, or runs it. */
interface Retry extends ActivityProgress {
  readonly step: number;
  lastFailure: ActivityProgress['lastFailure'];
}

/** What histories do not tell of a world's past: how long each was after each step, and at which attempt activities were. */
export class Journal {
  private readonly marks = new Map<Execution, Mark[]>();
  private readonly retries = new Map<Activity, Retry[]>();
  private readonly retriedOf = new Map<Execution, Activity[]>();
  /** At which step runs were deleted. */
  private readonly removals = new Map<Execution, number>();

  constructor(
    private readonly steps: Pick<StepLog, 'length'>,
    private readonly clock: VirtualClock,
  ) {}

  /** Begins to follow a run. */
  follow(execution: Execution): void {
    this.marks.set(execution, []);
    this.note(execution);
  }

  /** The history of a run has grown. */
  note(execution: Execution): void {
    const marks = this.marks.get(execution);
    // The first events are written before anybody is told of the run.
    if (!marks) return;
    const step = this.steps.length;
    const last = marks[marks.length - 1];
    if (last?.step === step) last.length = execution.log.length;
    else marks.push({ step, time: this.clock.now(), length: execution.log.length });
  }

  /** An attempt of an activity has ended, and the activity is about to go on to the next one. */
  retried(execution: Execution | undefined, { activityId, attempt, nextAttemptTime }: ActivityAttempt): void {
    const activity = execution?.activityIds.get(activityId);
    if (!execution || !activity || nextAttemptTime === undefined) return;
    let retries = this.retries.get(activity);
    if (!retries) {
      retries = [];
      this.retries.set(activity, retries);
      const activities = this.retriedOf.get(execution);
      if (activities) activities.push(activity);
      else this.retriedOf.set(execution, [activity]);
    }
    const last = retries.at(-1);
    if (last) last.lastFailure = activity.lastFailure;
    retries.push({
      step: this.steps.length,
      attempt: attempt + 1,
      dueAt: nextAttemptTime,
      heartbeatDetails: activity.heartbeatDetails,
      lastFailure: undefined,
    });
  }

  /** Where a run's activities were at a moment, by the id of their scheduled event; those at attempt 1 are left out. */
  progressAt(execution: Execution, { step }: PastMoment): Map<number, ActivityProgress> {
    const progress = new Map<number, ActivityProgress>();
    for (const activity of this.retriedOf.get(execution) ?? []) {
      const retries = this.retries.get(activity)!;
      const retry = retries[firstIndex(retries, (one) => one.step > step) - 1];
      if (!retry) continue;
      // The latest retry's failure is still with the activity.
      const lastFailure = retry === retries.at(-1) ? activity.lastFailure : retry.lastFailure;
      progress.set(activity.scheduledId, { ...retry, lastFailure });
    }
    return progress;
  }

  /** Somebody has deleted a run. */
  removed(execution: Execution, step = this.steps.length): void {
    this.removals.set(execution, step);
  }

  /** When a run was deleted, as a step before or after a moment; undefined: it was not. */
  removalAfter(execution: Execution, { step }: PastMoment): number | undefined {
    const removal = this.removals.get(execution);
    return removal === undefined ? undefined : removal - step;
  }

  /** What another journal knows of a run that this one follows. */
  remember(execution: Execution, past: readonly Mark[]): void {
    const marks = this.marks.get(execution)!;
    const { step } = marks[0]!;
    marks.unshift(...past.filter((mark) => mark.step < step));
  }

  /** @throws InvalidInputError where the run has no such event. */
  momentOf(execution: Execution, eventId: number): PastMoment {
    const { length } = execution.log;
    if (Number.isInteger(eventId) && eventId >= 1 && eventId <= length) {
      const marks = this.marks.get(execution)!;
      return marks[firstIndex(marks, (mark) => mark.length >= eventId)]!;
    }
    throw new InvalidInputError(
      `world.fork: eventId is ${String(eventId)}; it must be the id of an event of workflow '${execution.workflowId}', which has 1 to ${length}`,
    );
  }

  /** The run's marks up to a moment, counted as steps before the first one of the world that goes on from there. */
  marksUntil(execution: Execution, { step }: PastMoment): Mark[] {
    const marks = this.marks.get(execution)!;
    const past = marks.slice(
      0,
      firstIndex(marks, (mark) => mark.step > step),
    );
    return past.map((mark) => ({ ...mark, step: mark.step - step }));
  }
}

/** Where a property that holds from some index on begins to hold; the length, where it never does. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Side {
  readonly server: Server;
  readonly journal: Journal;
}

/** Rebuilds in a fresh world all runs of another one as they were at a moment. Their histories share the past's events. */
export function copyPast(from: Side, to: Side, moment: PastMoment): void {
  const now = () => to.server.clock.now();
  for (const [name, namespace] of from.server.namespaces) {
    to.server.namespaces.set(name, namespace.withoutExecutions(now));
  }
  const restored: Execution[] = [];
  for (const original of from.server.executions()) {
    const marks = from.journal.marksUntil(original, moment);
    const length = marks.at(-1)?.length ?? 0;
    if (length === 0) continue;
    const x = restoreAt(original, length, from.journal.progressAt(original, moment), to.server);
    to.server.adopt(x);
    to.journal.remember(x, marks);
    const removal = from.journal.removalAfter(original, moment);
    if (removal !== undefined && removal <= 0) {
      to.server.remove(x);
      to.journal.removed(x, removal);
    }
    restored.push(x);
  }
  for (const x of restored) {
    if (x.originalRunId !== x.runId && x.isRunning) takeOverChildren(x);
    // What the end of a run sets off in others happens at the same instant, in steps that may not have been taken.
    if (!x.isRunning && x.closeTime === moment.time) announceClose(x);
  }
}

function restoreAt(
  original: Execution,
  length: number,
  activities: ReadonlyMap<number, ActivityProgress>,
  server: Server,
): Execution {
  const started = original.log.event(1) as Parameters<typeof startSpecOf>[0];
  return restoreExecution(server, original.namespace, original.log.fork(length), {
    runId: original.runId,
    spec: { ...startSpecOf(started), requestId: original.spec.requestId },
    restartTime: original.startTime === started.time ? undefined : original.startTime,
    activities,
  });
}

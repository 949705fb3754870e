/** Going back in time: a new world begins where an earlier step has left this one. */
import { InvalidInputError } from '../base/errors';
import type { VirtualClock } from '../clock/virtual-clock';
import type { Execution } from '../server/execution/execution';
import { takeOverChildren } from '../server/execution/reset';
import { announceClose, restoreExecution } from '../server/execution/restore';
import { startSpecOf } from '../server/execution/restore-spec';
import type { Server } from '../server/server';
import type { WorldOptions } from './options';
import type { StepLog } from './step-log';

/** Where a world is forked; all other options take the place of the world's own. */
export interface ForkOptions extends WorldOptions {
  readonly workflowId: string;
  /** Default: the workflow's latest run. */
  readonly runId?: string;
  /** The last event that both worlds are to share. */
  readonly eventId: number;
}

/** A moment between two steps. */
export interface PastMoment {
  /** The last step that belongs to the past. */
  readonly step: number;
  /** Virtual milliseconds since the epoch. */
  readonly time: number;
}

/** After a step of the world, a run's history had this length. */
interface Mark extends PastMoment {
  readonly length: number;
}

/** How long the history of each run was after each step of a world. */
export class Journal {
  private readonly marks = new Map<Execution, Mark[]>();

  constructor(
    private readonly steps: Pick<StepLog, 'length'>,
    private readonly clock: VirtualClock,
  ) {}

  /** Begins to follow a run. */
  follow(execution: Execution): void {
    const marks: Mark[] = [];
    this.marks.set(execution, marks);
    const note = () => {
      const mark = { step: this.steps.length, time: this.clock.now(), length: execution.log.length };
      if (marks.at(-1)?.step === mark.step) marks.pop();
      marks.push(mark);
    };
    note();
    execution.waiters.add({ wantsClose: false, wake: note });
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
  for (const [name, namespace] of from.server.namespaces) to.server.namespaces.set(name, namespace.withoutExecutions());
  const restored: Execution[] = [];
  for (const original of from.server.executions()) {
    const marks = from.journal.marksUntil(original, moment);
    const length = marks.at(-1)?.length ?? 0;
    if (length === 0) continue;
    const x = restoreAt(original, length, to.server);
    to.server.adopt(x);
    to.journal.remember(x, marks);
    restored.push(x);
  }
  for (const x of restored) {
    if (x.originalRunId !== x.runId && x.isRunning) takeOverChildren(x);
    // What the end of a run sets off in others happens at the same instant, in steps that may not have been taken.
    if (!x.isRunning && x.closeTime === moment.time) announceClose(x);
  }
}

function restoreAt(original: Execution, length: number, server: Server): Execution {
  const started = original.log.event(1) as Parameters<typeof startSpecOf>[0];
  return restoreExecution(server, original.namespace, original.log.fork(length), {
    runId: original.runId,
    spec: { ...startSpecOf(started), requestId: original.spec.requestId },
    restartTime: original.startTime === started.time ? undefined : original.startTime,
  });
}

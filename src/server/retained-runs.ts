/**
 * The runs that a namespace still has, by id and in the order of lists. A closed one is gone when the namespace's retention has passed,
 * or when somebody deletes it: it is then as if it had never been, and no earlier run of its id becomes the latest.
 *
 * Nothing happens when the retention passes: it is looked at when somebody looks for runs, so that it moves no time.
 */
import type { VisibleExecution } from './visibility/columns';
import { ExecutionOrder } from './visibility/execution-order';

export interface RetainedRun extends VisibleExecution {
  readonly runId: string;
}

interface Closed<Run> {
  readonly run: Run;
  /** Virtual milliseconds since the epoch: from then on it is gone. */
  readonly until: number;
}

export interface RetentionClock {
  now(): number;
  /** How long a run is kept that closes now, in milliseconds. */
  retentionMs(): number;
}

export class RetainedRuns<Run extends RetainedRun> {
  private readonly byRunId = new Map<string, Run>();
  private readonly current = new Map<string, Run>();
  private readonly inOrder = new ExecutionOrder<Run>();
  /** Sorted by `until`; those before `gone` have been removed. */
  private closed: Closed<Run>[] = [];
  private gone = 0;

  constructor(private readonly clock: RetentionClock) {}

  /** From now on it is the latest of its id. It may have closed already. */
  add(run: Run): void {
    this.inOrder.add(run);
    this.byRunId.set(run.runId, run);
    this.current.set(run.workflowId, run);
    if (!run.isRunning) this.keep(run);
  }

  /** A run has closed; its close time is set. */
  close(run: Run): void {
    this.inOrder.changed();
    if (this.byRunId.get(run.runId) === run) this.keep(run);
  }

  remove(run: Run): void {
    if (this.byRunId.get(run.runId) !== run) return;
    this.inOrder.remove(run);
    this.byRunId.delete(run.runId);
    if (this.current.get(run.workflowId) === run) this.current.delete(run.workflowId);
  }

  findRun(runId: string): Run | undefined {
    this.expire();
    return this.byRunId.get(runId);
  }

  /** The latest run of an id, or the run with the given run id. */
  find(id: string, runId?: string | null): Run | undefined {
    if (!runId) {
      this.expire();
      return this.current.get(id);
    }
    const run = this.findRun(runId);
    return run?.workflowId === id ? run : undefined;
  }

  /** In the order of their starts. */
  all(): Iterable<Run> {
    this.expire();
    return this.byRunId.values();
  }

  get order(): ExecutionOrder<Run> {
    this.expire();
    return this.inOrder;
  }

  /** Nearly always the last to close is the last to go. */
  private keep(run: Run): void {
    const until = run.closeTime + this.clock.retentionMs();
    let index = this.closed.length;
    while (index > this.gone && this.closed[index - 1]!.until > until) index--;
    this.closed.splice(index, 0, { run, until });
  }

  private expire(): void {
    if (this.gone === this.closed.length) return;
    const now = this.clock.now();
    for (let next = this.closed[this.gone]; next && next.until <= now; next = this.closed[this.gone]) {
      this.gone++;
      this.remove(next.run);
    }
    if (this.gone * 2 <= this.closed.length) return;
    this.closed = this.closed.slice(this.gone);
    this.gone = 0;
  }
}

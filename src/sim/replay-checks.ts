/** Re-runs the history of each run against its code, when it closes or the world ends: live and replayed must agree. */
import type { Execution } from '../server/execution/execution';
import type { Failures } from './failures';
import type { Loop } from './loop';
import type { WorldWorker } from './world-worker';

export class ReplayChecks {
  private readonly running = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly mode: 'off' | 'on-close' | 'every-task',
    private readonly workerOf: (execution: Execution) => WorldWorker | undefined,
    private readonly failures: Failures,
  ) {}

  /** A run has closed: the check is a step of its own, and those who wait for the run wait for it, too. */
  closed(execution: Execution, loop: Loop): void {
    // A run whose code never ran has nothing to compare.
    if (this.mode === 'off' || execution.workflowTask.lastCompletedStartedId === 0) return;
    if (!this.workerOf(execution)?.current?.workflowWorker) return;
    const { runId, workflowId } = execution;
    let finish: () => void = () => {};
    this.running.set(
      runId,
      new Promise((resolve) => {
        finish = resolve;
      }),
    );
    loop.post({
      // Comes before all else that is ready: nobody learns that the run has closed before it has been checked.
      kind: 'check',
      workflowId,
      drains: true,
      what: 'replay check',
      run: async () => {
        await this.check(execution);
        this.running.delete(runId);
        finish();
      },
    });
  }

  /** Set while the run is being checked. It never rejects: a difference ends the waits themselves. */
  pending(execution: Execution): Promise<void> | undefined {
    return this.running.get(execution.runId);
  }

  /** At the end of a world that is explored: runs that are still open would be replayed one day. */
  async checkOpen(executions: Iterable<Execution>): Promise<void> {
    if (this.mode === 'off') return;
    for (const execution of executions) {
      if (execution.isRunning && execution.workflowTask.lastCompletedStartedId > 0) await this.check(execution);
    }
  }

  /** The world ends: a check that is under way loses its ground, and says nothing any more. */
  stop(): void {
    this.stopped = true;
  }

  private async check(execution: Execution): Promise<void> {
    const code = this.workerOf(execution)?.codeOf(execution.runId);
    if (!code) return;
    try {
      await code.replay(execution.log.view(), execution.key);
    } catch (error) {
      if (!this.stopped) this.failures.fail(execution, error as Error);
    }
  }
}

/** What went wrong in a world beside what the server tells its clients: it ends the calls that wait for the workflow. */
import { LimitError, UnfinishedHandlersError } from '../base/errors';
import { historyText } from '../history/text';
import type { Execution } from '../server/execution/execution';
import type { UnfinishedHandlers } from '../worker/workflow/run-options';
import { ActivityNotRegisteredError, WorkflowTaskFailedError } from './errors';
import type { Waits } from './waits';

/** A workflow task that has failed so often in a row will go on to fail. */
const LASTING_ATTEMPTS = 10;

export class Failures {
  /** By run id. */
  private readonly byRun = new Map<string, Error>();
  /** What went wrong here, whether or not somebody has been told. */
  readonly all: Error[] = [];
  private readonly unreported = new Set<Error>();
  /** Workflows that ended while handlers were still running. */
  readonly unfinishedHandlers: UnfinishedHandlersError[] = [];
  /** Limits of the server that workflows have gone over. */
  readonly limits: LimitError[] = [];

  constructor(
    private readonly onTaskFailure: 'fail' | 'retry' | 'fail-if-it-lasts',
    private readonly waits: Waits,
  ) {}

  taskFailed(execution: Execution, cause: string, error: unknown): void {
    // The server retries the task for as long as the world lives; the first failure is the one to tell.
    if (this.onTaskFailure === 'retry' || this.byRun.has(execution.runId)) return;
    if (this.onTaskFailure === 'fail-if-it-lasts' && execution.workflowTask.attempt < LASTING_ATTEMPTS) return;
    this.fail(execution, new WorkflowTaskFailedError(execution, cause, error, historyText(execution.log.view())));
  }

  activityNotRegistered(execution: Execution, text: string): void {
    if (this.onTaskFailure === 'retry' || this.byRun.has(execution.runId)) return;
    this.fail(execution, new ActivityNotRegisteredError(execution, text));
  }

  /** Ends the calls that wait for this run, or for a workflow that waits for it as its child. */
  fail(execution: Execution, error: Error): void {
    let reported = false;
    this.all.push(error);
    for (let x: Execution | undefined = execution; x; x = parentOf(x)) {
      const { runId } = x;
      this.byRun.set(runId, error);
      this.waits.fail(error, (waiter) => {
        const matches = waiter.execution?.runId === runId;
        reported ||= matches;
        return matches;
      });
    }
    if (!reported) this.unreported.add(error);
  }

  get wasTold(): boolean {
    return this.all.length > 0;
  }

  /** Those who wait have been told of this. */
  noteTold(error: Error): void {
    this.all.push(error);
  }

  /** Ends all that wait, now and later. */
  end(error: Error): void {
    this.all.push(error);
    if (this.waits.size === 0) this.unreported.add(error);
    this.waits.close(error);
  }

  /** The failure that ends any wait for this run. */
  of(execution: Execution): Error | undefined {
    if (this.byRun.size === 0) return undefined;
    const error = this.byRun.get(execution.runId);
    if (error) this.unreported.delete(error);
    return error;
  }

  unfinished(handlers: UnfinishedHandlers): void {
    const names = [...handlers.signals, ...handlers.updates].map(({ name }) => name).join(', ');
    this.unfinishedHandlers.push(
      new UnfinishedHandlersError(
        `workflow ${handlers.workflowType} (${handlers.workflowId}) ended while handlers were still running: ${names}. ` +
          'Wait for them before the end: await condition(allHandlersFinished).',
      ),
    );
  }

  limitExceeded({ spec, workflowId }: Execution, text: string): void {
    this.limits.push(
      new LimitError(`workflow ${spec.workflowType} (${workflowId}) has gone over a limit of the server: ${text}`),
    );
  }

  /** At the end of a world: a failure that nobody has been told of must not get lost. */
  throwUnreported(): void {
    const [first] = this.unreported;
    this.unreported.clear();
    if (first) throw first;
  }
}

function parentOf(x: Execution): Execution | undefined {
  const { parent } = x.spec;
  return parent && x.server.find(parent.namespace, parent.workflowId, parent.runId);
}

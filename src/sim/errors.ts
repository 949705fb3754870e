import { LimitError, LivelockError, WorldlineError } from '../base/errors';
import type { Execution } from '../server/execution/execution';
import { UnknownWorkflowTypeError } from '../worker/sdk/workflow-instance';
import { userFrames } from './user-stack';

/** A workflow task failed, and the world was told (`onTaskFailure: 'fail'`) to end the calls that wait for the workflow. */
export class WorkflowTaskFailedError extends WorldlineError {
  readonly workflowId: string;
  readonly runId: string;

  constructor(execution: Execution, cause: string, error: unknown, history: string) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    super(
      'WORKFLOW_TASK_FAILED',
      `a workflow task of ${execution.spec.workflowType} (${execution.workflowId}) failed: ${text}\n` +
        `${knownTypes(error)}${stackLines(error)}A real server would retry the task until the code is fixed; this world ends the call that waits ` +
        `(onTaskFailure: 'retry' does as the server does). Cause: ${cause.replace('WORKFLOW_TASK_FAILED_CAUSE_', '')}.\n` +
        `History:\n${history}`,
      { cause: error },
    );
    this.workflowId = execution.workflowId;
    this.runId = execution.runId;
  }
}

function knownTypes(error: unknown): string {
  if (!(error instanceof UnknownWorkflowTypeError)) return '';
  const { known } = error;
  return `The worker's code exports ${known.length > 0 ? known.map((type) => `'${type}'`).join(', ') : 'no function'}.\n`;
}

function stackLines(error: unknown): string {
  const frames = error instanceof Error ? userFrames(error.stack) : [];
  return frames.map((frame) => `${frame}\n`).join('');
}

/** An activity is scheduled that the worker does not have. A real server would try it again and again, for ever. */
export class ActivityNotRegisteredError extends WorldlineError {
  constructor(execution: Execution, text: string) {
    super(
      'ACTIVITY_NOT_REGISTERED',
      `${execution.spec.workflowType} (${execution.workflowId}) calls an activity that its worker does not have: ${text}. ` +
        "A real server would retry it; this world ends the call that waits (onTaskFailure: 'retry' does as the server does).",
    );
  }
}

/** Activities have held the clock with real I/O for longer than the world's limit. */
export class RealTimeLimitError extends WorldlineError {
  constructor(limitMs: number, pending: readonly string[]) {
    super(
      'REAL_TIME_LIMIT',
      `real I/O has held the virtual clock for more than ${limitMs} ms. In flight: ${pending.join('; ')}. ` +
        'Mock what the activity calls, or raise the option realTimeLimitMs.',
    );
  }
}

/** A world does not come to rest: after its faults (`hasFaults`), or by itself. */
export function runawayError(steps: number, hasFaults: boolean): LivelockError | LimitError {
  const remedy = 'Set the option maxSteps higher if that is intended.';
  return hasFaults
    ? new LivelockError(
        `the world ran ${steps} steps after the last fault without coming to rest; is there a retry without end? ${remedy}`,
      )
    : new LimitError(
        `the world ran ${steps} steps without coming to rest; is there a loop, or a workflow that never ends? ${remedy}`,
      );
}

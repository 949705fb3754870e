import type { ExecutionKey } from '../../history/worker-protocol';
import type { Execution } from './execution';
import { endBackoff } from './start';

export interface CancelRequest {
  readonly cause: string;
  readonly identity: string;
  readonly externalInitiatedEventId?: number;
  readonly externalWorkflowExecution?: ExecutionKey;
}

/** Requests the cancellation of a running run. A second request changes nothing. A first task's backoff ends at once. */
export function requestCancel(x: Execution, request: CancelRequest): void {
  if (x.cancelRequested) return;
  x.transact(() => {
    x.cancelRequested = true;
    x.record('WorkflowExecutionCancelRequested', () => ({
      cause: request.cause,
      externalInitiatedEventId: request.externalInitiatedEventId ?? 0,
      externalWorkflowExecution: request.externalWorkflowExecution,
      identity: request.identity,
    }));
    endBackoff(x);
  });
}

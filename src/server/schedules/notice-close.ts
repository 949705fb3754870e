/** What a schedule learns when a chain of runs that it began has ended. */
import type { Failure, Payloads } from '../../base/api';
import type { Execution } from '../execution/execution';
import type { Schedule } from './schedule';

/** `x` is the last run of a chain whose first run stands in `s.running`. */
export function noticeClose(s: Schedule, x: Execution): void {
  const { workflowId } = x;
  s.running = s.running.filter((key) => key.runId !== x.firstRunId);
  const recent = s.recentActions.find((action) => action.execution.workflowId === workflowId);
  if (recent) recent.status = x.status;
  const { result, failure } = outcomeOf(x);
  pauseOnFailure(s, x, failure);
  // A run that ends otherwise (or completes without a result) leaves what the runs before it said.
  if (result) {
    s.lastCompletionResult = result;
    s.continuedFailure = null;
  } else if (failure) {
    s.continuedFailure = failure;
  }
}

function outcomeOf(x: Execution): { result?: Payloads | null; failure?: Failure | null } {
  const last = x.log.event(x.closeEventId);
  if (last.type === 'WorkflowExecutionCompleted') return { result: last.attributes.result };
  return last.type === 'WorkflowExecutionFailed' ? { failure: last.attributes.failure } : {};
}

function pauseOnFailure(s: Schedule, x: Execution, failure: Failure | null | undefined): void {
  if (!s.definition.policies.pauseOnFailure || s.state.paused) return;
  if (x.status === 'FAILED') {
    s.state.notes = `paused due to workflow failure: ${x.workflowId}: ${failure?.message ?? ''}`;
  } else if (x.status === 'TIMED_OUT') {
    s.state.notes = `paused due to workflow timeout: ${x.workflowId}`;
  } else {
    return;
  }
  s.state.paused = true;
  s.conflictNumber++;
}

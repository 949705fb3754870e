import type { temporal } from '../../base/api';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '../../base/enums';
import type { Execution } from '../execution/execution';
import { isTooLarge } from '../execution/search-attributes';
import { signalExecution } from '../execution/signals';
import { endBackoff } from '../execution/start';
import { invalidArgument } from '../status';
import { checkLength, rpc } from './rpc';
import { start } from './start-request';
import { whenOpen } from './when-open';

type Request = temporal.api.workflowservice.v1.ISignalWithStartWorkflowExecutionRequest;

/** Signals the running run, or starts one with the signal right behind its start event. */
export const signalWithStartWorkflowExecution = rpc((server, request: Request, call) => {
  if (!request.signalName) throw invalidArgument('SignalName is not set on request.');
  checkLength(request.signalName, 'SignalName');
  if (isTooLarge(request.signalInput)) throw invalidArgument('Blob data size exceeds limit.');
  if (request.workflowIdConflictPolicy === WorkflowIdConflictPolicy.FAIL) {
    throw invalidArgument(
      'Invalid WorkflowIDConflictPolicy: WORKFLOW_ID_CONFLICT_POLICY_FAIL is not supported for this operation.',
    );
  }
  const signal = (execution: Execution) =>
    signalExecution(execution, {
      signalName: request.signalName!,
      input: request.signalInput,
      header: request.header,
      identity: request.identity ?? '',
    });
  const terminates = request.workflowIdReusePolicy === WorkflowIdReusePolicy.TERMINATE_IF_RUNNING;
  const conflictPolicy = request.workflowIdConflictPolicy || (terminates ? 0 : WorkflowIdConflictPolicy.USE_EXISTING);
  const isSignaled = conflictPolicy === WorkflowIdConflictPolicy.USE_EXISTING;
  const find = () => (isSignaled ? server.find(request.namespace ?? '', request.workflowId ?? '') : undefined);
  return whenOpen(server, call, 'signalWithStartWorkflowExecution', find, () => {
    const { execution, started } = start(server, { ...request, workflowIdConflictPolicy: conflictPolicy }, signal);
    if (!started) {
      execution.transact(() => {
        signal(execution);
        endBackoff(execution);
      });
    }
    return { runId: execution.runId, started };
  });
});

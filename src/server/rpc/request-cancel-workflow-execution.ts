import type { temporal } from '../../base/api';
import { requestCancel } from '../execution/cancel';
import { notFound } from '../status';
import { checkLength, findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IRequestCancelWorkflowExecutionRequest;

/** A second request, and one to a closed run, succeed and write nothing. */
export const requestCancelWorkflowExecution = rpc((server, request: Request) => {
  checkLength(request.requestId, 'RequestId');
  const execution = findExecution(server, request.namespace, request.workflowExecution);
  if (request.firstExecutionRunId && execution.firstRunId !== request.firstExecutionRunId) {
    throw notFound('workflow execution not found');
  }
  if (execution.isRunning) {
    requestCancel(execution, { cause: request.reason ?? '', identity: request.identity ?? '' });
  }
  return {};
});

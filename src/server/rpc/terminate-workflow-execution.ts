import type { temporal } from '../../base/api';
import { terminate } from '../execution/close';
import { alreadyCompleted, notFound } from '../status';
import { findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.ITerminateWorkflowExecutionRequest;

export const terminateWorkflowExecution = rpc((server, request: Request) => {
  const execution = findExecution(server, request.namespace, request.workflowExecution);
  if (request.firstExecutionRunId && execution.firstRunId !== request.firstExecutionRunId) {
    throw notFound('workflow execution not found');
  }
  if (!execution.isRunning) throw alreadyCompleted();
  const reason = request.reason || 'terminated by user via frontend';
  terminate(execution, reason, request.details, request.identity ?? '');
  return {};
});

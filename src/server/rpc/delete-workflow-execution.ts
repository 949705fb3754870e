import type { temporal } from '../../base/api';
import { terminate } from '../execution/close';
import { findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDeleteWorkflowExecutionRequest;

/**
 * A run that is open is terminated first; those who wait for it, its parent and its children learn of that as of any termination. Then
 * it is removed, in a step of its own. The history stays with the world; see `World.history`.
 */
export const deleteWorkflowExecution = rpc((server, request: Request) => {
  const x = findExecution(server, request.namespace, request.workflowExecution);
  if (x.isRunning) terminate(x, 'Delete workflow execution', undefined, 'history-service');
  server.post({
    kind: 'transfer',
    workflowId: x.workflowId,
    what: 'removal of a deleted run',
    drains: false,
    run: () => server.remove(x),
  });
  return {};
});

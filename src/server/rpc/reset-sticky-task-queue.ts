import type { temporal } from '../../base/api';
import { alreadyCompleted } from '../status';
import { findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IResetStickyTaskQueueRequest;

/** The next workflow task goes to the normal queue, with the whole history. */
export const resetStickyTaskQueue = rpc((server, request: Request) => {
  const x = findExecution(server, request.namespace, request.execution);
  if (!x.isRunning) throw alreadyCompleted();
  x.stickyQueue = undefined;
  return {};
});

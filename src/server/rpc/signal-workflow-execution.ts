import type { temporal } from '../../base/api';
import { isTooLarge } from '../execution/search-attributes';
import { signalExecution } from '../execution/signals';
import { alreadyCompleted, invalidArgument } from '../status';
import { checkLength, findExecution, rpc } from './rpc';
import { whenOpen } from './when-open';

type Request = temporal.api.workflowservice.v1.ISignalWorkflowExecutionRequest;

export const signalWorkflowExecution = rpc((server, request: Request, call) => {
  if (!request.signalName) throw invalidArgument('SignalName is not set on request.');
  checkLength(request.signalName, 'SignalName');
  checkLength(request.requestId, 'RequestId');
  if (isTooLarge(request.input)) throw invalidArgument('Blob data size exceeds limit.');
  const signal = {
    signalName: request.signalName,
    input: request.input,
    header: request.header,
    identity: request.identity ?? '',
    requestId: request.requestId,
  };
  const find = () => findExecution(server, request.namespace, request.workflowExecution);
  return whenOpen(server, call, 'signalWorkflowExecution', find, (x) => {
    if (!x.isRunning) throw alreadyCompleted();
    signalExecution(x, signal);
    return {};
  });
});

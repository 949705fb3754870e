/** What a client does to end a standalone activity. */
import type { temporal } from '../../base/api';
import { LIMITS } from '../execution/limits';
import { checkNameLength, isTooLong } from '../policy/names';
import type { Server } from '../server';
import { requestCancel, type Termination, terminateStandalone } from '../standalone/end';
import { findStandalone } from '../standalone/find-standalone';
import type { StandaloneActivity } from '../standalone/standalone-activity';
import { invalidArgument } from '../status';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IRequestCancelActivityExecutionRequest &
  temporal.api.workflowservice.v1.ITerminateActivityExecutionRequest;

function end(server: Server, request: Request, how: (s: StandaloneActivity, by: Termination) => void) {
  const s = findStandalone(server, request);
  checkNameLength('request ID', request.requestId);
  checkNameLength('identity', request.identity);
  const reason = request.reason ?? '';
  if (isTooLong(reason, LIMITS.blobBytes)) throw invalidArgument('reason exceeds length limit');
  const requestId = request.requestId || server.ids.next();
  s.transact(() => how(s, { identity: request.identity ?? '', requestId, reason }));
  return {};
}

export const requestCancelActivityExecution = rpc((server, request: Request) => end(server, request, requestCancel));

export const terminateActivityExecution = rpc((server, request: Request) => end(server, request, terminateStandalone));

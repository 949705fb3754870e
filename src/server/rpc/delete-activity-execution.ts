import type { temporal } from '../../base/api';
import { terminateStandalone } from '../standalone/end';
import { findStandalone } from '../standalone/find-standalone';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDeleteActivityExecutionRequest;

/** One that runs is terminated first, so that those who wait for it learn of its end. A real server removes it some time later. */
export const deleteActivityExecution = rpc((server, request: Request) => {
  const s = findStandalone(server, request);
  const termination = { identity: '', requestId: '', reason: 'Delete activity execution' };
  if (s.isRunning) s.transact(() => terminateStandalone(s, termination));
  server.namespace(request.namespace).standalone.remove(s);
  return {};
});

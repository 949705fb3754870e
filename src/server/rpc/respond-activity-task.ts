/** Asynchronous completion: what a client says about an activity, by its task token or by its id. */
import type { temporal } from '../../base/api';
import { type ActivityRef, answerActivity, recordHeartbeat } from '../activity-answers';
import { invalidArgument } from '../status';
import { rpc } from './rpc';

type ById = {
  namespace?: string | null;
  workflowId?: string | null;
  runId?: string | null;
  activityId?: string | null;
};
type ByToken = { namespace?: string | null; taskToken?: Uint8Array | null };

const byToken = ({ taskToken, namespace }: ByToken): ActivityRef => ({ token: taskToken, namespace });
const byId = (request: ById): ActivityRef => ({
  namespace: request.namespace ?? '',
  workflowId: request.workflowId ?? '',
  runId: request.runId || undefined,
  activityId: request.activityId ?? '',
});

type Completed = Pick<temporal.api.workflowservice.v1.IRespondActivityTaskCompletedRequest, 'result' | 'identity'>;
type Failed = Pick<
  temporal.api.workflowservice.v1.IRespondActivityTaskFailedRequest,
  'failure' | 'identity' | 'lastHeartbeatDetails'
>;
type Canceled = Pick<temporal.api.workflowservice.v1.IRespondActivityTaskCanceledRequest, 'details' | 'identity'>;
type Heartbeat = Pick<temporal.api.workflowservice.v1.IRecordActivityTaskHeartbeatRequest, 'details'>;

function methods<Ref extends object>(ref: (request: Ref) => ActivityRef) {
  return {
    completed: rpc((server, request: Ref & Completed) => {
      answerActivity(server, ref(request), { kind: 'completed', result: request.result }, request.identity ?? '');
      return {};
    }),
    failed: rpc((server, request: Ref & Failed) => {
      if (!request.failure?.applicationFailureInfo) throw invalidArgument('Failure must have ApplicationFailureInfo.');
      const { failure, lastHeartbeatDetails } = request;
      answerActivity(server, ref(request), { kind: 'failed', failure, lastHeartbeatDetails }, request.identity ?? '');
      return { failures: [] };
    }),
    canceled: rpc((server, request: Ref & Canceled) => {
      answerActivity(server, ref(request), { kind: 'canceled', details: request.details }, request.identity ?? '');
      return {};
    }),
    heartbeat: rpc((server, request: Ref & Heartbeat) => recordHeartbeat(server, ref(request), request.details)),
  };
}

export const byTaskToken = methods<ByToken>(byToken);
export const byActivityId = methods<ById>(byId);

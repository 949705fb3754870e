import { type temporal, toNumber } from '../../base/api';
import { type Reapplied, resetExecution, takeOverChildren } from '../execution/reset';
import { checkLength, findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IResetWorkflowExecutionRequest;

/** ResetReapplyExcludeType of the API. Nothing of the other types is ever reapplied. */
const EXCLUDE_TYPES: { readonly [type: number]: Reapplied } = { 1: 'signals', 2: 'updates' };

/** ResetReapplyType, which the API has before the excluded types: what to leave out. 0 and 3 (all) leave out nothing. */
const LEFT_OUT_BY_TYPE: { readonly [type: number]: readonly Reapplied[] } = {
  1: ['updates'],
  2: ['signals', 'updates'],
};

export const resetWorkflowExecution = rpc((server, request: Request) => {
  checkLength(request.requestId, 'RequestId');
  const base = findExecution(server, request.namespace, request.workflowExecution);
  const current = server.find(base.namespace, base.workflowId)!;
  if (request.requestId && current.spec.requestId === request.requestId) return { runId: current.runId };
  const excluded = (request.resetReapplyExcludeTypes ?? []).flatMap((type) => EXCLUDE_TYPES[type] ?? []);
  const run = resetExecution(base, current, {
    reason: request.reason ?? '',
    finishId: toNumber(request.workflowTaskFinishEventId),
    requestId: request.requestId || server.ids.uuid(),
    newRunId: server.ids.uuid(),
    leftOut: new Set([...excluded, ...(LEFT_OUT_BY_TYPE[request.resetReapplyType ?? 0] ?? [])]),
  });
  server.adopt(run);
  takeOverChildren(run);
  return { runId: run.runId };
});

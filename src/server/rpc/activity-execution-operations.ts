/**
 * Operations on activities by the newer names. With a workflow id they are those on a pending activity of a workflow; for standalone
 * activities a server refuses them unless its dynamic configuration says otherwise (history.enableStandaloneActivityOperatorCommands).
 */
import { unimplemented } from '../status';
import { pauseActivityRpc, resetActivityRpc, unpauseActivityRpc, updateActivityOptions } from './activity-operations';
import { type RpcHandler, rpc } from './rpc';

interface Request {
  readonly workflowId?: string | null;
  readonly runId?: string | null;
  readonly activityId?: string | null;
}

function ofWorkflow(operation: RpcHandler): RpcHandler {
  return rpc((server, request: Request, call) => {
    const { workflowId, runId, activityId, ...rest } = request;
    if (!workflowId) throw unimplemented('Standalone activity operator commands are disabled');
    return operation(server, { ...rest, execution: { workflowId, runId }, id: activityId }, call);
  });
}

export const pauseActivityExecution = ofWorkflow(pauseActivityRpc);
export const unpauseActivityExecution = ofWorkflow(unpauseActivityRpc);
export const resetActivityExecution = ofWorkflow(resetActivityRpc);
export const updateActivityExecutionOptions = ofWorkflow(updateActivityOptions);

/** The methods of WorkflowService that this server has, by their name on the client. */
import { describeWorkflowExecution } from './describe-workflow-execution';
import { executeMultiOperation } from './execute-multi-operation';
import { getWorkflowExecutionHistory, getWorkflowExecutionHistoryReverse } from './get-workflow-execution-history';
import { queryWorkflow } from './query-workflow';
import { requestCancelWorkflowExecution } from './request-cancel-workflow-execution';
import { byActivityId, byTaskToken } from './respond-activity-task';
import type { RpcHandler } from './rpc';
import { signalWithStartWorkflowExecution } from './signal-with-start-workflow-execution';
import { signalWorkflowExecution } from './signal-workflow-execution';
import { startWorkflowExecution } from './start-workflow-execution';
import { getClusterInfo, getSystemInfo } from './system';
import { terminateWorkflowExecution } from './terminate-workflow-execution';
import { pollWorkflowExecutionUpdate, updateWorkflowExecution } from './update-workflow-execution';

export const WORKFLOW_SERVICE: Readonly<Record<string, RpcHandler>> = {
  describeWorkflowExecution,
  executeMultiOperation,
  getClusterInfo,
  getSystemInfo,
  getWorkflowExecutionHistory,
  getWorkflowExecutionHistoryReverse,
  pollWorkflowExecutionUpdate,
  queryWorkflow,
  recordActivityTaskHeartbeat: byTaskToken.heartbeat,
  recordActivityTaskHeartbeatById: byActivityId.heartbeat,
  requestCancelWorkflowExecution,
  respondActivityTaskCanceled: byTaskToken.canceled,
  respondActivityTaskCanceledById: byActivityId.canceled,
  respondActivityTaskCompleted: byTaskToken.completed,
  respondActivityTaskCompletedById: byActivityId.completed,
  respondActivityTaskFailed: byTaskToken.failed,
  respondActivityTaskFailedById: byActivityId.failed,
  signalWithStartWorkflowExecution,
  signalWorkflowExecution,
  startWorkflowExecution,
  terminateWorkflowExecution,
  updateWorkflowExecution,
};

/** The methods of OperatorService. */
export const OPERATOR_SERVICE: Readonly<Record<string, RpcHandler>> = {};

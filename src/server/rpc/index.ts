/** The methods of WorkflowService that this server has, by their name on the client. */
import { countWorkflowExecutions } from './count-workflow-executions';
import { createSchedule } from './create-schedule';
import { deleteSchedule } from './delete-schedule';
import { describeSchedule } from './describe-schedule';
import { describeWorkflowExecution } from './describe-workflow-execution';
import { executeMultiOperation } from './execute-multi-operation';
import { getWorkflowExecutionHistory, getWorkflowExecutionHistoryReverse } from './get-workflow-execution-history';
import { listScheduleMatchingTimes } from './list-schedule-matching-times';
import { listSchedules } from './list-schedules';
import {
  listArchivedWorkflowExecutions,
  listClosedWorkflowExecutions,
  listOpenWorkflowExecutions,
  listWorkflowExecutions,
  scanWorkflowExecutions,
} from './list-workflow-executions';
import { patchSchedule } from './patch-schedule';
import { queryWorkflow } from './query-workflow';
import { requestCancelWorkflowExecution } from './request-cancel-workflow-execution';
import { resetWorkflowExecution } from './reset-workflow-execution';
import { byActivityId, byTaskToken } from './respond-activity-task';
import type { RpcHandler } from './rpc';
import { signalWithStartWorkflowExecution } from './signal-with-start-workflow-execution';
import { signalWorkflowExecution } from './signal-workflow-execution';
import { startWorkflowExecution } from './start-workflow-execution';
import { getClusterInfo, getSystemInfo } from './system';
import { terminateWorkflowExecution } from './terminate-workflow-execution';
import { updateSchedule } from './update-schedule';
import { pollWorkflowExecutionUpdate, updateWorkflowExecution } from './update-workflow-execution';

export const WORKFLOW_SERVICE: Readonly<Record<string, RpcHandler>> = {
  countWorkflowExecutions,
  createSchedule,
  deleteSchedule,
  describeSchedule,
  describeWorkflowExecution,
  executeMultiOperation,
  getClusterInfo,
  getSystemInfo,
  getWorkflowExecutionHistory,
  getWorkflowExecutionHistoryReverse,
  listArchivedWorkflowExecutions,
  listClosedWorkflowExecutions,
  listOpenWorkflowExecutions,
  listWorkflowExecutions,
  listScheduleMatchingTimes,
  listSchedules,
  patchSchedule,
  pollWorkflowExecutionUpdate,
  queryWorkflow,
  recordActivityTaskHeartbeat: byTaskToken.heartbeat,
  recordActivityTaskHeartbeatById: byActivityId.heartbeat,
  requestCancelWorkflowExecution,
  resetWorkflowExecution,
  respondActivityTaskCanceled: byTaskToken.canceled,
  respondActivityTaskCanceledById: byActivityId.canceled,
  respondActivityTaskCompleted: byTaskToken.completed,
  respondActivityTaskCompletedById: byActivityId.completed,
  respondActivityTaskFailed: byTaskToken.failed,
  respondActivityTaskFailedById: byActivityId.failed,
  scanWorkflowExecutions,
  signalWithStartWorkflowExecution,
  signalWorkflowExecution,
  startWorkflowExecution,
  terminateWorkflowExecution,
  updateSchedule,
  updateWorkflowExecution,
};

/** The methods of OperatorService. */
export const OPERATOR_SERVICE: Readonly<Record<string, RpcHandler>> = {};

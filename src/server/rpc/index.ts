/** The methods of WorkflowService and OperatorService, by their names on the client: all that the API has. */
import {
  pauseActivityExecution,
  resetActivityExecution,
  unpauseActivityExecution,
  updateActivityExecutionOptions,
} from './activity-execution-operations';
import { pauseActivityRpc, resetActivityRpc, unpauseActivityRpc, updateActivityOptions } from './activity-operations';
import { countWorkflowExecutions } from './count-workflow-executions';
import { createSchedule } from './create-schedule';
import { deleteActivityExecution } from './delete-activity-execution';
import { deleteSchedule } from './delete-schedule';
import { deleteWorkflowExecution } from './delete-workflow-execution';
import { describeActivityExecution } from './describe-activity-execution';
import { describeSchedule } from './describe-schedule';
import { describeTaskQueue } from './describe-task-queue';
import { describeWorkflowExecution } from './describe-workflow-execution';
import { requestCancelActivityExecution, terminateActivityExecution } from './end-activity-execution';
import { executeMultiOperation } from './execute-multi-operation';
import { getWorkflowExecutionHistory, getWorkflowExecutionHistoryReverse } from './get-workflow-execution-history';
import { countActivityExecutions, listActivityExecutions } from './list-activity-executions';
import { listScheduleMatchingTimes } from './list-schedule-matching-times';
import { countSchedules, listSchedules } from './list-schedules';
import {
  listClosedWorkflowExecutions,
  listOpenWorkflowExecutions,
  listWorkflowExecutions,
  scanWorkflowExecutions,
} from './list-workflow-executions';
import {
  deprecateNamespace,
  describeNamespace,
  listNamespaces,
  registerNamespace,
  updateNamespace,
} from './namespaces';
import { NOT_IN_OPERATOR_SERVICE, NOT_IN_WORKFLOW_SERVICE } from './not-supported';
import {
  addSearchAttributes,
  deleteNamespace,
  getSearchAttributes,
  listSearchAttributes,
  removeSearchAttributes,
} from './operator';
import { patchSchedule } from './patch-schedule';
import { pollActivityExecution } from './poll-activity-execution';
import { queryWorkflow } from './query-workflow';
import { requestCancelWorkflowExecution } from './request-cancel-workflow-execution';
import { resetStickyTaskQueue } from './reset-sticky-task-queue';
import { resetWorkflowExecution } from './reset-workflow-execution';
import { byActivityId, byTaskToken } from './respond-activity-task';
import type { RpcHandler } from './rpc';
import { signalWithStartWorkflowExecution } from './signal-with-start-workflow-execution';
import { signalWorkflowExecution } from './signal-workflow-execution';
import { startActivityExecution } from './start-activity-execution';
import { startWorkflowExecution } from './start-workflow-execution';
import { getClusterInfo, getSystemInfo } from './system';
import { terminateWorkflowExecution } from './terminate-workflow-execution';
import { updateSchedule } from './update-schedule';
import { pollWorkflowExecutionUpdate, updateWorkflowExecution } from './update-workflow-execution';
import { updateWorkflowExecutionOptions } from './update-workflow-execution-options';

export const WORKFLOW_SERVICE: Readonly<Record<string, RpcHandler>> = {
  ...NOT_IN_WORKFLOW_SERVICE,
  countActivityExecutions,
  countSchedules,
  countWorkflowExecutions,
  createSchedule,
  deleteActivityExecution,
  deleteSchedule,
  deleteWorkflowExecution,
  deprecateNamespace,
  describeActivityExecution,
  describeNamespace,
  describeSchedule,
  describeTaskQueue,
  describeWorkflowExecution,
  executeMultiOperation,
  getClusterInfo,
  getSearchAttributes,
  getSystemInfo,
  getWorkflowExecutionHistory,
  getWorkflowExecutionHistoryReverse,
  listActivityExecutions,
  listClosedWorkflowExecutions,
  listOpenWorkflowExecutions,
  listWorkflowExecutions,
  listNamespaces,
  listScheduleMatchingTimes,
  listSchedules,
  patchSchedule,
  pauseActivity: pauseActivityRpc,
  pauseActivityExecution,
  pollActivityExecution,
  pollWorkflowExecutionUpdate,
  queryWorkflow,
  recordActivityTaskHeartbeat: byTaskToken.heartbeat,
  recordActivityTaskHeartbeatById: byActivityId.heartbeat,
  registerNamespace,
  requestCancelActivityExecution,
  requestCancelWorkflowExecution,
  resetActivity: resetActivityRpc,
  resetActivityExecution,
  resetStickyTaskQueue,
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
  startActivityExecution,
  startWorkflowExecution,
  terminateActivityExecution,
  terminateWorkflowExecution,
  unpauseActivity: unpauseActivityRpc,
  unpauseActivityExecution,
  updateActivityExecutionOptions,
  updateActivityOptions,
  updateNamespace,
  updateSchedule,
  updateWorkflowExecution,
  updateWorkflowExecutionOptions,
};

/** The methods of OperatorService. */
export const OPERATOR_SERVICE: Readonly<Record<string, RpcHandler>> = {
  ...NOT_IN_OPERATOR_SERVICE,
  addSearchAttributes,
  deleteNamespace,
  listSearchAttributes,
  removeSearchAttributes,
};

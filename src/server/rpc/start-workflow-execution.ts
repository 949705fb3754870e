import type { temporal } from '../../base/api';
import { WorkflowExecutionStatus } from '../../base/enums';
import { rpc } from './rpc';
import { start } from './start-request';

type Request = temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest;

export const startWorkflowExecution = rpc((server, request: Request) => {
  const { execution, started } = start(server, request);
  return { runId: execution.runId, started, status: WorkflowExecutionStatus[execution.status] };
});

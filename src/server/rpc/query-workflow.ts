import type { Payloads, temporal } from '../../base/api';
import { QueryRejectCondition, WorkflowExecutionStatus } from '../../base/enums';
import type { Execution } from '../execution/execution';
import { queryExecution } from '../execution/queries';
import { isTooLarge } from '../execution/search-attributes';
import { invalidArgument } from '../status';
import { checkLength, findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IQueryWorkflowRequest;

export const queryWorkflow = rpc(async (server, request: Request, call) => {
  const query = request.query;
  if (!query) throw invalidArgument('WorkflowQuery is not set on request.');
  if (!query.queryType) throw invalidArgument('QueryType is not set on request.');
  checkLength(query.queryType, 'QueryType');
  if (isTooLarge(query.queryArgs)) throw invalidArgument('Blob data size exceeds limit.');
  const execution = findExecution(server, request.namespace, request.execution);
  if (isRejected(execution, request.queryRejectCondition ?? 0)) {
    return { queryRejected: { status: WorkflowExecutionStatus[execution.status] } };
  }
  const queryResult = await call.wait<Payloads | null | undefined>({
    describe: () => `query ${query.queryType} of ${execution.workflowId}`,
    execution,
    register: (settle) => {
      let wanted = true;
      queryExecution(execution, query, (outcome) => {
        if (wanted) settle('error' in outcome ? outcome : { value: outcome.result });
      });
      return () => {
        wanted = false;
      };
    },
  });
  return { queryResult };
});

function isRejected(execution: Execution, condition: number): boolean {
  if (condition === QueryRejectCondition.NOT_OPEN) return !execution.isRunning;
  if (condition !== QueryRejectCondition.NOT_COMPLETED_CLEANLY) return false;
  return !execution.isRunning && execution.status !== 'COMPLETED';
}

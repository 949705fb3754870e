/** Lists of runs: by a filter in the query language, or the older ones by time, status, type or id. */
import { type temporal, timestampToMs } from '../../base/api';
import { WorkflowExecutionStatus } from '../../base/enums';
import type { Execution } from '../execution/execution';
import type { Server } from '../server';
import { pageOf } from '../visibility/execution-order';
import { listFilter } from '../visibility/list-filter';
import { notSupported } from '../visibility/query-error';
import { executionInfo } from './describe-workflow-execution';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IListWorkflowExecutionsRequest;
type OpenRequest = temporal.api.workflowservice.v1.IListOpenWorkflowExecutionsRequest;
type ClosedRequest = temporal.api.workflowservice.v1.IListClosedWorkflowExecutionsRequest;

interface Paging {
  namespace?: string | null;
  nextPageToken?: Uint8Array | null;
}

function list(
  server: Server,
  request: Paging,
  pageSize: number | null | undefined,
  matches: (x: Execution) => boolean,
) {
  const namespace = server.namespace(request.namespace);
  const { runs, nextPageToken } = pageOf(namespace.runs.order, matches, pageSize, request.nextPageToken);
  return { executions: runs.map(executionInfo), nextPageToken };
}

export const listWorkflowExecutions = rpc((server, request: Request) => {
  const filter = listFilter(request.query ?? '', server.namespace(request.namespace).searchAttributes);
  if (filter.groupsByStatus) throw notSupported("'group by' clause");
  return list(server, request, request.pageSize, filter.matches);
});

/** The same as the list, which is in order here, too. */
export const scanWorkflowExecutions = listWorkflowExecutions;

type Filters = Pick<OpenRequest & ClosedRequest, 'executionFilter' | 'typeFilter' | 'startTimeFilter'>;

/** `time` is the start of open runs and the close of closed ones. */
function matchesFilters(x: Execution, time: number, filters: Filters): boolean {
  const { executionFilter, typeFilter, startTimeFilter } = filters;
  if (executionFilter?.workflowId && x.workflowId !== executionFilter.workflowId) return false;
  if (executionFilter?.runId && x.runId !== executionFilter.runId) return false;
  if (typeFilter?.name && x.spec.workflowType !== typeFilter.name) return false;
  const { earliestTime, latestTime } = startTimeFilter ?? {};
  if (earliestTime && time < timestampToMs(earliestTime)) return false;
  return !latestTime || time <= timestampToMs(latestTime);
}

export const listOpenWorkflowExecutions = rpc((server, request: OpenRequest) =>
  list(server, request, request.maximumPageSize, (x) => x.isRunning && matchesFilters(x, x.startTime, request)),
);

export const listClosedWorkflowExecutions = rpc((server, request: ClosedRequest) => {
  const status = request.statusFilter?.status;
  return list(
    server,
    request,
    request.maximumPageSize,
    (x) =>
      !x.isRunning &&
      (!status || WorkflowExecutionStatus[x.status] === status) &&
      matchesFilters(x, x.closeTime, request),
  );
});

/** Lists and counts of standalone activities, by a filter in the query language. */
import type { temporal } from '../../base/api';
import { activityFilter } from '../standalone/activity-filter';
import { listInfo } from '../standalone/info';
import { pageOf } from '../visibility/execution-order';
import { notSupported } from '../visibility/query-error';
import { counted } from './count-workflow-executions';
import { rpc } from './rpc';

type ListRequest = temporal.api.workflowservice.v1.IListActivityExecutionsRequest;
type CountRequest = temporal.api.workflowservice.v1.ICountActivityExecutionsRequest;

export const listActivityExecutions = rpc((server, request: ListRequest) => {
  const { standalone, searchAttributes } = server.namespace(request.namespace);
  const filter = activityFilter(request.query ?? '', searchAttributes);
  if (filter.groupsByStatus) throw notSupported("'group by' clause");
  const page = pageOf(standalone.order, filter.matches, request.pageSize, request.nextPageToken);
  return { executions: page.runs.map(listInfo), nextPageToken: page.nextPageToken };
});

export const countActivityExecutions = rpc((server, request: CountRequest) => {
  const { standalone, searchAttributes } = server.namespace(request.namespace);
  return counted(standalone.all(), activityFilter(request.query ?? '', searchAttributes));
});

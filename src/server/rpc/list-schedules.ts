/** Lists and counts of schedules, by a filter in the query language. */
import type { temporal } from '../../base/api';
import { scheduleListEntry } from '../schedules/view';
import { asVisible, SCHEDULES_ONLY } from '../schedules/visible-schedule';
import type { Server } from '../server';
import { invalidArgument } from '../status';
import { listFilter } from '../visibility/list-filter';
import { counted } from './count-workflow-executions';
import { rpc } from './rpc';

type ListRequest = temporal.api.workflowservice.v1.IListSchedulesRequest;
type CountRequest = temporal.api.workflowservice.v1.ICountSchedulesRequest;

const PAGE_SIZE_MAX = 1000;

function filterOf(server: Server, { namespace, query }: CountRequest) {
  const { searchAttributes } = server.namespace(namespace);
  return listFilter(query ? `${SCHEDULES_ONLY} AND (${query})` : SCHEDULES_ONLY, searchAttributes);
}

export const countSchedules = rpc((server, request: CountRequest) =>
  counted(server.namespace(request.namespace).schedules.list().map(asVisible), filterOf(server, request)),
);

/** The newest first. A page's token says how many schedules come before the next page. */
export const listSchedules = rpc((server, request: ListRequest) => {
  const filter = filterOf(server, request);
  const { schedules } = server.namespace(request.namespace);
  const all = schedules.list().filter((schedule) => filter.matches(asVisible(schedule)));
  const size = request.maximumPageSize ?? 0;
  const pageSize = size <= 0 || size > PAGE_SIZE_MAX ? PAGE_SIZE_MAX : size;
  const first = request.nextPageToken?.length ? readToken(request.nextPageToken) : 0;
  const page = all.slice(first, first + pageSize);
  const isLast = first + pageSize >= all.length;
  return {
    schedules: page.map(scheduleListEntry),
    nextPageToken: isLast ? new Uint8Array(0) : Buffer.from(String(first + pageSize)),
  };
});

function readToken(token: Uint8Array): number {
  const offset = Number(Buffer.from(token).toString());
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalidArgument('Invalid NextPageToken.');
  return offset;
}

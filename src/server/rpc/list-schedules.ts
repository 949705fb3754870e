import type { temporal } from '../../base/api';
import { scheduleListEntry } from '../schedules/view';
import { asVisible, SCHEDULES_ONLY } from '../schedules/visible-schedule';
import { invalidArgument } from '../status';
import { listFilter } from '../visibility/list-filter';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IListSchedulesRequest;

const PAGE_SIZE_MAX = 1000;

/** The newest first. A page's token says how many schedules come before the next page. */
export const listSchedules = rpc((server, request: Request) => {
  const { schedules, searchAttributes } = server.namespace(request.namespace);
  const query = request.query ? `${SCHEDULES_ONLY} AND (${request.query})` : SCHEDULES_ONLY;
  const filter = listFilter(query, searchAttributes);
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

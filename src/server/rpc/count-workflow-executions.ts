import Long from 'long';
import type { Payload, temporal } from '../../base/api';
import { WorkflowExecutionStatus } from '../../base/enums';
import type { VisibleExecution } from '../visibility/columns';
import { type ListFilter, listFilter } from '../visibility/list-filter';
import { STATUS_NAMES } from '../visibility/literal-value';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.ICountWorkflowExecutionsRequest;

/** Counts the runs that match; `GROUP BY ExecutionStatus` also counts them by status, in the order of the statuses' numbers. */
export const countWorkflowExecutions = rpc((server, request: Request) => {
  const namespace = server.namespace(request.namespace);
  return counted(namespace.runs.all(), listFilter(request.query ?? '', namespace.searchAttributes));
});

export function counted(executions: Iterable<VisibleExecution>, filter: ListFilter) {
  const counts = new Map<number, number>();
  let count = 0;
  for (const x of executions) {
    if (!filter.matches(x)) continue;
    count++;
    const status = WorkflowExecutionStatus[x.status];
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const groups = filter.groupsByStatus ? [...counts].sort(([a], [b]) => a - b) : [];
  return {
    count: Long.fromNumber(count),
    groups: groups.map(([status, of]) => ({ groupValues: [keyword(nameOf(status))], count: Long.fromNumber(of) })),
  };
}

function nameOf(status: number): string {
  return Object.entries(STATUS_NAMES).find(([, number]) => number === status)![0];
}

function keyword(text: string): Payload {
  return {
    metadata: { encoding: Buffer.from('json/plain'), type: Buffer.from('Keyword') },
    data: Buffer.from(JSON.stringify(text)),
  };
}

import type { temporal } from '../../base/api';
import { HistoryEventFilterType } from '../../base/enums';
import type { AnyEvent } from '../../history/event';
import { toProto } from '../../history/proto';
import type { Execution } from '../execution/execution';
import type { Server } from '../server';
import { invalidArgument } from '../status';
import { type Call, findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryRequest;
type ReverseRequest = temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryReverseRequest;

const NO_TOKEN = new Uint8Array(0);

/** Polling stays with the run that the first call found; the token holds it and the next event's id. */
interface PageToken {
  readonly runId: string;
  readonly next: number;
}

function encode(token: PageToken): Uint8Array {
  return Buffer.from(JSON.stringify([token.runId, token.next]));
}

function decode(bytes: Uint8Array | null | undefined): PageToken | undefined {
  if (!bytes || bytes.length === 0) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    throw invalidArgument('Invalid NextPageToken.');
  }
  if (!Array.isArray(parts) || typeof parts[0] !== 'string' || !Number.isInteger(parts[1])) {
    throw invalidArgument('Invalid NextPageToken.');
  }
  return { runId: parts[0], next: parts[1] };
}

export const getWorkflowExecutionHistory = rpc(async (server, request: Request, call) => {
  const token = decode(request.nextPageToken);
  const ref = { workflowId: request.execution?.workflowId, runId: token?.runId ?? request.execution?.runId };
  const x = findExecution(server, request.namespace, ref);
  if (request.historyEventFilterType === HistoryEventFilterType.CLOSE_EVENT) return closeEvent(x, request, call);
  return allEvents(x, request, call, token?.next ?? 1);
});

async function closeEvent(x: Execution, request: Request, call: Call) {
  if (x.isRunning && !request.waitNewEvent) return { history: { events: [] }, nextPageToken: NO_TOKEN };
  if (x.isRunning) await waitFor(x, call, true, x.log.length);
  return { history: { events: [toProto(closeEventFor(x))] }, nextPageToken: NO_TOKEN };
}

/**
 * To clients that do not say that they follow runs by themselves (the TypeScript client does not) the server shows the end of a
 * run that has a successor as a ContinuedAsNew event.
 */
function closeEventFor(x: Execution): AnyEvent {
  const event = x.log.event(x.closeEventId);
  const { newExecutionRunId } = event.attributes as { newExecutionRunId?: string | null };
  if (!newExecutionRunId || event.type === 'WorkflowExecutionContinuedAsNew') return event;
  return {
    id: event.id,
    time: event.time,
    type: 'WorkflowExecutionContinuedAsNew',
    attributes: { newExecutionRunId } as never,
  };
}

async function allEvents(x: Execution, request: Request, call: Call, from: number) {
  if (request.waitNewEvent && x.isRunning && x.log.length < from) await waitFor(x, call, false, from - 1);
  const last = Math.min(x.log.length, from + pageSize(request.maximumPageSize) - 1);
  const events: temporal.api.history.v1.IHistoryEvent[] = [];
  for (let id = from; id <= last; id++) events.push(toProto(x.log.event(id)));
  const more = last < x.log.length || (request.waitNewEvent && x.isRunning);
  return { history: { events }, nextPageToken: more ? encode({ runId: x.runId, next: last + 1 }) : NO_TOKEN };
}

function pageSize(asked: number | null | undefined): number {
  return asked && asked > 0 ? asked : 100_000;
}

/** Ends when the run has closed, or (unless only that is wanted) has more events than `length`. */
function waitFor(x: Execution, call: Call, wantsClose: boolean, length: number): Promise<void> {
  return call.wait<void>({
    describe: () => (wantsClose ? `the result of ${x.workflowId}` : `more events of ${x.workflowId}`),
    execution: x,
    register: (settle) => {
      const waiter = {
        wantsClose,
        wake: () => {
          if (!wantsClose && x.isRunning && x.log.length <= length) return;
          x.waiters.delete(waiter);
          settle({ value: undefined });
        },
      };
      x.waiters.add(waiter);
      return () => x.waiters.delete(waiter);
    },
  });
}

export const getWorkflowExecutionHistoryReverse = rpc((server: Server, request: ReverseRequest) => {
  const token = decode(request.nextPageToken);
  const ref = { workflowId: request.execution?.workflowId, runId: token?.runId ?? request.execution?.runId };
  const x = findExecution(server, request.namespace, ref);
  const from = token?.next ?? x.log.length;
  const last = Math.max(1, from - pageSize(request.maximumPageSize) + 1);
  const events: temporal.api.history.v1.IHistoryEvent[] = [];
  for (let id = from; id >= last; id--) events.push(toProto(x.log.event(id)));
  return { history: { events }, nextPageToken: last > 1 ? encode({ runId: x.runId, next: last - 1 }) : NO_TOKEN };
});

/** A world that begins with the past of a recorded run. */
import { InvalidInputError } from '../base/errors';
import { EventLog } from '../history/event-log';
import { History, type HistorySource } from '../history/history';
import { restoreExecution } from '../server/execution/restore';
import { startSpecOf } from '../server/execution/restore-spec';
import type { Server } from '../server/server';
import { standingAt } from '../worker/workflow/past-run';
import { assertEventId } from './event-id';
import type { WorldOptions } from './options';

export interface PastOptions extends WorldOptions {
  /** The last event that both are to share. */
  readonly eventId: number;
  /** Default: what the history says; older histories say nothing. */
  readonly workflowId?: string;
}

export interface RecordedPast {
  readonly log: EventLog;
  readonly workflowId: string;
  readonly runId: string;
  /** Virtual milliseconds. */
  readonly time: number;
}

/** The events of a recorded run up to one, and those that the server wrote together with it. */
export function recordedPast(source: History | HistorySource, eventId: number, given?: string): RecordedPast {
  const history = History.from(source);
  assertEventId('World.fork', eventId, history);
  const workflowId = given ?? history.workflowId;
  if (workflowId === '')
    throw new InvalidInputError('World.fork: this history does not say whose it is; give workflowId');
  const length = endOfTransaction(history, eventId);
  const events = history.events.slice(0, length);
  return { log: new EventLog(events), workflowId, runId: history.runId, time: events.at(-1)!.time };
}

/** The last event of those that the server wrote together with one, as far as their types tell. */
function endOfTransaction(history: History, eventId: number): number {
  const type = (id: number) => (id <= history.length ? history.event(id).type : undefined);
  let id = Math.max(eventId, standingAt(history, eventId));
  // The start of an activity is written when the activity ends.
  if (type(id) === 'ActivityTaskStarted') id++;
  if (type(id + 1) === 'WorkflowTaskScheduled') id++;
  return Math.min(id, history.length);
}

/** Puts the run into a fresh world, where it goes on. */
export function resumeRecorded(
  { server, options }: { readonly server: Server; readonly options: WorldOptions },
  { log, workflowId, runId }: RecordedPast,
): void {
  const started = log.event(1) as Parameters<typeof startSpecOf>[0];
  // A parent is not there, and must not be told of the end.
  const spec = { ...startSpecOf(started), workflowId, parent: undefined };
  server.adopt(restoreExecution(server, options.namespace ?? 'default', log, { runId, spec }));
}

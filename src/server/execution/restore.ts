/** Rebuilds a run from its history: what it knows, what it waits for, and what it is about to do. */
import { type Failure, type Payloads, timestampToMs } from '../../base/api';
import { CommandType } from '../../base/enums';
import type { EventLog } from '../../history/event-log';
import { addActivity, scheduleRetry } from './activities';
import { applyParentClosePolicy, initiateChild, notifyParent, prepareChild } from './children';
import { timeOutExecution } from './close';
import { CommandBatch, type CommandContext } from './commands/command';
import { startTimer } from './commands/timer';
import type { ServerContext } from './context';
import { Execution, type StartSpec } from './execution';
import { initiateCancel, initiateSignal } from './external-requests';
import { type Past, type PastActivity, type PastRequest, readPast } from './restore-past';
import { startSpecOf } from './restore-spec';
import { restoreUpdate } from './restore-updates';
import { RestoredExecution } from './restored-execution';
import { weigh } from './size-limits';
import { endBackoff } from './start';
import { finishUpdates } from './updates';
import { scheduleWorkflowTask } from './workflow-task';

/** Who ends the run that a reset replaces. */
export const RESETTER_IDENTITY = 'history-resetter';

/** How far an activity has come, which its history does not say before its end. */
export interface ActivityProgress {
  readonly attempt: number;
  /** When the attempt may start, or might have. */
  readonly dueAt: number;
  readonly heartbeatDetails: Payloads | null | undefined;
  /** Of the attempt before. */
  readonly lastFailure: Failure | undefined;
}

export interface RestoreOptions {
  readonly runId: string;
  /** Default: what the first event says, which is all but the start request's id. */
  readonly spec?: StartSpec;
  /** The run begins anew at this time, and its timeouts count from there. Default: it goes on with its own. */
  readonly restartTime?: number;
  /** Of pending activities, by the id of their scheduled event, what is known beside the history. */
  readonly activities?: ReadonlyMap<number, ActivityProgress>;
  /**
   * Writes what follows the history, within the same transaction, before anything is asked for again. The pending workflow task
   * (`past.task`) is then its to end.
   */
  readonly goOn?: (x: Execution, past: Past) => void;
}

/**
 * A run with this history, which it goes on in (pass a fork of another run's log, nothing is copied). The history may end anywhere.
 *
 * - Timers keep their times; those that are overdue fire at once.
 * - Activities that have not ended begin again at attempt 1, now, for their attempts are in no history; or at the attempt that
 *   `activities` says, when it is due, with the deadlines that they have.
 * - Children that have not been started, signals and cancel requests that have not arrived, are sent again.
 * - A workflow task that is scheduled or started is given to a worker again, with the events that it has. There is no sticky queue.
 * - What was waiting for a started workflow task to end (buffered events, updates that were not accepted) is gone.
 * - A closed run is as its close left it, and does nothing.
 */
export function restoreExecution(
  server: ServerContext,
  namespace: string,
  log: EventLog,
  options: RestoreOptions,
): Execution {
  const past = readPast(log);
  const spec = options.spec ?? startSpecOf(past.started);
  const startTime = options.restartTime ?? past.started.time;
  const backoffMs = options.restartTime === undefined ? spec.firstTaskBackoffMs : 0;
  const x = new RestoredExecution(server, namespace, spec, options.runId, {
    log,
    startTime,
    executionTime: startTime + backoffMs,
  });
  x.transact(() => {
    fillIn(x, past);
    if (past.closed) return;
    setExpirations(x, past, options.restartTime);
    options.goOn?.(x, past);
    resume(x, past, options);
    if (!options.goOn) resumeWorkflowTask(x, past);
  });
  return x;
}

/**
 * Tells parent and children once more that a restored run has closed, in steps of their own. It changes nothing where they know.
 * The run must be one that can be found.
 */
export function announceClose(x: Execution): void {
  if (endedForReset(x)) return;
  if (x.successorRunId === undefined) notifyParent(x);
  applyParentClosePolicy(x);
}

/** A reset leaves the parent and the children of the run that it ends to the new one. */
function endedForReset(x: Execution): boolean {
  const event = x.log.event(x.closeEventId);
  return event.type === 'WorkflowExecutionTerminated' && event.attributes.identity === RESETTER_IDENTITY;
}

function fillIn(x: RestoredExecution, past: Past): void {
  x.originalRunId = past.started.attributes.originalExecutionRunId || x.runId;
  x.historySizeBytes = sizeOf(x);
  x.stateTransitionCount = x.log.length;
  x.memo = past.memo;
  x.searchAttributes = past.searchAttributes;
  x.options = past.options;
  for (const id of past.attachedRequestIds) x.attachedRequestIds.add(id);
  x.signalCount = past.signalCount;
  x.cancelRequested = past.cancelRequested;
  x.inBackoff = past.inBackoff;
  x.needsWorkflowTask = past.needsWorkflowTask;
  x.workflowTask.attempt = past.task.attempt;
  x.workflowTask.lastCompletedStartedId = past.task.lastCompletedStartedId;
  x.workflowTask.everStarted = past.task.everStarted;
  for (const [id, update] of past.updates) restoreUpdate(x, id, update);
  for (const { initiated, started } of past.children.values()) {
    const { workflowId, workflowType, namespace, parentClosePolicy } = initiated.attributes;
    x.children.set(initiated.id, {
      initiatedId: initiated.id,
      workflowId: workflowId ?? '',
      workflowType: workflowType?.name ?? '',
      namespace: namespace ?? '',
      parentClosePolicy: parentClosePolicy ?? 0,
      runId: started?.attributes.workflowExecution?.runId ?? '',
      started: started && { id: started.id },
    });
  }
  if (!past.closed) return;
  x.status = past.status;
  x.closeTime = past.closed.time;
  x.closeEventId = past.closed.id;
  x.successorRunId =
    ('newExecutionRunId' in past.closed.attributes && past.closed.attributes.newExecutionRunId) || undefined;
  finishUpdates(x, undefined);
}

/** Measured by writing the events to a run that is thrown away: what an event weighs, only `append` knows. */
function sizeOf(x: RestoredExecution): number {
  const scale = new Execution(x.server, x.namespace, x.spec, x.runId);
  for (let id = 1; id <= x.log.length; id++) {
    const { type, attributes } = x.log.event(id);
    scale.append(type, attributes);
  }
  return scale.historySizeBytes;
}

function setExpirations(x: RestoredExecution, past: Past, restartTime: number | undefined): void {
  const { executionTimeoutMs, runTimeoutMs } = x.spec;
  if (restartTime === undefined) {
    x.executionExpirationTime = timestampToMs(past.started.attributes.workflowExecutionExpirationTime);
  } else if (executionTimeoutMs > 0) {
    x.executionExpirationTime = Math.round(restartTime + executionTimeoutMs);
  }
  const runEnd = runTimeoutMs > 0 ? x.executionTime + runTimeoutMs : 0;
  const ends = [runEnd, x.executionExpirationTime].filter((time) => time > 0);
  if (ends.length === 0) return;
  x.runExpirationTime = Math.min(...ends);
  x.scheduleTimer(x.runExpirationTime, () => timeOutExecution(x));
}

/** Everything that the run waits for, but its workflow task. */
function resume(x: RestoredExecution, past: Past, { activities }: RestoreOptions): void {
  if (past.inBackoff) x.scheduleTimer(x.executionTime, () => endBackoff(x));
  for (const event of past.timers.values()) {
    const command = { commandType: CommandType.START_TIMER, startTimerCommandAttributes: event.attributes };
    const prepared = startTimer.prepare(command, new CommandBatch(x, new Map()));
    x.again(event, () => startTimer.apply(x, prepared, contextOf(event)));
  }
  for (const activity of past.activities.values()) resumeActivity(x, activity, activities?.get(activity.scheduled.id));
  for (const { initiated } of past.children.values()) {
    if (x.children.get(initiated.id)?.runId !== '') continue;
    x.again(initiated, () => initiateChild(x, prepareChild(x, initiated.attributes), contextOf(initiated)));
  }
  for (const event of past.requests.values()) x.again(event, () => requestAgain(x, event));
}

function resumeActivity(
  x: RestoredExecution,
  { scheduled, cancelRequestedId }: PastActivity,
  progress: ActivityProgress | undefined,
): void {
  const add = () => addActivity(x, scheduled.id, scheduled.attributes);
  if (progress) x.again(scheduled, add);
  else add();
  const activity = x.activities.get(scheduled.id)!;
  activity.cancelRequestedId = cancelRequestedId;
  if (!progress) return;
  // An attempt that was running starts anew, so it waits for its start from now on. Its first task is stale by this.
  activity.status = 'backoff';
  activity.attempt = progress.attempt;
  activity.scheduledTime = Math.max(progress.dueAt, x.now);
  activity.heartbeatDetails = progress.heartbeatDetails;
  activity.lastFailure = progress.lastFailure;
  weigh(x, activity);
  scheduleRetry(x, activity);
}

function requestAgain(x: RestoredExecution, event: PastRequest): void {
  const context = contextOf(event);
  if (event.type === 'SignalExternalWorkflowExecutionInitiated') {
    initiateSignal(x, { ...event.attributes, execution: event.attributes.workflowExecution }, context);
  } else {
    initiateCancel(x, { ...event.attributes, ...event.attributes.workflowExecution }, context);
  }
}

function contextOf(event: {
  readonly attributes: { readonly workflowTaskCompletedEventId?: number | null };
  readonly userMetadata?: CommandContext['userMetadata'];
}): CommandContext {
  return {
    workflowTaskCompletedId: event.attributes.workflowTaskCompletedEventId ?? 0,
    identity: '',
    userMetadata: event.userMetadata,
  };
}

function resumeWorkflowTask(x: RestoredExecution, { task }: Past): void {
  if (!task.scheduled) return;
  // Its events are in the history, so it is none of those that have no events yet.
  x.workflowTask.attempt = 1;
  x.again(task.scheduled, () => scheduleWorkflowTask(x));
  if (task.started) x.holdStart(task.started);
}

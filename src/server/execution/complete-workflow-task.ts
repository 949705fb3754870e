/** A worker answers a workflow task. */
import type { Failure } from '../../base/api';
import { invariant } from '../../base/errors';
import type { UpdateMessage, WorkflowTaskAnswer } from '../../history/worker-protocol';
import type { Poller } from '../matching';
import { invalidArgument, notFound } from '../status';
import { recordBuildId } from './build-ids';
import { terminate } from './close';
import { COMMANDS } from './commands';
import { checkBlobs } from './commands/blob-limits';
import { CommandBatch, CommandRefused } from './commands/command';
import { firedKey } from './commands/timer';
import type { Execution } from './execution';
import { LIMITS } from './limits';
import { answerQueries, type QueryToken } from './queries';
import { rejectUpdates, returnSentUpdates, settleSentUpdates } from './updates';
import { endWorkflowTask, failWorkflowTask, flushBuffered, timeOutStarted, writeProvisional } from './workflow-task';

/** What the server gave the worker with the task; see `WorkflowTask.token`. */
export type WorkflowTaskToken = { readonly execution: Execution; readonly serial: number } | QueryToken;

export interface Answerer extends Partial<Poller> {
  readonly identity: string;
  /** Of the worker's code; becomes a search attribute of the runs that it has worked on. */
  readonly buildId?: string;
}

/** Of a worker whose options name none. */
export const NO_BUILD_ID = 'worldline';

type Completion = Extract<WorkflowTaskAnswer, { kind: 'completed' }>;

/**
 * Carries out a worker's answer. Throws the statuses that RespondWorkflowTaskCompleted gives; what is to be written in that
 * case (a failed workflow task) has been written.
 */
export function answerWorkflowTask(token: WorkflowTaskToken, answer: WorkflowTaskAnswer, worker: Answerer): void {
  if (!('execution' in token)) {
    invariant(answer.kind === 'query', 'a query task was answered like a workflow task');
    token.answer(answer.answer);
    return;
  }
  const x = token.execution;
  if (!x.isRunning || x.workflowTask.status !== 'started' || x.workflowTask.serial !== token.serial) {
    throw notFound('Workflow task not found.');
  }
  if (answer.kind === 'failed') fail(x, answer, worker);
  else if (answer.kind === 'completed') complete(x, answer, worker);
}

function fail(x: Execution, answer: Extract<WorkflowTaskAnswer, { kind: 'failed' }>, worker: Answerer): void {
  // Workers report only a first attempt's failure; later ones run into their timeout, which grows: that is the backoff.
  if (x.workflowTask.attempt === 1) {
    const cause = answer.cause.replace('WORKFLOW_TASK_FAILED_CAUSE_', '') as Parameters<typeof failWorkflowTask>[1];
    x.transact(() => {
      returnSentUpdates(x);
      failWorkflowTask(x, cause, answer.failure, worker.identity);
    });
  }
  x.server.observer.workflowTaskFailed?.(x, answer.cause, answer.error);
}

/** A heartbeat keeps a task's local activities going; one that brings nothing else may not go on for ever. */
function checkHeartbeat(x: Execution, answer: Completion): void {
  const task = x.workflowTask;
  const isHeartbeat = answer.forceCreateNewWorkflowTask && answer.commands.length === 0 && answer.messages.length === 0;
  if (!isHeartbeat) {
    task.heartbeatingSince = 0;
    return;
  }
  task.heartbeatingSince ||= task.scheduledTime;
  if (x.now - task.heartbeatingSince <= LIMITS.heartbeatingMs) return;
  x.transact(() => timeOutStarted(x));
  throw notFound('workflow task heartbeat timeout');
}

function complete(x: Execution, answer: Completion, worker: Answerer): void {
  checkHeartbeat(x, answer);
  const prepared = prepareCommands(x, answer);
  if (prepared instanceof CommandRefused) {
    refuse(x, prepared, worker);
    return;
  }
  x.transact(() => {
    if (isDroppable(x, answer)) dropSpeculative(x, answer);
    else carryOut(x, answer, prepared, worker);
    answerQueries(x, answer.queryAnswers);
  });
}

type Prepared = { apply: (workflowTaskCompletedId: number) => void }[];

/** All commands are checked before anything is written, so that a refused one leaves nothing behind. */
function prepareCommands(x: Execution, answer: Completion): Prepared | CommandRefused {
  const messages = new Map<string, UpdateMessage>(answer.messages.map((message) => [message.messageId, message]));
  const batch = new CommandBatch(x, messages);
  const prepared: Prepared = [];
  try {
    let closes = false;
    for (const command of answer.commands) {
      const handler = COMMANDS[command.commandType ?? 0];
      if (!handler) throw invalidArgument(`Unknown command type: ${command.commandType}`);
      const value = handler.prepare(command, batch);
      checkBlobs(command);
      closes ||= handler.closes === true;
      prepared.push({
        apply: (workflowTaskCompletedId) =>
          handler.apply(x, value, {
            workflowTaskCompletedId,
            identity: x.workflowTask.identity,
            userMetadata: command.userMetadata,
          }),
      });
    }
    if (closes && hasUnseenEvents(x, batch)) throw new CommandRefused('UNHANDLED_COMMAND', '');
  } catch (error) {
    if (error instanceof CommandRefused) return error;
    throw error;
  }
  return prepared;
}

/** Events that came while the task ran, less the firings of timers that its commands cancel. */
function hasUnseenEvents(x: Execution, batch: CommandBatch): boolean {
  let unseen = x.buffered.length;
  if (unseen === 0) return false;
  for (const timerId of batch.canceledTimers) if (x.buffered.has(firedKey(timerId))) unseen--;
  return unseen > 0;
}

function refuse(x: Execution, refused: CommandRefused, worker: Answerer): void {
  const unhandled = refused.cause === 'UNHANDLED_COMMAND';
  if (refused.effect !== 'error-only' && (x.workflowTask.attempt === 1 || unhandled)) {
    const failure: Failure = { message: refused.message, serverFailureInfo: {} };
    x.transact(() => {
      returnSentUpdates(x);
      failWorkflowTask(x, refused.cause, failure, worker.identity);
      x.closeAttempted = unhandled;
      if (refused.effect === 'terminate') terminate(x, refused.message, undefined, 'history-service');
    });
    if (refused.isLimit) x.server.observer.limitExceeded?.(x, refused.message);
  }
  if (!unhandled) x.server.observer.workflowTaskFailed?.(x, refused.cause, refused);
  throw invalidArgument(refused.message);
}

/** A speculative task of which nothing came but rejections leaves no trace. */
function isDroppable(x: Execution, answer: Completion): boolean {
  return (
    x.workflowTask.kind === 'speculative' &&
    answer.commands.length === 0 &&
    !answer.forceCreateNewWorkflowTask &&
    answer.messages.every((message) => message.kind === 'rejected')
  );
}

function dropSpeculative(x: Execution, answer: Completion): void {
  endWorkflowTask(x, 'drop');
  rejectUpdates(x, answer.messages);
  settleSentUpdates(x, false);
}

function carryOut(x: Execution, answer: Completion, prepared: Prepared, worker: Answerer): void {
  const task = x.workflowTask;
  writeProvisional(x);
  const completedId = x.append('WorkflowTaskCompleted', {
    scheduledEventId: task.scheduledId,
    startedEventId: task.startedId,
    identity: worker.identity,
    binaryChecksum: '',
    ...(worker.buildId && worker.buildId !== NO_BUILD_ID && { workerVersion: { buildId: worker.buildId } }),
    sdkMetadata: answer.sdkMetadata,
    meteringMetadata: answer.meteringMetadata ?? {},
  } as Parameters<typeof x.append<'WorkflowTaskCompleted'>>[1]);
  endWorkflowTask(x, 'complete');
  task.attempt = 1;
  task.lastCompletedStartedId = task.startedId;
  x.stickyQueue = answer.sticky ? worker.stickyQueue : undefined;
  if (worker.buildId) recordBuildId(x, worker.buildId);
  rejectUpdates(x, answer.messages);
  // Eager execution: the worker that asks for an activity gets its first attempt, if it runs activities and has a free slot.
  x.eagerPoller = 'takeActivityTask' in worker ? (worker as Poller) : undefined;
  for (const command of prepared) command.apply(completedId);
  x.eagerPoller = undefined;
  settleSentUpdates(x, answer.forceCreateNewWorkflowTask ?? false);
  if (!x.isRunning) return;
  flushBuffered(x);
  if (answer.forceCreateNewWorkflowTask) x.needsWorkflowTask = true;
}

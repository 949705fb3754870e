/** The life of a run's workflow task: when it is scheduled, where, what its start, end, failure and timeout write. */
import type { Failure } from '../../base/api';
import {
  TaskQueueKind,
  TimeoutType,
  WorkflowTaskFailedCause,
  type WorkflowTaskFailedCauseName,
} from '../../base/enums';
import type { AnyEvent, HistoryView } from '../../history/event';
import { withTail } from '../../history/event-log';
import type { UpdateRequest, WorkflowQuery, WorkflowTask } from '../../history/worker-protocol';
import { workflowTaskMachine } from '../machines/workflow-task';
import type { Poller, QueuedTask } from '../matching';
import { endCloseAttempt } from './closing';
import type { Execution } from './execution';
import { queriesForTask } from './queries';
import { hasAdmittedUpdates, returnSentUpdates, updatesForTask } from './updates';

const STICKY_SCHEDULE_TO_START_MS = 10_000;
const SPECULATIVE_SCHEDULE_TO_START_MS = 5_000;
const MAX_TASK_TIMEOUT_MS = 600_000;

/** Called at the end of each transaction: schedules a workflow task where one is needed and none is pending. */
export function ensureWorkflowTask(x: Execution): void {
  if (x.workflowTask.status !== 'none' || x.inBackoff || x.waitsForParent) return;
  if (x.needsWorkflowTask) scheduleWorkflowTask(x);
  else if (hasAdmittedUpdates(x)) scheduleWorkflowTask(x, 'speculative');
}

export function scheduleWorkflowTask(x: Execution, kind: 'normal' | 'speculative' = 'normal'): void {
  const task = x.workflowTask;
  task.status = workflowTaskMachine.next(task.status, 'schedule');
  task.kind = task.attempt > 1 ? 'transient' : kind;
  task.serial++;
  task.scheduledTime = x.now;
  task.scheduledId = x.log.length + 1;
  x.needsWorkflowTask = false;
  chooseQueue(x);
  if (task.kind === 'normal') task.scheduledId = writeScheduled(x);
  if (task.kind === 'speculative') scheduleToStartTimeout(x, SPECULATIVE_SCHEDULE_TO_START_MS);
  else if (task.onSticky) scheduleToStartTimeout(x, STICKY_SCHEDULE_TO_START_MS);
  dispatch(x);
}

/** The sticky queue while its worker polls, or polled lately; the normal one otherwise. */
function chooseQueue(x: Execution): void {
  const task = x.workflowTask;
  const sticky = task.kind === 'transient' ? undefined : x.stickyQueue;
  task.onSticky = sticky !== undefined;
  task.queue = sticky ?? x.taskQueue;
}

function writeScheduled(x: Execution): number {
  const { onSticky, queue, attempt } = x.workflowTask;
  return x.append('WorkflowTaskScheduled', {
    taskQueue: onSticky
      ? { name: queue, kind: TaskQueueKind.STICKY, normalName: x.taskQueue }
      : { name: x.taskQueue, kind: TaskQueueKind.NORMAL },
    startToCloseTimeout: x.taskTimeout,
    attempt,
  });
}

function writeStarted(x: Execution): number {
  const task = x.workflowTask;
  return x.append(
    'WorkflowTaskStarted',
    {
      scheduledEventId: task.scheduledId,
      identity: task.identity,
      requestId: task.requestId,
      historySizeBytes: x.historySizeBytes,
      suggestContinueAsNew: suggestsContinueAsNew(x),
    },
    { time: task.startedTime },
  );
}

/** The server's thresholds: 4 MiB of history, or the 4,096th event. */
function suggestsContinueAsNew(x: Execution): boolean {
  return x.historySizeBytes >= 4 * 1024 * 1024 || x.log.length + 1 >= 4096;
}

function dispatch(x: Execution): void {
  const task = x.workflowTask;
  const { serial } = task;
  const dispatched = ++task.dispatches;
  const queued: QueuedTask = {
    workflowId: x.workflowId,
    what: 'workflow task',
    attempt: task.attempt,
    priorityKey: x.options.priority?.priorityKey,
    isStale: () => task.serial !== serial || task.dispatches !== dispatched || task.status !== 'scheduled',
    deliver: (poller) => {
      const started = x.transact(() => startWorkflowTask(x, poller));
      return poller.takeWorkflowTask(started);
    },
  };
  // Where the sticky worker has been gone for 10 s the task goes to the normal queue, though its event names the sticky one.
  const matching = x.server.matching;
  const reachable =
    !task.onSticky || matching.polledWithin(x.namespace, task.queue, 'workflow', STICKY_SCHEDULE_TO_START_MS);
  matching.add(x.namespace, reachable ? task.queue : x.taskQueue, 'workflow', queued);
}

/** The task that waits for a worker leaves its place in the queue for the one that it would get now. */
export function redispatchWorkflowTask(x: Execution): void {
  const task = x.workflowTask;
  if (task.status !== 'scheduled' || task.kind === 'speculative') return;
  if (task.onSticky && x.stickyQueue === undefined) {
    task.onSticky = false;
    task.queue = x.taskQueue;
    x.cancelTimer(task.timeout);
    task.timeout = undefined;
  }
  dispatch(x);
}

function scheduleToStartTimeout(x: Execution, ms: number): void {
  const task = x.workflowTask;
  const serial = task.serial;
  task.timeout = x.scheduleTimer(x.now + ms, () => {
    if (task.serial === serial && task.status === 'scheduled') timeOutScheduled(x);
  });
}

function timeOutScheduled(x: Execution): void {
  const task = x.workflowTask;
  promoteSpeculative(x);
  x.append('WorkflowTaskTimedOut', {
    scheduledEventId: task.scheduledId,
    startedEventId: 0,
    timeoutType: TimeoutType.SCHEDULE_TO_START,
  });
  task.status = workflowTaskMachine.next(task.status, 'time-out');
  x.stickyQueue = undefined;
  scheduleWorkflowTask(x);
}

/** A speculative task becomes a normal one, with the ids it has, before anything else is written to the run. */
export function promoteSpeculative(x: Execution): void {
  const task = x.workflowTask;
  if (task.kind !== 'speculative' || task.status === 'none') return;
  task.kind = 'normal';
  if (task.status === 'scheduled') {
    x.cancelTimer(task.timeout);
    task.timeout = undefined;
  }
  task.scheduledId = writeScheduled(x);
  if (task.status === 'started') task.startedId = writeStarted(x);
}

function startWorkflowTask(x: Execution, poller: Poller): WorkflowTask {
  const task = x.workflowTask;
  task.status = workflowTaskMachine.next(task.status, 'start');
  x.cancelTimer(task.timeout);
  task.identity = poller.identity;
  task.requestId = x.server.ids.next();
  task.startedTime = x.now;
  task.everStarted = true;
  // Whatever happened until now, this task sees it.
  x.needsWorkflowTask = false;
  // Events that came while a transient task waited make it a normal one; its events follow theirs.
  if (task.kind === 'transient' && x.log.length >= task.scheduledId) {
    task.kind = 'normal';
    task.attempt = 1;
    task.scheduledId = writeScheduled(x);
  }
  if (task.kind === 'normal') {
    task.startedId = writeStarted(x);
  } else {
    task.scheduledId = x.log.length + 1;
    task.startedId = x.log.length + 2;
  }
  startToCloseTimeout(x);
  return taskFor(x, updatesForTask(x, task.startedId - 1), queriesForTask(x));
}

function startToCloseTimeout(x: Execution): void {
  const task = x.workflowTask;
  const serial = task.serial;
  task.timeout = x.scheduleTimer(x.now + taskTimeoutMs(x.spec.taskTimeoutMs, task.attempt), () => {
    if (task.serial === serial && task.status === 'started') timeOutStarted(x);
  });
}

/** From the fourth attempt on the timeout grows: that, and no delay, is how the server slows down a failing task. */
function taskTimeoutMs(taskTimeout: number, attempt: number): number {
  if (attempt <= 3) return taskTimeout;
  return Math.min(taskTimeout + 5_000 * 2 ** (attempt - 4), MAX_TASK_TIMEOUT_MS);
}

function taskFor(
  x: Execution,
  messages: readonly UpdateRequest[] | undefined,
  queries: ReadonlyMap<string, WorkflowQuery> | undefined,
): WorkflowTask {
  const task = x.workflowTask;
  return {
    token: { execution: x, serial: task.serial },
    namespace: x.namespace,
    taskQueue: x.taskQueue,
    execution: x.key,
    workflowType: x.spec.workflowType,
    attempt: task.attempt,
    previousStartedEventId: task.lastCompletedStartedId,
    startedEventId: task.startedId,
    history: task.kind === 'normal' ? x.log.view() : withProvisionalEvents(x),
    messages,
    queries,
  };
}

function withProvisionalEvents(x: Execution): HistoryView {
  const task = x.workflowTask;
  const scheduled: AnyEvent = {
    id: task.scheduledId,
    time: task.scheduledTime,
    type: 'WorkflowTaskScheduled',
    attributes: { taskQueue: { name: x.taskQueue }, startToCloseTimeout: x.taskTimeout, attempt: task.attempt },
  };
  const started: AnyEvent = {
    id: task.startedId,
    time: task.startedTime,
    type: 'WorkflowTaskStarted',
    attributes: {
      scheduledEventId: task.scheduledId,
      identity: task.identity,
      requestId: task.requestId,
      historySizeBytes: x.historySizeBytes,
      suggestContinueAsNew: suggestsContinueAsNew(x),
    },
  };
  return withTail(x.log.view(), [scheduled, started]);
}

/** Writes the events that a transient or speculative task has not written so far. */
export function writeProvisional(x: Execution): void {
  const task = x.workflowTask;
  if (task.kind === 'normal') return;
  task.kind = 'normal';
  task.scheduledId = writeScheduled(x);
  task.startedId = writeStarted(x);
}

/** The started task ends without events of its own (a speculative task whose updates were all rejected). */
export function endWorkflowTask(x: Execution, input: 'complete' | 'fail' | 'time-out' | 'drop'): void {
  const task = x.workflowTask;
  task.status = workflowTaskMachine.next(task.status, input);
  task.serial++;
  x.cancelTimer(task.timeout);
  task.timeout = undefined;
  endCloseAttempt(x);
}

/** A failure that the server or the worker reports for the started task. */
export function failWorkflowTask(
  x: Execution,
  cause: WorkflowTaskFailedCauseName,
  failure: Failure | undefined,
  identity: string,
): void {
  const task = x.workflowTask;
  // Attempt n > 1 leaves no event, and its failure is not reported by workers: the task runs into its timeout.
  const keepsAttempt = cause === 'UNHANDLED_COMMAND' || cause === 'FORCE_CLOSE_COMMAND';
  if (task.kind === 'speculative') writeProvisional(x);
  if (task.attempt === 1 || cause === 'UNHANDLED_COMMAND') {
    writeProvisional(x);
    x.append('WorkflowTaskFailed', {
      scheduledEventId: task.scheduledId,
      startedEventId: task.startedId,
      cause: WorkflowTaskFailedCause[cause],
      failure,
      identity,
    });
  }
  endWorkflowTask(x, 'fail');
  afterUnsuccessfulTask(x, keepsAttempt);
}

/**
 * More events than may be buffered came while the task ran: it fails, they are written, and its answer will be late. The attempt after
 * it is transient, though events came in between.
 */
export function failOverflowingTask(x: Execution): void {
  const task = x.workflowTask;
  const wasSticky = x.stickyQueue !== undefined;
  const attempt = wasSticky ? 1 : task.attempt + 1;
  returnSentUpdates(x);
  forceEndWorkflowTask(x);
  x.stickyQueue = undefined;
  task.attempt = attempt;
  x.needsWorkflowTask = true;
}

/** The worker has been silent for too long, or has only sent heartbeats for too long. */
export function timeOutStarted(x: Execution): void {
  const task = x.workflowTask;
  if (task.kind === 'speculative') writeProvisional(x);
  if (task.attempt === 1) {
    x.append('WorkflowTaskTimedOut', {
      scheduledEventId: task.scheduledId,
      startedEventId: task.startedId,
      timeoutType: TimeoutType.START_TO_CLOSE,
    });
  }
  endWorkflowTask(x, 'time-out');
  afterUnsuccessfulTask(x, false);
}

function afterUnsuccessfulTask(x: Execution, keepsAttempt: boolean): void {
  const task = x.workflowTask;
  const wasSticky = x.stickyQueue !== undefined;
  x.stickyQueue = undefined;
  task.heartbeatingSince = 0;
  returnSentUpdates(x);
  const flushed = flushBuffered(x);
  // The attempt stays 1 after a failure with a cached run, and begins anew when other events came in between.
  task.attempt = keepsAttempt || flushed || wasSticky ? 1 : task.attempt + 1;
  x.needsWorkflowTask = true;
}

/** Appends what was buffered while a workflow task was started. True if there was anything. */
export function flushBuffered(x: Execution): boolean {
  const events = x.buffered.take();
  for (const { type, write, time, wakes } of events) {
    x.append(type, write(x.log.length + 1), { time });
    if (wakes) x.needsWorkflowTask = true;
  }
  return events.length > 0;
}

/** Before a terminate, a timeout or a reset: a started task is failed, and what was buffered is written. */
export function forceEndWorkflowTask(x: Execution): void {
  const task = x.workflowTask;
  if (task.status === 'none') return;
  if (task.status === 'scheduled') {
    endWorkflowTask(x, 'drop');
    return;
  }
  if (task.attempt === 1) {
    writeProvisional(x);
    x.append('WorkflowTaskFailed', {
      scheduledEventId: task.scheduledId,
      startedEventId: task.startedId,
      cause: WorkflowTaskFailedCause.FORCE_CLOSE_COMMAND,
      identity: 'history-service',
    });
  }
  endWorkflowTask(x, 'fail');
  flushBuffered(x);
}

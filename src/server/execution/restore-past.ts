/** What a history says about its run: read event by event, one row of a table for each type. Pure. */
import { durationToMs, type Memo, type SearchAttributes } from '../../base/api';
import {
  TaskQueueKind,
  TimeoutType,
  type WorkflowExecutionStatusName,
  WorkflowTaskFailedCause,
} from '../../base/enums';
import { invariant } from '../../base/errors';
import type { AnyEvent, EventAttributes, EventType, HistoryEvent, HistoryView } from '../../history/event';
import { storedOverride } from '../policy/versioning-override';
import { type ExecutionOptions, optionsAfter } from './execution-options';
import { mergePayloads } from './search-attributes';

type Request = NonNullable<EventAttributes['WorkflowExecutionUpdateAdmitted']['request']>;
type Outcome = NonNullable<EventAttributes['WorkflowExecutionUpdateCompleted']['outcome']>;

export interface PastTask {
  scheduled: HistoryEvent<'WorkflowTaskScheduled'> | undefined;
  /** Set while a worker has the task; its scheduled event is then set, too. */
  started: HistoryEvent<'WorkflowTaskStarted'> | undefined;
  /** Of the next task, where none is pending. */
  attempt: number;
  lastCompletedStartedId: number;
  everStarted: boolean;
}

export interface PastActivity {
  readonly scheduled: HistoryEvent<'ActivityTaskScheduled'>;
  cancelRequestedId: number;
}

export interface PastChild {
  readonly initiated: HistoryEvent<'StartChildWorkflowExecutionInitiated'>;
  started: HistoryEvent<'ChildWorkflowExecutionStarted'> | undefined;
}

export interface PastUpdate {
  request: Request;
  /** 0: the history has its request only (a reset put it there), and no worker has accepted it. */
  acceptedId: number;
  outcome: Outcome | undefined;
}

export type PastRequest =
  | HistoryEvent<'SignalExternalWorkflowExecutionInitiated'>
  | HistoryEvent<'RequestCancelExternalWorkflowExecutionInitiated'>;

/** The run as its history leaves it: what is pending, and what has been set. Ids of events are the keys unless said. */
export interface Past {
  readonly started: HistoryEvent<'WorkflowExecutionStarted'>;
  /** The event that closed the run. */
  closed: AnyEvent | undefined;
  status: WorkflowExecutionStatusName;
  readonly task: PastTask;
  readonly activities: Map<number, PastActivity>;
  /** By timer id. */
  readonly timers: Map<string, HistoryEvent<'TimerStarted'>>;
  readonly children: Map<number, PastChild>;
  readonly requests: Map<number, PastRequest>;
  /** By update id. */
  readonly updates: Map<string, PastUpdate>;
  memo: NonNullable<Memo['fields']>;
  searchAttributes: NonNullable<SearchAttributes['indexedFields']>;
  options: ExecutionOptions;
  readonly attachedRequestIds: Set<string>;
  signalCount: number;
  cancelRequested: boolean;
  /** The first workflow task waits for a start delay, the cron time or a retry's interval. */
  inBackoff: boolean;
  /** Something happened that no workflow task has been scheduled for. */
  needsWorkflowTask: boolean;
}

type Apply<T extends EventType> = (past: Past, attributes: EventAttributes[T], event: HistoryEvent<T>) => void;

/** What came from outside while no workflow task was started: the next one sees it. */
function wake(past: Past): void {
  past.needsWorkflowTask = true;
  freshAttempt(past);
}

/** Whatever is recorded after a failed task makes the next one a first attempt again. */
function freshAttempt({ task }: Past): void {
  if (!task.scheduled) task.attempt = 1;
}

const closes =
  (status: WorkflowExecutionStatusName): Apply<EventType> =>
  (past, _, event) => {
    past.closed = event as AnyEvent;
    past.status = status;
    past.needsWorkflowTask = false;
    past.inBackoff = false;
    endTask(past.task);
  };

function endTask(task: PastTask): void {
  task.scheduled = undefined;
  task.started = undefined;
}

const KEEPS_ATTEMPT: ReadonlySet<number> = new Set([
  WorkflowTaskFailedCause.UNHANDLED_COMMAND,
  WorkflowTaskFailedCause.FORCE_CLOSE_COMMAND,
  WorkflowTaskFailedCause.RESET_WORKFLOW,
]);

/** The attempt stays 1 where the task was on a sticky queue: a worker that has lost its cache is no failure of the code. */
function failTask(past: Past, keepsAttempt: boolean): void {
  const wasSticky = past.task.scheduled?.attributes.taskQueue?.kind === TaskQueueKind.STICKY;
  if (!keepsAttempt && !wasSticky) past.task.attempt++;
  endTask(past.task);
  past.needsWorkflowTask = true;
}

const activityEnds = (past: Past, { scheduledEventId }: { readonly scheduledEventId?: number | null }): void => {
  past.activities.delete(scheduledEventId ?? 0);
  wake(past);
};

const childEnds = (past: Past, { initiatedEventId }: { readonly initiatedEventId?: number | null }): void => {
  past.children.delete(initiatedEventId ?? 0);
  wake(past);
};

const requestEnds = (past: Past, { initiatedEventId }: { readonly initiatedEventId?: number | null }): void => {
  past.requests.delete(initiatedEventId ?? 0);
  wake(past);
};

const APPLY: { readonly [T in EventType]?: Apply<T> } = {
  WorkflowExecutionCompleted: closes('COMPLETED'),
  WorkflowExecutionFailed: closes('FAILED'),
  WorkflowExecutionTimedOut: closes('TIMED_OUT'),
  WorkflowExecutionCanceled: closes('CANCELED'),
  WorkflowExecutionTerminated: closes('TERMINATED'),
  WorkflowExecutionContinuedAsNew: closes('CONTINUED_AS_NEW'),
  WorkflowExecutionCancelRequested: (past) => {
    past.cancelRequested = true;
    past.inBackoff = false;
    wake(past);
  },
  WorkflowExecutionSignaled: (past) => {
    past.signalCount++;
    wake(past);
  },

  WorkflowTaskScheduled: (past, { attempt }, event) => {
    past.inBackoff = false;
    past.needsWorkflowTask = false;
    past.task.scheduled = event;
    past.task.attempt = attempt || 1;
  },
  WorkflowTaskStarted: (past, _, event) => {
    past.task.started = event;
    past.task.everStarted = true;
    past.needsWorkflowTask = false;
  },
  WorkflowTaskCompleted: ({ task }, { startedEventId }) => {
    endTask(task);
    task.attempt = 1;
    task.lastCompletedStartedId = startedEventId ?? 0;
  },
  WorkflowTaskFailed: (past, { cause }) => failTask(past, KEEPS_ATTEMPT.has(cause ?? 0)),
  WorkflowTaskTimedOut: (past, { timeoutType }) => failTask(past, timeoutType === TimeoutType.SCHEDULE_TO_START),

  ActivityTaskScheduled: (past, _, scheduled) => {
    past.activities.set(scheduled.id, { scheduled, cancelRequestedId: 0 });
  },
  ActivityTaskCancelRequested: (past, { scheduledEventId }, { id }) => {
    const activity = past.activities.get(scheduledEventId ?? 0);
    if (activity) activity.cancelRequestedId = id;
  },
  ActivityTaskCompleted: activityEnds,
  ActivityTaskFailed: activityEnds,
  ActivityTaskTimedOut: activityEnds,
  ActivityTaskCanceled: activityEnds,

  TimerStarted: (past, { timerId }, event) => {
    past.timers.set(timerId ?? '', event);
  },
  TimerFired: (past, { timerId }) => {
    past.timers.delete(timerId ?? '');
    wake(past);
  },
  TimerCanceled: (past, { timerId }) => {
    past.timers.delete(timerId ?? '');
  },

  StartChildWorkflowExecutionInitiated: (past, _, initiated) => {
    past.children.set(initiated.id, { initiated, started: undefined });
  },
  ChildWorkflowExecutionStarted: (past, { initiatedEventId }, event) => {
    const child = past.children.get(initiatedEventId ?? 0);
    if (child) child.started = event;
    wake(past);
  },
  StartChildWorkflowExecutionFailed: childEnds,
  ChildWorkflowExecutionCompleted: childEnds,
  ChildWorkflowExecutionFailed: childEnds,
  ChildWorkflowExecutionCanceled: childEnds,
  ChildWorkflowExecutionTimedOut: childEnds,
  ChildWorkflowExecutionTerminated: childEnds,

  SignalExternalWorkflowExecutionInitiated: (past, _, event) => {
    past.requests.set(event.id, event);
  },
  SignalExternalWorkflowExecutionFailed: requestEnds,
  ExternalWorkflowExecutionSignaled: requestEnds,
  RequestCancelExternalWorkflowExecutionInitiated: (past, _, event) => {
    past.requests.set(event.id, event);
  },
  RequestCancelExternalWorkflowExecutionFailed: requestEnds,
  ExternalWorkflowExecutionCancelRequested: requestEnds,

  UpsertWorkflowSearchAttributes: (past, { searchAttributes }) => {
    past.searchAttributes = mergePayloads(past.searchAttributes, searchAttributes?.indexedFields ?? {});
  },
  WorkflowExecutionOptionsUpdated: (past, attributes) => {
    past.options = optionsAfter(past.options, attributes);
    if (attributes.attachedRequestId) past.attachedRequestIds.add(attributes.attachedRequestId);
    freshAttempt(past);
  },
  WorkflowPropertiesModified: (past, { upsertedMemo }) => {
    past.memo = mergePayloads(past.memo, upsertedMemo?.fields ?? {});
  },

  WorkflowExecutionUpdateAdmitted: (past, { request }) => {
    past.updates.set(request?.meta?.updateId ?? '', { request: request ?? {}, acceptedId: 0, outcome: undefined });
    wake(past);
  },
  WorkflowExecutionUpdateAccepted: (past, { protocolInstanceId, acceptedRequest }, { id }) => {
    const updateId = protocolInstanceId ?? '';
    const request = acceptedRequest ?? past.updates.get(updateId)?.request ?? {};
    past.updates.set(updateId, { request, acceptedId: id, outcome: undefined });
  },
  WorkflowExecutionUpdateCompleted: (past, { meta, outcome }) => {
    const update = past.updates.get(meta?.updateId ?? '');
    if (update) update.outcome = outcome ?? {};
  },
};

/** Reads a history from its first event to its last; it may end anywhere. */
export function readPast(events: HistoryView): Past {
  const started = events.event(1);
  invariant(started.type === 'WorkflowExecutionStarted', `a history begins with ${started.type}`);
  const { memo, searchAttributes, firstWorkflowTaskBackoff, priority, versioningOverride } = started.attributes;
  const past: Past = {
    started,
    closed: undefined,
    status: 'RUNNING',
    task: {
      scheduled: undefined,
      started: undefined,
      attempt: 1,
      lastCompletedStartedId: 0,
      everStarted: false,
    },
    activities: new Map(),
    timers: new Map(),
    children: new Map(),
    requests: new Map(),
    updates: new Map(),
    memo: { ...memo?.fields },
    searchAttributes: { ...searchAttributes?.indexedFields },
    options: { priority, versioningOverride: storedOverride(versioningOverride) },
    attachedRequestIds: new Set(),
    signalCount: 0,
    cancelRequested: false,
    inBackoff: durationToMs(firstWorkflowTaskBackoff) > 0,
    needsWorkflowTask: true,
  };
  for (let id = 2; id <= events.length; id++) {
    const event = events.event(id);
    (APPLY[event.type] as Apply<EventType> | undefined)?.(past, event.attributes, event);
  }
  return past;
}

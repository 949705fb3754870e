/** How each event changes what is known of a run. One row a type; a type without a row changes no more than the counters. */
import type { Draft } from 'immer';
import { durationToMs } from '../base/api';
import type { AnyEvent, EventType, HistoryEvent } from './event';
import type { ExecutionState, ExecutionStatus } from './execution-state';

type State = Draft<ExecutionState>;
type Apply<T extends EventType> = (
  state: State,
  attributes: HistoryEvent<T>['attributes'],
  event: HistoryEvent<T>,
) => void;

function optionalMs(duration: Parameters<typeof durationToMs>[0]): number | undefined {
  return durationToMs(duration) || undefined;
}

function close(state: State, status: ExecutionStatus): void {
  state.status = status;
  // What was pending vanishes with the run, without events of its own.
  state.workflowTask.state = 'none';
  state.activities = {};
  state.timers = {};
  state.children = {};
  state.externals = {};
  state.updates = {};
}

const activityEnds: Apply<
  'ActivityTaskCompleted' | 'ActivityTaskFailed' | 'ActivityTaskTimedOut' | 'ActivityTaskCanceled'
> = (state, { scheduledEventId }) => {
  delete state.activities[scheduledEventId ?? 0];
};

const timerEnds: Apply<'TimerFired' | 'TimerCanceled'> = (state, { timerId }) => {
  delete state.timers[timerId ?? ''];
};

const childEnds = (state: State, { initiatedEventId }: { readonly initiatedEventId?: number | null }): void => {
  delete state.children[initiatedEventId ?? 0];
};

const externalEnds = (state: State, { initiatedEventId }: { readonly initiatedEventId?: number | null }): void => {
  delete state.externals[initiatedEventId ?? 0];
};

const taskEnds = (state: State): void => {
  state.workflowTask.state = 'none';
  delete state.workflowTask.scheduledEventId;
  delete state.workflowTask.startedEventId;
};

const APPLY: { readonly [T in EventType]?: Apply<T> } = {
  WorkflowExecutionCompleted: (state, { result }) => {
    close(state, 'completed');
    if (result) state.result = result;
  },
  WorkflowExecutionFailed: (state, { failure }) => {
    close(state, 'failed');
    if (failure) state.failure = failure;
  },
  WorkflowExecutionTimedOut: (state) => close(state, 'timed-out'),
  WorkflowExecutionCanceled: (state) => close(state, 'canceled'),
  WorkflowExecutionTerminated: (state) => close(state, 'terminated'),
  WorkflowExecutionContinuedAsNew: (state) => close(state, 'continued-as-new'),
  WorkflowExecutionCancelRequested: (state) => {
    state.cancelRequested = true;
  },

  WorkflowTaskScheduled: ({ workflowTask }, { attempt }, { id }) => {
    workflowTask.state = 'scheduled';
    workflowTask.attempt = attempt || 1;
    workflowTask.scheduledEventId = id;
    delete workflowTask.startedEventId;
  },
  WorkflowTaskStarted: ({ workflowTask }, _, { id }) => {
    workflowTask.state = 'started';
    workflowTask.startedEventId = id;
  },
  WorkflowTaskCompleted: (state, { startedEventId }) => {
    taskEnds(state);
    state.workflowTask.attempt = 1;
    state.workflowTask.lastCompletedStartedEventId = startedEventId ?? 0;
  },
  WorkflowTaskFailed: taskEnds,
  WorkflowTaskTimedOut: taskEnds,

  ActivityTaskScheduled: (state, a, { id, time }) => {
    state.activities[id] = {
      activityId: a.activityId ?? '',
      activityType: a.activityType?.name ?? '',
      scheduledEventId: id,
      scheduledAt: time,
      attempt: 1,
      cancelRequested: false,
      retryPolicy: a.retryPolicy ?? undefined,
      scheduleToCloseTimeoutMs: optionalMs(a.scheduleToCloseTimeout),
      scheduleToStartTimeoutMs: optionalMs(a.scheduleToStartTimeout),
      startToCloseTimeoutMs: optionalMs(a.startToCloseTimeout),
      heartbeatTimeoutMs: optionalMs(a.heartbeatTimeout),
    };
  },
  ActivityTaskStarted: (state, { scheduledEventId, attempt, lastFailure }, { time }) => {
    const activity = state.activities[scheduledEventId ?? 0];
    if (!activity) return;
    activity.startedAt = time;
    activity.attempt = attempt || 1;
    if (lastFailure) activity.lastFailure = lastFailure;
  },
  ActivityTaskCancelRequested: (state, { scheduledEventId }) => {
    const activity = state.activities[scheduledEventId ?? 0];
    if (activity) activity.cancelRequested = true;
  },
  ActivityTaskCompleted: activityEnds,
  ActivityTaskFailed: activityEnds,
  ActivityTaskTimedOut: activityEnds,
  ActivityTaskCanceled: activityEnds,

  TimerStarted: (state, { timerId, startToFireTimeout }, { id, time }) => {
    const key = timerId ?? '';
    state.timers[key] = { timerId: key, startedEventId: id, dueAt: time + durationToMs(startToFireTimeout) };
  },
  TimerFired: timerEnds,
  TimerCanceled: timerEnds,

  StartChildWorkflowExecutionInitiated: (state, { workflowId, workflowType }, { id }) => {
    state.children[id] = { workflowId: workflowId ?? '', workflowType: workflowType?.name ?? '', initiatedEventId: id };
  },
  ChildWorkflowExecutionStarted: (state, { initiatedEventId, workflowExecution }, { id }) => {
    const child = state.children[initiatedEventId ?? 0];
    if (!child) return;
    child.startedEventId = id;
    child.runId = workflowExecution?.runId ?? '';
  },
  StartChildWorkflowExecutionFailed: childEnds,
  ChildWorkflowExecutionCompleted: childEnds,
  ChildWorkflowExecutionFailed: childEnds,
  ChildWorkflowExecutionCanceled: childEnds,
  ChildWorkflowExecutionTimedOut: childEnds,
  ChildWorkflowExecutionTerminated: childEnds,

  SignalExternalWorkflowExecutionInitiated: (state, { workflowExecution, signalName }, { id }) => {
    const workflowId = workflowExecution?.workflowId ?? '';
    state.externals[id] = { kind: 'signal', workflowId, initiatedEventId: id, signalName: signalName ?? '' };
  },
  SignalExternalWorkflowExecutionFailed: externalEnds,
  ExternalWorkflowExecutionSignaled: externalEnds,
  RequestCancelExternalWorkflowExecutionInitiated: (state, { workflowExecution }, { id }) => {
    state.externals[id] = { kind: 'cancel', workflowId: workflowExecution?.workflowId ?? '', initiatedEventId: id };
  },
  RequestCancelExternalWorkflowExecutionFailed: externalEnds,
  ExternalWorkflowExecutionCancelRequested: externalEnds,

  WorkflowExecutionUpdateAccepted: (state, { protocolInstanceId, acceptedRequest }, { id }) => {
    const updateId = protocolInstanceId ?? acceptedRequest?.meta?.updateId ?? '';
    state.updates[id] = { updateId, name: acceptedRequest?.input?.name ?? '', acceptedEventId: id };
  },
  WorkflowExecutionUpdateCompleted: (state, { acceptedEventId }) => {
    delete state.updates[acceptedEventId ?? 0];
  },
};

/** Changes a state (a draft, or one that nobody else holds) to what it is after one more event. */
export function applyEvent(state: State, event: AnyEvent): void {
  state.eventId = event.id;
  state.time = event.time;
  state.counters[event.type] = (state.counters[event.type] ?? 0) + 1;
  (APPLY[event.type] as Apply<EventType> | undefined)?.(state, event.attributes, event);
}

/** What an event says, in one line. */
import { durationToMs, type RetryPolicy } from '../base/api';
import { WorkflowTaskFailedCause } from '../base/enums';
import { activityOf, referred } from './business-key';
import type { AnyEvent, EventType, HistoryEvent, HistoryView } from './event';
import { failureText, oneLine, payloadsText, timeoutName } from './payload-text';
import { durationText } from './time-text';

type Describe<T extends EventType> = (
  attributes: HistoryEvent<T>['attributes'],
  event: HistoryEvent<T>,
  view: HistoryView,
) => string;

const CAUSE_NAMES = new Map<number, string>(
  Object.entries(WorkflowTaskFailedCause).map(([name, number]) => [number, name]),
);

function activityName(event: AnyEvent, view: HistoryView): string {
  const scheduled = activityOf(event, view);
  if (!scheduled) return 'activity ?';
  const { activityType, activityId } = scheduled.attributes;
  return `${activityType?.name ?? '?'} #${activityId ?? '?'}`;
}

/** `3 attempts, 1s ×2 ≤ 100s`: how often, how long the waits are. */
export function retryPolicyText(policy: RetryPolicy | null | undefined): string {
  if (!policy) return 'no retries';
  const attempts = policy.maximumAttempts
    ? `${policy.maximumAttempts} attempt${policy.maximumAttempts === 1 ? '' : 's'}`
    : 'retries';
  const first = durationText(durationToMs(policy.initialInterval) || 1000);
  const most = durationToMs(policy.maximumInterval);
  return `${attempts}, ${first} ×${policy.backoffCoefficient || 2}${most ? ` ≤ ${durationText(most)}` : ''}`;
}

function call(name: string | null | undefined, args: Parameters<typeof payloadsText>[0]): string {
  return `${name ?? '?'}(${payloadsText(args)})`;
}

function result(payloads: Parameters<typeof payloadsText>[0]): string {
  const text = payloadsText(payloads);
  return text ? ` → ${text}` : '';
}

const execution = (e: { workflowId?: string | null } | null | undefined): string => e?.workflowId ?? '?';

const external = (a: { readonly workflowExecution?: { workflowId?: string | null } | null }): string =>
  execution(a.workflowExecution);

const child = (a: {
  readonly workflowType?: { name?: string | null } | null;
  readonly workflowExecution?: { workflowId?: string | null } | null;
}): string => `${a.workflowType?.name ?? '?'} "${execution(a.workflowExecution)}"`;

const DESCRIBE: { readonly [T in EventType]?: Describe<T> } = {
  WorkflowExecutionStarted: (a) => {
    const parent = a.parentWorkflowExecution ? `, child of "${execution(a.parentWorkflowExecution)}"` : '';
    const attempt = (a.attempt ?? 1) > 1 ? `, attempt ${a.attempt}` : '';
    const backoff = durationToMs(a.firstWorkflowTaskBackoff);
    const cron = a.cronSchedule ? `, cron "${a.cronSchedule}"` : '';
    return `${call(a.workflowType?.name, a.input)} on ${a.taskQueue?.name ?? '?'}${attempt}${parent}${cron}${backoff ? `, after ${durationText(backoff)}` : ''}`;
  },
  WorkflowExecutionCompleted: (a) => result(a.result).trimStart(),
  WorkflowExecutionFailed: (a) => failureText(a.failure),
  WorkflowExecutionCanceled: (a) => payloadsText(a.details),
  WorkflowExecutionTerminated: (a) => a.reason ?? '',
  WorkflowExecutionContinuedAsNew: (a) => `${call(a.workflowType?.name, a.input)}`,
  WorkflowExecutionSignaled: (a) => call(a.signalName, a.input),
  WorkflowExecutionCancelRequested: (a) => a.cause ?? '',
  WorkflowTaskScheduled: (a) => ((a.attempt ?? 1) > 1 ? `attempt ${a.attempt}` : ''),
  WorkflowTaskFailed: (a) => `${CAUSE_NAMES.get(a.cause ?? 0) ?? 'no cause'} ${failureText(a.failure)}`.trimEnd(),
  WorkflowTaskTimedOut: (a) => timeoutName(a.timeoutType),
  ActivityTaskScheduled: (a) =>
    `${call(a.activityType?.name, a.input)} #${a.activityId ?? '?'} (${retryPolicyText(a.retryPolicy)})`,
  ActivityTaskStarted: (a, event, view) => {
    const last = a.lastFailure ? `, before it ${failureText(a.lastFailure)}` : '';
    return `${activityName(event, view)}, attempt ${a.attempt || 1}${last}`;
  },
  ActivityTaskCompleted: (a, event, view) => `${activityName(event, view)}${result(a.result)}`,
  ActivityTaskFailed: (a, event, view) => `${activityName(event, view)}: ${failureText(a.failure)}`,
  ActivityTaskTimedOut: (a, event, view) => `${activityName(event, view)}: ${failureText(a.failure)}`,
  ActivityTaskCancelRequested: (_, event, view) => activityName(event, view),
  ActivityTaskCanceled: (a, event, view) => `${activityName(event, view)} ${payloadsText(a.details)}`.trimEnd(),
  TimerStarted: (a) => `#${a.timerId ?? '?'}, ${durationText(durationToMs(a.startToFireTimeout))}`,
  TimerFired: (a) => `#${a.timerId ?? '?'}`,
  TimerCanceled: (a) => `#${a.timerId ?? '?'}`,
  MarkerRecorded: (a) => {
    const details = Object.entries(a.details ?? {}).map(([key, value]) => `${key}: ${payloadsText(value)}`);
    return `${a.markerName ?? '?'}${details.length ? ` (${details.join('; ')})` : ''}${a.failure ? ` ${failureText(a.failure)}` : ''}`;
  },
  StartChildWorkflowExecutionInitiated: (a) => `${call(a.workflowType?.name, a.input)} "${a.workflowId ?? '?'}"`,
  StartChildWorkflowExecutionFailed: (a) => `${a.workflowType?.name ?? '?'} "${a.workflowId ?? '?'}"`,
  ChildWorkflowExecutionStarted: child,
  ChildWorkflowExecutionCompleted: (a) => `${child(a)}${result(a.result)}`,
  ChildWorkflowExecutionFailed: (a) => `${child(a)}: ${failureText(a.failure)}`,
  ChildWorkflowExecutionCanceled: child,
  ChildWorkflowExecutionTimedOut: child,
  ChildWorkflowExecutionTerminated: child,
  SignalExternalWorkflowExecutionInitiated: (a) =>
    `${call(a.signalName, a.input)} to "${execution(a.workflowExecution)}"`,
  SignalExternalWorkflowExecutionFailed: (a) => `"${external(a)}"`,
  ExternalWorkflowExecutionSignaled: (a, _, view) => {
    const initiated = referred(view, a.initiatedEventId, 'SignalExternalWorkflowExecutionInitiated');
    return `${initiated?.attributes.signalName ?? '?'} to "${external(a)}"`;
  },
  RequestCancelExternalWorkflowExecutionInitiated: (a) => `"${external(a)}"${a.reason ? ` ${a.reason}` : ''}`,
  RequestCancelExternalWorkflowExecutionFailed: (a) => `"${external(a)}"`,
  ExternalWorkflowExecutionCancelRequested: (a) => `"${external(a)}"`,
  UpsertWorkflowSearchAttributes: (a) => Object.keys(a.searchAttributes?.indexedFields ?? {}).join(', '),
  WorkflowPropertiesModified: (a) => Object.keys(a.upsertedMemo?.fields ?? {}).join(', '),
  WorkflowExecutionUpdateAccepted: (a) =>
    `${call(a.acceptedRequest?.input?.name, a.acceptedRequest?.input?.args)} #${a.protocolInstanceId ?? '?'}`,
  WorkflowExecutionUpdateCompleted: (a) => {
    const outcome = a.outcome?.failure ? `: ${failureText(a.outcome.failure)}` : result(a.outcome?.success);
    return `#${a.meta?.updateId ?? '?'}${outcome}`;
  },
};

/** What the event says beyond its type, in at most `max` characters; empty where there is nothing to say. */
export function eventText(event: AnyEvent, view: HistoryView, max = 160): string {
  const describe = DESCRIBE[event.type] as Describe<EventType> | undefined;
  const summary = event.userMetadata?.summary ? ` "${payloadsText([event.userMetadata.summary])}"` : '';
  return oneLine((describe?.(event.attributes, event, view) ?? '') + summary, max);
}

/** How a run ends, and what follows: a retry, the next cron run, a run that continues as new; the parent and the children are told. */
import { durationToMs, type Failure, type Payloads, type SearchAttributes, type temporal } from '../../base/api';
import {
  ContinueAsNewInitiator,
  RetryState,
  type RetryStateName,
  TaskQueueKind,
  TimeoutType,
  type WorkflowExecutionStatusName,
} from '../../base/enums';
import type { EventAttributes, EventType } from '../../history/event';
import { nextRetry } from '../policy/retry-policy';
import { cronBackoffMs } from '../schedule-spec/cron-backoff';
import { applyParentClosePolicy, notifyParent } from './children';
import type { Execution, StartSpec } from './execution';
import { inheritedVersioning, pinnedOverride, pinnedVersion } from './execution-options';
import { withTypes } from './search-attributes';
import { finishUpdates } from './updates';
import { endWorkflowTask, forceEndWorkflowTask } from './workflow-task';

/** The server lets a chain begin a new run at most once a second. */
const MIN_RUN_LIFETIME_MS = 1000;

type CloseStatus = Exclude<WorkflowExecutionStatusName, 'RUNNING' | 'PAUSED'>;

function close<T extends EventType>(
  x: Execution,
  status: CloseStatus,
  type: T,
  attributes: EventAttributes[T],
  successor?: { spec: StartSpec; runId: string },
): void {
  x.closeEventId = x.append(type, attributes);
  x.status = status;
  x.closeTime = x.now;
  x.dropTimers();
  x.buffered.take();
  x.needsWorkflowTask = false;
  x.inBackoff = false;
  if (x.workflowTask.status !== 'none') endWorkflowTask(x, 'drop');
  x.successorRunId = successor?.runId;
  const next = successor && x.server.startRun(x.namespace, successor.spec, successor.runId);
  finishUpdates(x, next);
  applyParentClosePolicy(x);
  if (!successor) notifyParent(x);
  x.server.runClosed(x);
}

export function closeCompleted(
  x: Execution,
  result: Payloads | null | undefined,
  workflowTaskCompletedId: number,
): void {
  const cron = cronSuccessor(x, { lastCompletionResult: result ?? null, continuedFailure: null });
  close(
    x,
    'COMPLETED',
    'WorkflowExecutionCompleted',
    { result, workflowTaskCompletedEventId: workflowTaskCompletedId, newExecutionRunId: cron?.runId ?? '' },
    cron,
  );
}

export function closeFailed(x: Execution, failure: Failure, workflowTaskCompletedId: number): void {
  const { successor, retryState } = successorAfterFailure(x, failure);
  close(
    x,
    'FAILED',
    'WorkflowExecutionFailed',
    {
      failure,
      retryState: RetryState[retryState],
      workflowTaskCompletedEventId: workflowTaskCompletedId,
      newExecutionRunId: successor?.runId ?? '',
    },
    successor,
  );
}

export function closeCanceled(
  x: Execution,
  details: Payloads | null | undefined,
  workflowTaskCompletedId: number,
): void {
  close(x, 'CANCELED', 'WorkflowExecutionCanceled', { details, workflowTaskCompletedEventId: workflowTaskCompletedId });
}

export function terminate(x: Execution, reason: string, details: Payloads | null | undefined, identity: string): void {
  x.transact(() => {
    forceEndWorkflowTask(x);
    close(x, 'TERMINATED', 'WorkflowExecutionTerminated', { reason, details, identity });
  });
}

/** The run timeout or the execution timeout has passed. Runs inside a transaction. */
export function timeOutExecution(x: Execution): void {
  forceEndWorkflowTask(x);
  const expired = x.executionExpirationTime > 0 && x.now >= x.executionExpirationTime;
  const failure: Failure = {
    message: 'workflow timeout',
    source: 'Server',
    timeoutFailureInfo: { timeoutType: TimeoutType.START_TO_CLOSE },
  };
  const { successor, retryState } = expired
    ? { successor: undefined, retryState: 'TIMEOUT' as const }
    : successorAfterFailure(x, failure);
  close(
    x,
    'TIMED_OUT',
    'WorkflowExecutionTimedOut',
    { retryState: RetryState[retryState], newExecutionRunId: successor?.runId ?? '' },
    successor,
  );
}

type ContinueAsNewAttributes = temporal.api.command.v1.IContinueAsNewWorkflowExecutionCommandAttributes;

export function continueAsNew(
  x: Execution,
  attributes: ContinueAsNewAttributes,
  workflowTaskCompletedId: number,
): void {
  const runId = x.server.ids.uuid();
  const workflowType = attributes.workflowType?.name || x.spec.workflowType;
  const taskQueue = attributes.taskQueue?.name || x.taskQueue;
  const searchAttributes = typedSearchAttributes(x, attributes.searchAttributes);
  const runTimeoutMs = durationToMs(attributes.workflowRunTimeout) || x.spec.runTimeoutMs;
  const taskTimeoutMs = durationToMs(attributes.workflowTaskTimeout) || x.spec.taskTimeoutMs;
  const versioning = inheritedVersioning(x, taskQueue);
  const spec: StartSpec = {
    ...chainSpec(x),
    ...versioning,
    // `initialVersioningBehavior`: the new run asks for the version that is current, but for an override.
    inheritedPinnedVersion: attributes.initialVersioningBehavior ? undefined : versioning.inheritedPinnedVersion,
    // Retries and cron runs begin with the priority that their run was started with.
    priority: x.options.priority,
    workflowType,
    taskQueue,
    runTimeoutMs,
    taskTimeoutMs,
    input: attributes.input,
    header: attributes.header,
    memo: attributes.memo,
    searchAttributes,
    retryPolicy: attributes.retryPolicy,
    cronSchedule: attributes.cronSchedule || undefined,
    attempt: 1,
    initiator: ContinueAsNewInitiator.WORKFLOW,
    continuedFailure: attributes.failure,
    lastCompletionResult: attributes.lastCompletionResult,
    firstTaskBackoffMs: Math.max(durationToMs(attributes.backoffStartInterval), restartDelay(x)),
  };
  close(
    x,
    'CONTINUED_AS_NEW',
    'WorkflowExecutionContinuedAsNew',
    {
      newExecutionRunId: runId,
      workflowType: { name: workflowType },
      taskQueue: { name: taskQueue, kind: TaskQueueKind.NORMAL },
      input: attributes.input,
      workflowRunTimeout: x.server.duration(runTimeoutMs),
      workflowTaskTimeout: x.server.duration(taskTimeoutMs),
      workflowTaskCompletedEventId: workflowTaskCompletedId,
      header: attributes.header,
      memo: attributes.memo,
      searchAttributes,
      failure: attributes.failure,
      lastCompletionResult: attributes.lastCompletionResult,
    },
    { spec, runId },
  );
}

function typedSearchAttributes(x: Execution, given: SearchAttributes | null | undefined): typeof given {
  if (!given?.indexedFields) return given;
  return { indexedFields: withTypes(x.server.searchAttributeTypes(x.namespace), given.indexedFields) };
}

/** How long a new run must wait, so that the chain begins at most one run a second. */
function restartDelay(x: Execution): number {
  return Math.max(0, MIN_RUN_LIFETIME_MS - (x.now - x.executionTime));
}

/** What every further run of the chain keeps. */
function chainSpec(x: Execution): StartSpec {
  return {
    ...x.spec,
    // Summary and details are those of the run that was started with them.
    userMetadata: undefined,
    requestId: x.server.ids.next(),
    continuedExecutionRunId: x.runId,
    firstExecutionRunId: x.firstRunId,
    executionExpirationTime: x.executionExpirationTime,
    versioningOverride: pinnedOverride(x),
    inheritedPinnedVersion: undefined,
  };
}

interface SuccessorPlan {
  readonly successor: { readonly spec: StartSpec; readonly runId: string } | undefined;
  readonly retryState: RetryStateName;
}

function successorAfterFailure(x: Execution, failure: Failure): SuccessorPlan {
  const decision = nextRetry({
    kind: 'workflow',
    policy: x.spec.retryPolicy,
    attempt: x.spec.attempt,
    now: x.now,
    expiration: x.executionExpirationTime || undefined,
    failure,
    serverVersion: x.server.version,
  });
  if (decision.retryState !== 'IN_PROGRESS') {
    const lastCompletionResult = x.spec.lastCompletionResult ?? null;
    return {
      retryState: decision.retryState,
      successor: cronSuccessor(x, { lastCompletionResult, continuedFailure: failure }),
    };
  }
  const spec: StartSpec = {
    ...chainSpec(x),
    attempt: x.spec.attempt + 1,
    inheritedPinnedVersion: x.spec.inheritedPinnedVersion && pinnedVersion(x),
    initiator: ContinueAsNewInitiator.RETRY,
    continuedFailure: failure,
    firstTaskBackoffMs: Math.max(decision.intervalMs, restartDelay(x)),
  };
  return { retryState: 'IN_PROGRESS', successor: { spec, runId: x.server.ids.uuid() } };
}

function cronSuccessor(
  x: Execution,
  carried: { lastCompletionResult: Payloads | null; continuedFailure: Failure | null },
): SuccessorPlan['successor'] {
  if (!x.spec.cronSchedule) return undefined;
  const backoff = cronBackoffMs(x.spec.cronSchedule, x.executionTime, x.now);
  if (backoff === undefined) return undefined;
  if (x.executionExpirationTime > 0 && x.now + backoff > x.executionExpirationTime) return undefined;
  const spec: StartSpec = {
    ...chainSpec(x),
    ...carried,
    attempt: 1,
    initiator: ContinueAsNewInitiator.CRON_SCHEDULE,
    firstTaskBackoffMs: backoff,
  };
  return { spec, runId: x.server.ids.uuid() };
}

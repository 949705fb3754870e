/**
 * Children of a run: their starts, what their parent is told of their ends, and what becomes of them when the parent ends. Each is
 * a step of its own (a *transfer*), after the transaction that asked for it and before anything else of that instant.
 */
import { durationToMs, type temporal } from '../../base/api';
import {
  ContinueAsNewInitiator,
  ParentClosePolicy,
  RetryState,
  StartChildWorkflowExecutionFailedCause,
  TaskQueueKind,
  WorkflowIdReusePolicy,
} from '../../base/enums';
import type { AnyEvent } from '../../history/event';
import { isTooLong, lengthText, normaliseTaskQueue } from '../policy/names';
import { inheritPriority } from '../policy/priority';
import { normaliseRetryPolicy } from '../policy/retry-policy';
import { normaliseWorkflowTimeouts } from '../policy/workflow-timeouts';
import { cronBackoffMs, validateCronSchedule } from '../schedule-spec/cron-backoff';
import { requestCancel } from './cancel';
import { terminate } from './close';
import { type CommandContext, CommandRefused, refusing } from './commands/command';
import type { Execution, StartSpec } from './execution';
import { inheritedVersioning } from './execution-options';
import { checkSearchAttributes, withTypes } from './search-attributes';

type StartChildAttributes = temporal.api.command.v1.IStartChildWorkflowExecutionCommandAttributes;

export interface Child {
  readonly initiatedId: number;
  readonly workflowId: string;
  readonly workflowType: string;
  readonly namespace: string;
  readonly parentClosePolicy: number;
  /** Empty until the start is recorded. */
  runId: string;
  started: { id: number } | undefined;
}

function post(x: Execution, what: string, run: () => void): void {
  x.server.post({ kind: 'transfer', workflowId: x.workflowId, what, drains: false, run });
}

/* ------------------------------------------------------------------------------------------------------------ starting */

interface PreparedChild {
  readonly attributes: StartChildAttributes;
  readonly namespace: string;
  readonly spec: Omit<StartSpec, 'parent' | 'root' | 'firstTaskBackoffMs' | 'requestId' | 'identity'>;
}

/** Checks a start-child command and fills in what it leaves open. */
export function prepareChild(x: Execution, attributes: StartChildAttributes): PreparedChild {
  const refuse = (text: string) => new CommandRefused('BAD_START_CHILD_EXECUTION_ATTRIBUTES', text);
  const { workflowId, workflowType } = attributes;
  if (!workflowId) throw refuse('WorkflowId is not set on StartChildWorkflowExecutionCommand.');
  if (!workflowType?.name) throw refuse('WorkflowType is not set on StartChildWorkflowExecutionCommand.');
  const namespace = attributes.namespace || x.namespace;
  const tooLong = (field: string, text: string) =>
    refuse(`${field} on StartChildWorkflowExecutionCommand exceeds length limit. ${text} Namespace=${namespace}`);
  const type = workflowType.name;
  if (isTooLong(workflowId)) {
    throw tooLong('WorkflowId', `${lengthText('WorkflowId', workflowId)} WorkflowType=${type}`);
  }
  if (isTooLong(type)) throw tooLong('WorkflowType', `WorkflowId=${workflowId} ${lengthText('WorkflowType', type)}`);
  const types = x.server.searchAttributeTypes(namespace);
  const fields = attributes.searchAttributes?.indexedFields ?? {};
  const problem = checkSearchAttributes(types, fields, namespace);
  if (problem) throw new CommandRefused('BAD_SEARCH_ATTRIBUTES', problem);
  const on = 'on StartChildWorkflowExecutionCommand';
  const names = `WorkflowId=${workflowId} WorkflowType=${type} Namespace=${namespace}`;
  const timeouts = refusing(refuse, () =>
    normaliseWorkflowTimeouts(attributes, (field, cause) => `Invalid W${field.slice(1)} ${on}: ${cause}. ${names}`),
  );
  const wrapped = (what: string) => (text: string) =>
    new CommandRefused(
      'BAD_START_CHILD_EXECUTION_ATTRIBUTES',
      `invalid ${what} ${on}: ${text}. ${names}`,
      'error-only',
    );
  const retryPolicy = refusing(wrapped('WorkflowRetryPolicy'), () =>
    attributes.retryPolicy ? normaliseRetryPolicy(attributes.retryPolicy) : undefined,
  );
  refusing(wrapped('CronSchedule'), () => validateCronSchedule(attributes.cronSchedule ?? '', x.now));
  const taskQueue = refusing(wrapped('TaskQueue'), () =>
    normaliseTaskQueue(attributes.taskQueue ?? {}, { defaultName: x.taskQueue, parentName: x.taskQueue }),
  );
  return {
    attributes,
    namespace,
    spec: {
      workflowId,
      workflowType: workflowType.name,
      taskQueue: taskQueue.name,
      input: attributes.input,
      header: attributes.header,
      memo: attributes.memo,
      searchAttributes: attributes.searchAttributes && { indexedFields: withTypes(types, fields) },
      executionTimeoutMs: durationToMs(timeouts.workflowExecutionTimeout),
      runTimeoutMs: durationToMs(timeouts.workflowRunTimeout),
      taskTimeoutMs: durationToMs(timeouts.workflowTaskTimeout),
      retryPolicy,
      cronSchedule: attributes.cronSchedule || undefined,
      attempt: 1,
      priority: attributes.priority,
    },
  };
}

export function initiateChild(x: Execution, child: PreparedChild, context: CommandContext): void {
  const { attributes, spec, namespace } = child;
  const parentClosePolicy = attributes.parentClosePolicy || ParentClosePolicy.TERMINATE;
  const initiatedId = x.append(
    'StartChildWorkflowExecutionInitiated',
    {
      namespace,
      namespaceId: x.server.namespaceId(namespace),
      workflowId: spec.workflowId,
      workflowType: { name: spec.workflowType },
      taskQueue: { name: spec.taskQueue, kind: TaskQueueKind.NORMAL },
      input: spec.input,
      workflowExecutionTimeout: x.server.duration(spec.executionTimeoutMs),
      workflowRunTimeout: x.server.duration(spec.runTimeoutMs),
      workflowTaskTimeout: x.server.duration(spec.taskTimeoutMs),
      parentClosePolicy,
      control: attributes.control ?? '',
      workflowTaskCompletedEventId: context.workflowTaskCompletedId,
      workflowIdReusePolicy: attributes.workflowIdReusePolicy || WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      retryPolicy: spec.retryPolicy,
      cronSchedule: spec.cronSchedule ?? '',
      header: spec.header,
      memo: spec.memo,
      searchAttributes: spec.searchAttributes,
      inheritBuildId: attributes.inheritBuildId ?? false,
      priority: spec.priority,
    },
    { userMetadata: context.userMetadata },
  );
  x.children.set(initiatedId, {
    initiatedId,
    workflowId: spec.workflowId,
    workflowType: spec.workflowType,
    namespace,
    parentClosePolicy,
    runId: '',
    started: undefined,
  });
  post(x, 'start of a child', () => startChild(x, initiatedId, child, context));
}

function startChild(x: Execution, initiatedId: number, child: PreparedChild, context: CommandContext): void {
  const pending = x.children.get(initiatedId);
  // A parent that has closed by now never starts the child, whatever its policy.
  if (!pending || !x.isRunning) return;
  const { spec, namespace, attributes } = child;
  const cronBackoff = spec.cronSchedule ? (cronBackoffMs(spec.cronSchedule, x.now, x.now) ?? 0) : 0;
  const full: StartSpec = {
    ...spec,
    priority: inheritPriority(x.options.priority, spec.priority),
    ...(namespace === x.namespace ? inheritedVersioning(x, spec.taskQueue) : {}),
    initiator: spec.cronSchedule ? ContinueAsNewInitiator.CRON_SCHEDULE : undefined,
    firstTaskBackoffMs: cronBackoff,
    requestId: x.server.ids.next(),
    identity: '',
    userMetadata: context.userMetadata,
    parent: { namespace: x.namespace, workflowId: x.workflowId, runId: x.runId, initiatedId },
    root: x.spec.root ?? x.key,
  };
  const cause = x.server.childConflict(namespace, spec.workflowId, attributes.workflowIdReusePolicy ?? 0);
  const common = {
    namespace,
    namespaceId: x.server.namespaceId(namespace),
    workflowType: { name: spec.workflowType },
    initiatedEventId: initiatedId,
  };
  if (cause) {
    x.transact(() => {
      x.children.delete(initiatedId);
      x.record('StartChildWorkflowExecutionFailed', () => ({
        ...common,
        workflowId: spec.workflowId,
        cause: StartChildWorkflowExecutionFailedCause[cause],
        control: attributes.control ?? '',
        workflowTaskCompletedEventId: 0,
      }));
    });
    return;
  }
  const runId = x.server.ids.uuid();
  const started = x.server.startRun(namespace, full, runId, (run) => {
    run.waitsForParent = true;
  });
  x.transact(() => {
    const event = { id: 0 };
    pending.runId = runId;
    pending.started = event;
    x.record('ChildWorkflowExecutionStarted', (id) => {
      event.id = id;
      return { ...common, workflowExecution: { workflowId: spec.workflowId, runId }, header: spec.header };
    });
  });
  started.transact(() => {
    started.waitsForParent = false;
  });
}

/* ----------------------------------------------------------------------------------------------- telling the parent */

/** The last run of a child's chain has closed. */
export function notifyParent(x: Execution): void {
  const link = x.spec.parent;
  if (!link) return;
  post(x, 'telling the parent of the end', () => {
    const parent = x.server.find(link.namespace, link.workflowId, link.runId);
    const pending = parent?.children.get(link.initiatedId);
    if (!parent?.isRunning || !pending) return;
    parent.transact(() => {
      parent.children.delete(link.initiatedId);
      recordChildClosed(parent, pending, x);
    });
  });
}

function recordChildClosed(parent: Execution, pending: Child, child: Execution): void {
  const event = child.log.event(child.closeEventId) as AnyEvent;
  const common = () => ({
    namespace: child.namespace,
    namespaceId: parent.server.namespaceId(child.namespace),
    workflowExecution: { workflowId: child.workflowId, runId: child.runId },
    workflowType: { name: child.spec.workflowType },
    initiatedEventId: pending.initiatedId,
    startedEventId: pending.started?.id ?? 0,
  });
  switch (event.type) {
    case 'WorkflowExecutionCompleted':
      parent.record('ChildWorkflowExecutionCompleted', () => ({ ...common(), result: event.attributes.result }));
      break;
    case 'WorkflowExecutionFailed': {
      const { failure, retryState } = event.attributes;
      parent.record('ChildWorkflowExecutionFailed', () => ({ ...common(), failure, retryState }));
      break;
    }
    case 'WorkflowExecutionCanceled':
      parent.record('ChildWorkflowExecutionCanceled', () => ({ ...common(), details: event.attributes.details }));
      break;
    case 'WorkflowExecutionTimedOut': {
      const retryState = event.attributes.retryState ?? RetryState.TIMEOUT;
      parent.record('ChildWorkflowExecutionTimedOut', () => ({ ...common(), retryState }));
      break;
    }
    case 'WorkflowExecutionTerminated':
      parent.record('ChildWorkflowExecutionTerminated', common);
      break;
  }
}

/** At every close of a run, also where a successor follows: its pending children are closed as their policy says. */
export function applyParentClosePolicy(x: Execution): void {
  for (const child of x.children.values()) {
    if (child.parentClosePolicy === ParentClosePolicy.ABANDON || child.runId === '') continue;
    post(x, 'parent close policy', () => {
      const target = x.server.find(child.namespace, child.workflowId);
      if (!target?.isRunning || target.firstRunId !== child.runId) return;
      if (child.parentClosePolicy === ParentClosePolicy.TERMINATE) {
        terminate(target, 'by parent close policy', undefined, 'history-service');
      } else {
        requestCancel(target, { cause: '', identity: 'history-service', externalWorkflowExecution: x.key });
      }
    });
  }
}

/** Checks of everything that starts a workflow, in the server's order and words, and the start itself. */
import { durationToMs, type temporal } from '../../base/api';
import { ContinueAsNewInitiator, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '../../base/enums';
import type { Execution, StartSpec } from '../execution/execution';
import { attachRequest } from '../execution/execution-options';
import { LIMITS } from '../execution/limits';
import { checkSearchAttributes, isTooLarge, withTypes } from '../execution/search-attributes';
import { isTooLong, priorityError } from '../policy/names';
import { normaliseRetryPolicy } from '../policy/retry-policy';
import { checkVersioningOverride, storedOverride } from '../policy/versioning-override';
import { normaliseStartDelay, normaliseWorkflowTimeouts } from '../policy/workflow-timeouts';
import { cronBackoffMs, validateCronSchedule } from '../schedule-spec/cron-backoff';
import type { Server } from '../server';
import { invalidArgument } from '../status';
import { idConflict } from '../workflow-ids';
import { checkLength } from './rpc';

type Request =
  | temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest
  | temporal.api.workflowservice.v1.ISignalWithStartWorkflowExecutionRequest;

export interface StartOutcome {
  readonly execution: Execution;
  readonly started: boolean;
}

/** Starts a run, or gives the one that the policies or the request id say. */
export function start(server: Server, request: Request, beforeTask?: (x: Execution) => void): StartOutcome {
  const spec = startSpec(server, request);
  const namespace = request.namespace!;
  const current = server.find(namespace, spec.workflowId);
  if (current && request.requestId && current.spec.requestId === request.requestId) {
    return { execution: current, started: true };
  }
  if (current?.attachedRequestIds.has(spec.requestId)) return { execution: current, started: false };
  const runId = server.ids.uuid();
  if (current) {
    const conflict = idConflict(current, {
      reusePolicy: request.workflowIdReusePolicy ?? 0,
      conflictPolicy: request.workflowIdConflictPolicy ?? 0,
    });
    if (conflict.kind === 'refuse') throw conflict.error;
    if (conflict.kind === 'use-existing') {
      if (onConflictOf(request)?.attachRequestId) attachRequest(current, spec.requestId);
      return { execution: current, started: false };
    }
    if (conflict.kind === 'terminate') conflict.terminate(runId);
  }
  return { execution: server.startRun(namespace, spec, runId, beforeTask), started: true };
}

/** What is to be told to a running workflow that is found; callbacks and links are not. A signal with start has none. */
function onConflictOf(request: Request) {
  return 'onConflictOptions' in request ? request.onConflictOptions : undefined;
}

export function startSpec(server: Server, request: Request): StartSpec {
  const namespace = server.namespace(request.namespace);
  namespace.checkStarts();
  checkNames(request);
  const retryPolicy = request.retryPolicy ? normaliseRetryPolicy(request.retryPolicy) : undefined;
  const startDelay = durationToMs(normaliseStartDelay(request.workflowStartDelay));
  if (request.cronSchedule && startDelay > 0) {
    throw invalidArgument('CronSchedule and WorkflowStartDelay may not be used together.');
  }
  const now = server.clock.now();
  validateCronSchedule(request.cronSchedule ?? '', now);
  const timeouts = normaliseWorkflowTimeouts(request);
  checkIdPolicies(request);
  const badPriority = priorityError(request.priority);
  if (badPriority) throw invalidArgument(badPriority);
  checkVersioningOverride(request.versioningOverride);
  checkSizes(request);
  const fields = request.searchAttributes?.indexedFields ?? {};
  const problem = checkSearchAttributes(namespace.searchAttributes, fields, namespace.name);
  if (problem) throw invalidArgument(problem);
  const backoff = request.cronSchedule ? (cronBackoffMs(request.cronSchedule, now, now) ?? 0) : startDelay;
  return {
    workflowId: request.workflowId!,
    workflowType: request.workflowType!.name!,
    taskQueue: request.taskQueue!.name!,
    input: request.input,
    header: request.header,
    memo: request.memo,
    searchAttributes: request.searchAttributes && { indexedFields: withTypes(namespace.searchAttributes, fields) },
    userMetadata: request.userMetadata,
    executionTimeoutMs: durationToMs(timeouts.workflowExecutionTimeout),
    runTimeoutMs: durationToMs(timeouts.workflowRunTimeout),
    taskTimeoutMs: durationToMs(timeouts.workflowTaskTimeout),
    retryPolicy,
    cronSchedule: request.cronSchedule || undefined,
    // Even the first run of a cron workflow says that the cron schedule began it.
    initiator: request.cronSchedule ? ContinueAsNewInitiator.CRON_SCHEDULE : undefined,
    firstTaskBackoffMs: backoff,
    attempt: 1,
    identity: request.identity ?? '',
    requestId: request.requestId || server.ids.next(),
    priority: request.priority,
    versioningOverride: storedOverride(request.versioningOverride),
  };
}

function checkNames(request: Request): void {
  if (!request.workflowId) throw invalidArgument('WorkflowId is not set on request.');
  checkLength(request.workflowId, 'WorkflowId');
  if (!request.workflowType?.name) throw invalidArgument('WorkflowType is not set on request.');
  checkLength(request.workflowType.name, 'WorkflowType');
  if (!request.taskQueue) throw invalidArgument('taskQueue is not set');
  const queue = request.taskQueue.name;
  if (!queue) throw invalidArgument('missing task queue name');
  if (queue.startsWith('/_sys/')) throw invalidArgument('task queue name cannot start with reserved prefix /_sys/');
  if (isTooLong(queue)) throw invalidArgument('taskQueue length exceeds limit');
  checkLength(request.requestId, 'RequestId');
}

function checkIdPolicies(request: Request): void {
  const reuse = request.workflowIdReusePolicy ?? 0;
  const conflict = request.workflowIdConflictPolicy ?? 0;
  const invalid = 'Invalid WorkflowIDReusePolicy';
  if (conflict !== 0 && reuse === WorkflowIdReusePolicy.TERMINATE_IF_RUNNING) {
    throw invalidArgument(
      `${invalid}: WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING cannot be used together with a WorkflowIDConflictPolicy`,
    );
  }
  if (conflict === WorkflowIdConflictPolicy.TERMINATE_EXISTING && reuse === WorkflowIdReusePolicy.REJECT_DUPLICATE) {
    throw invalidArgument(
      `${invalid}: WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE cannot be used together with WorkflowIdConflictPolicy WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING`,
    );
  }
}

function checkSizes(request: Request): void {
  if (isTooLarge(request.input)) throw invalidArgument('Blob data size exceeds limit.');
  let memoSize = 0;
  for (const payload of Object.values(request.memo?.fields ?? {})) memoSize += payload.data?.length ?? 0;
  if (memoSize > LIMITS.memoBytes) throw invalidArgument('Memo size exceeds limit.');
}

/** The first transaction of a run. */
import { msToTimestamp } from '../../base/api';
import { TaskQueueKind } from '../../base/enums';
import { timeOutExecution } from './close';
import type { ServerContext } from './context';
import { Execution, type StartSpec } from './execution';

/** Writes the start of a run, registers its timeouts and schedules its first workflow task. */
export function startExecution(
  server: ServerContext,
  namespace: string,
  spec: StartSpec,
  runId: string,
  beforeTask?: (x: Execution) => void,
): Execution {
  const x = new Execution(server, namespace, spec, runId);
  x.transact(() => {
    setExpirations(x);
    writeStarted(x);
    if (spec.firstTaskBackoffMs > 0) {
      x.inBackoff = true;
      x.scheduleTimer(x.executionTime, () => endBackoff(x));
    }
    x.needsWorkflowTask = true;
    beforeTask?.(x);
  });
  return x;
}

/** The first task's backoff is over, or was cut short. Runs inside a transaction. */
export function endBackoff(x: Execution): void {
  if (!x.inBackoff) return;
  x.inBackoff = false;
  x.needsWorkflowTask = true;
}

function setExpirations(x: Execution): void {
  const { executionTimeoutMs, runTimeoutMs } = x.spec;
  x.executionExpirationTime =
    x.spec.executionExpirationTime ?? (executionTimeoutMs > 0 ? Math.round(x.startTime + executionTimeoutMs) : 0);
  const runEnd = runTimeoutMs > 0 ? x.executionTime + runTimeoutMs : 0;
  const ends = [runEnd, x.executionExpirationTime].filter((time) => time > 0);
  if (ends.length === 0) return;
  x.runExpirationTime = Math.min(...ends);
  x.scheduleTimer(x.runExpirationTime, () => timeOutExecution(x));
}

function writeStarted(x: Execution): void {
  const { spec, server } = x;
  const { parent, root } = spec;
  // Timeouts that are not set are left out of the event, but for a child's run timeout, which reads 0 s.
  const timeout = (ms: number) => (ms > 0 ? server.duration(ms) : undefined);
  x.append(
    'WorkflowExecutionStarted',
    {
      workflowType: { name: spec.workflowType },
      taskQueue: { name: spec.taskQueue, kind: TaskQueueKind.NORMAL },
      input: spec.input,
      workflowExecutionTimeout: timeout(spec.executionTimeoutMs),
      workflowRunTimeout: parent ? server.duration(spec.runTimeoutMs) : timeout(spec.runTimeoutMs),
      workflowTaskTimeout: server.duration(spec.taskTimeoutMs),
      continuedExecutionRunId: spec.continuedExecutionRunId ?? '',
      initiator: spec.initiator ?? 0,
      continuedFailure: spec.continuedFailure,
      lastCompletionResult: spec.lastCompletionResult,
      originalExecutionRunId: x.originalRunId,
      identity: spec.identity,
      firstExecutionRunId: x.firstRunId,
      retryPolicy: spec.retryPolicy,
      attempt: spec.attempt,
      workflowExecutionExpirationTime:
        x.executionExpirationTime > 0 ? msToTimestamp(x.executionExpirationTime) : undefined,
      cronSchedule: spec.cronSchedule ?? '',
      firstWorkflowTaskBackoff: server.duration(spec.firstTaskBackoffMs),
      memo: spec.memo,
      searchAttributes: spec.searchAttributes,
      header: spec.header,
      workflowId: spec.workflowId,
      priority: spec.priority,
      versioningOverride: spec.versioningOverride,
      inheritedPinnedVersion: spec.inheritedPinnedVersion,
      parentWorkflowNamespace: parent?.namespace ?? '',
      parentWorkflowNamespaceId: parent ? server.namespaceId(parent.namespace) : '',
      parentWorkflowExecution: parent && { workflowId: parent.workflowId, runId: parent.runId },
      parentInitiatedEventId: parent?.initiatedId ?? 0,
      rootWorkflowExecution: root && { workflowId: root.workflowId, runId: root.runId },
    } as Parameters<typeof x.append<'WorkflowExecutionStarted'>>[1],
    { userMetadata: spec.userMetadata },
  );
}

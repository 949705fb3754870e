import { durationToMs, timestampToMs } from '../../base/api';
import type { HistoryEvent } from '../../history/event';
import { storedOverride } from '../policy/versioning-override';
import type { StartSpec } from './execution';

/** What a run was started with, as its first event says. The id of the start request is in no event: it is empty. */
export function startSpecOf({ attributes: a, userMetadata }: HistoryEvent<'WorkflowExecutionStarted'>): StartSpec {
  const parent = a.parentWorkflowExecution;
  const root = a.rootWorkflowExecution;
  return {
    workflowId: a.workflowId ?? '',
    workflowType: a.workflowType?.name ?? '',
    taskQueue: a.taskQueue?.name ?? '',
    input: a.input,
    header: a.header,
    memo: a.memo,
    searchAttributes: a.searchAttributes,
    userMetadata,
    executionTimeoutMs: durationToMs(a.workflowExecutionTimeout),
    runTimeoutMs: durationToMs(a.workflowRunTimeout),
    taskTimeoutMs: durationToMs(a.workflowTaskTimeout),
    retryPolicy: a.retryPolicy,
    cronSchedule: a.cronSchedule || undefined,
    firstTaskBackoffMs: durationToMs(a.firstWorkflowTaskBackoff),
    attempt: a.attempt || 1,
    identity: a.identity ?? '',
    requestId: '',
    initiator: a.initiator || undefined,
    continuedExecutionRunId: a.continuedExecutionRunId || undefined,
    continuedFailure: a.continuedFailure,
    lastCompletionResult: a.lastCompletionResult,
    firstExecutionRunId: a.firstExecutionRunId || undefined,
    executionExpirationTime: timestampToMs(a.workflowExecutionExpirationTime) || undefined,
    parent: parent
      ? {
          namespace: a.parentWorkflowNamespace ?? '',
          workflowId: parent.workflowId ?? '',
          runId: parent.runId ?? '',
          initiatedId: a.parentInitiatedEventId ?? 0,
        }
      : undefined,
    root: root ? { workflowId: root.workflowId ?? '', runId: root.runId ?? '' } : undefined,
    priority: a.priority,
    versioningOverride: storedOverride(a.versioningOverride),
    inheritedPinnedVersion: a.inheritedPinnedVersion ?? undefined,
  };
}

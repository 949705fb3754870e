import { decodePriority, decompileRetryPolicy, TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';
import { durationToMs, timestampToMs } from '../../base/api';
import type { HistoryEvent } from '../../history/event';
import type { JobOf } from '../sdk/activation';
import { createUnsafeRandomSource } from '../sdk/runtime';
import { decodedFailure } from './decoded-failure';

export type StartedEvent = HistoryEvent<'WorkflowExecutionStarted'>;

/** Where a run is, and what the world around it says. */
export interface RunContext {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly workflowId: string;
  readonly runId: string;
  /** For `workflowInfo().unsafe`: time and random numbers of the world, outside of what replay repeats. */
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * `workflowInfo()` before the first activation: the SDK itself fills in memo, search attributes and the last result, and each
 * activation brings what concerns its workflow task.
 */
export function workflowInfoOf(started: StartedEvent, run: RunContext, runStartTime: number): WorkflowInfo {
  const a = started.attributes;
  const { parentWorkflowExecution: parent, rootWorkflowExecution: root } = a;
  return {
    workflowId: run.workflowId,
    runId: run.runId,
    workflowType: a.workflowType?.name ?? '',
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    parent:
      parent?.workflowId && parent.runId
        ? { workflowId: parent.workflowId, runId: parent.runId, namespace: a.parentWorkflowNamespace || run.namespace }
        : undefined,
    // The start event names the run itself where it has no parent; workflow code sees a root only where it is another one.
    root:
      parent?.workflowId && root?.workflowId && root.runId
        ? { workflowId: root.workflowId, runId: root.runId }
        : undefined,
    taskQueue: run.taskQueue,
    namespace: run.namespace,
    firstExecutionRunId: a.firstExecutionRunId || run.runId,
    originalExecutionRunId: a.originalExecutionRunId || run.runId,
    continuedFromExecutionRunId: a.continuedExecutionRunId || undefined,
    startTime: new Date(started.time),
    runStartTime: new Date(runStartTime),
    executionTimeoutMs: optionalMs(a.workflowExecutionTimeout),
    executionExpirationTime: a.workflowExecutionExpirationTime
      ? new Date(timestampToMs(a.workflowExecutionExpirationTime))
      : undefined,
    runTimeoutMs: optionalMs(a.workflowRunTimeout),
    taskTimeoutMs: durationToMs(a.workflowTaskTimeout),
    retryPolicy: decompileRetryPolicy(a.retryPolicy),
    attempt: a.attempt ?? 1,
    cronSchedule: a.cronSchedule || undefined,
    cronScheduleToScheduleInterval: optionalMs(a.firstWorkflowTaskBackoff),
    historyLength: 0,
    historySize: 0,
    continueAsNewSuggested: false,
    suggestedContinueAsNewReasons: undefined,
    targetWorkerDeploymentVersionChanged: false,
    currentBuildId: '',
    currentDeploymentVersion: undefined,
    unsafe: {
      now: run.now,
      isReplaying: false,
      isReplayingHistoryEvents: false,
      random: createUnsafeRandomSource(run.random),
    },
    priority: decodePriority(a.priority),
  };
}

/** The first job of a run, with the fields that the SDK reads. */
export function initializeJob(started: StartedEvent): JobOf<'initializeWorkflow'> {
  const a = started.attributes;
  return {
    variant: 'initializeWorkflow',
    initializeWorkflow: {
      arguments: a.input?.payloads ?? [],
      headers: a.header?.fields ?? {},
      continuedFailure: a.continuedFailure && decodedFailure(a.continuedFailure),
      lastCompletionResult: a.lastCompletionResult,
      memo: a.memo,
      searchAttributes: a.searchAttributes,
    },
  };
}

/** Zero is how the API says that there is none. */
function optionalMs(duration: Parameters<typeof durationToMs>[0]): number | undefined {
  return duration ? durationToMs(duration) : undefined;
}

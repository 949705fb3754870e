import { setImmediate as realSetImmediate } from 'node:timers';
import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import type { HistoryEvent } from '../../../src/history/event';
import type { WorkflowTask, WorkflowTaskAnswer } from '../../../src/history/worker-protocol';
import type { WorkflowWorkerOptions } from '../../../src/worker/workflow/run-options';
import { WorkflowWorker } from '../../../src/worker/workflow/workflow-worker';
import { type HistoryBuilder, RUN_ID, START } from './history-builder';

export type Completed = Extract<WorkflowTaskAnswer, { kind: 'completed' }>;
export type Failed = Extract<WorkflowTaskAnswer, { kind: 'failed' }>;

export function newWorker(
  workflows: Record<string, unknown>,
  options: Partial<WorkflowWorkerOptions> = {},
): WorkflowWorker {
  return new WorkflowWorker({
    namespace: 'default',
    taskQueue: 'queue',
    identity: 'worker@test',
    workflows: { instantiate: () => ({ workflows }) },
    registeredActivityNames: [],
    dataConverter: {
      payloadConverter: defaultPayloadConverter,
      failureConverter: defaultFailureConverter,
      payloadCodecs: [],
    },
    drain: () => new Promise((resolve) => realSetImmediate(resolve)),
    runLocalActivity: () => {
      throw new Error('this test runs no local activities');
    },
    now: () => START,
    random: () => 0.5,
    startTimer: () => () => undefined,
    ...options,
  });
}

/** The workflow task whose started event is the last event of the history. */
export function taskOf(history: HistoryBuilder, more: Partial<WorkflowTask> = {}): WorkflowTask {
  const previous = history.events.findLast((event) => event.type === 'WorkflowTaskCompleted');
  const started = history.event(1) as HistoryEvent<'WorkflowExecutionStarted'>;
  return {
    token: undefined,
    namespace: 'default',
    taskQueue: 'queue',
    execution: { workflowId: 'order-1', runId: RUN_ID },
    workflowType: started.attributes.workflowType?.name ?? '',
    attempt: 1,
    previousStartedEventId: (previous?.attributes as { startedEventId?: number } | undefined)?.startedEventId ?? 0,
    startedEventId: history.length,
    history,
    ...more,
  };
}

/** Runs the next workflow task of the history, and appends what the worker answered. */
export async function step(
  worker: WorkflowWorker,
  history: HistoryBuilder,
  more: Partial<WorkflowTask> = {},
  parked?: () => void,
): Promise<Completed> {
  history.task();
  const answer = await worker.process(taskOf(history, more), parked);
  if (answer.kind !== 'completed') throw new Error(`workflow task ${answer.kind}`, { cause: answer });
  history.complete(answer);
  return answer;
}

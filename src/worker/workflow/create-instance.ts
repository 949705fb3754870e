import { WorkflowInstance } from '../sdk/workflow-instance';
import { randomnessSeed } from './randomness-seed';
import type { WorkflowWorkerOptions } from './run-options';
import { type StartedEvent, workflowInfoOf } from './workflow-info';

/** The runtime of a run, as its start event wants it. Throws what the SDK throws where the workflow cannot be loaded. */
export function createInstance(
  options: WorkflowWorkerOptions,
  started: StartedEvent,
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
  runStartTime: number,
): WorkflowInstance {
  const { namespace, taskQueue, now, random } = options;
  let source: ReturnType<typeof options.workflows.instantiate> | undefined;
  // Modules are loaded inside the run's realm: what they do while they are loaded is part of the run.
  const load = () => {
    source ??= options.workflows.instantiate(runId);
    return source;
  };
  return new WorkflowInstance({
    info: workflowInfoOf(started, { namespace, taskQueue, workflowId, runId, now, random }, runStartTime),
    randomnessSeed: randomnessSeed(started.attributes.originalExecutionRunId || runId),
    now: runStartTime,
    payloadConverter: options.dataConverter.payloadConverter,
    failureConverter: options.dataConverter.failureConverter,
    loadConverters: load,
    loadWorkflows: () => load().workflows,
    loadInterceptors: () => [...(options.interceptorModules ?? []), ...(load().interceptors ?? [])],
    registeredActivityNames: options.registeredActivityNames as Set<string>,
    failureExceptionTypeNames: failureTypeNames(options, started.attributes.workflowType?.name ?? ''),
    showStackTraceSources: options.showStackTraceSources ?? false,
    getTimeOfDay: () => BigInt(Math.round(now() * 1e6)),
    patchActivationCallback: options.patchActivationCallback,
    drain: options.drain,
  });
}

/** Names of the errors that fail a workflow of this type, where they would fail its task. */
export function failureTypeNames(options: WorkflowWorkerOptions, workflowType: string): string[] {
  const { workflowFailureErrorTypes: types } = options;
  return types ? [...new Set([...(types['*'] ?? []), ...(types[workflowType] ?? [])])] : [];
}

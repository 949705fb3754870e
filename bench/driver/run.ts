import { defaultPayloadConverter } from '@temporalio/common';
import type { coresdk } from '@temporalio/proto';
import type { WorkflowInfo } from '@temporalio/workflow';
import { Activator } from '@temporalio/workflow/lib/internals';
import * as runtime from '@temporalio/workflow/lib/worker-interface';
import type { Payload } from '../../src/base/api';
import { activators, hop } from './realm';

export type Job = { variant: string } & Record<string, unknown>;
export type Command = coresdk.workflow_commands.IWorkflowCommand;

/** How a run ended. */
export type Outcome =
  | { completed: Payload | null | undefined }
  | { failed: unknown }
  | { continued: readonly Payload[] };

/** One workflow run: the SDK's own runtime, and the jobs that wait for their activation. */
export class Run {
  readonly jobs: Job[] = [];
  /** Activities in flight, by the sequence number of their command. */
  readonly activities = new Map<number, { requestCancel(): void }>();
  readonly #activator: Activator;
  #activations = 0;

  constructor(
    readonly runId: string,
    readonly workflowType: string,
    workflow: (...args: any[]) => Promise<unknown>,
    activityNames: Set<string>,
    startTime: number,
    readonly onClose: (outcome: Outcome) => void,
  ) {
    this.#activator = new Activator({
      info: infoOf(runId, workflowType, startTime),
      randomnessSeed: [1, 2, 3, 4, 5, 6, 7, 8],
      now: startTime,
      showStackTraceSources: false,
      sourceMap: undefined as never,
      registeredActivityNames: activityNames,
      getTimeOfDay: () => 0n,
      stackTracesEnabled: false,
    });
    this.#activator.workflow = workflow;
  }

  /** Activates the run with its next job, and gives the commands that its code made. */
  async activate(now: number): Promise<Command[]> {
    const job = this.jobs.shift()!;
    const jobs = [job];
    while (job.variant === 'fireTimer' && this.jobs[0]?.variant === 'fireTimer') jobs.push(this.jobs.shift()!);
    activators.run(this.#activator, () => this.#apply(jobs, now));
    await hop();
    while (activators.run(this.#activator, runtime.tryUnblockConditions) > 0) await hop();
    const { successful } = activators.run(this.#activator, runtime.concludeActivation);
    return successful!.commands!;
  }

  dispose(): void {
    activators.run(this.#activator, runtime.dispose);
  }

  #apply(jobs: Job[], now: number): void {
    const activator = this.#activator;
    activator.now = now;
    activator.mutateWorkflowInfo((info) => ({
      ...info,
      historyLength: 3 * ++this.#activations,
      historySize: 0,
      continueAsNewSuggested: false,
      unsafe: { ...info.unsafe, isReplaying: false, isReplayingHistoryEvents: false },
    }));
    activator.addKnownFlags([]);
    if (jobs[0]!.variant === 'initializeWorkflow') runtime.initialize(jobs[0]!.initializeWorkflow as never);
    runtime.activate({ jobs } as never);
  }
}

/** The job that starts a run. */
export function initializeJob(runId: string, workflowType: string, args: readonly Payload[]): Job {
  const initializeWorkflow = { workflowType, workflowId: runId, arguments: args, headers: {}, attempt: 1 };
  return { variant: 'initializeWorkflow', initializeWorkflow };
}

/** Values to payloads, by the default converter. */
export function toPayloads(values: readonly unknown[]): Payload[] {
  return values.map((value) => defaultPayloadConverter.toPayload(value));
}

function infoOf(runId: string, workflowType: string, startTime: number): WorkflowInfo {
  return {
    workflowId: runId,
    runId,
    workflowType,
    searchAttributes: {},
    typedSearchAttributes: undefined as never,
    taskQueue: 'bench',
    namespace: 'default',
    firstExecutionRunId: runId,
    originalExecutionRunId: runId,
    startTime: new Date(startTime),
    runStartTime: new Date(startTime),
    taskTimeoutMs: 10_000,
    attempt: 1,
    historyLength: 0,
    historySize: 0,
    continueAsNewSuggested: false,
    targetWorkerDeploymentVersionChanged: false,
    unsafe: { now: Date.now, isReplaying: false, isReplayingHistoryEvents: false, random: undefined as never },
  };
}

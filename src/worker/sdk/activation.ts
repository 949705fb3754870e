/** What a workflow run is told in one step, and what it answers: the coresdk messages as plain objects, as far as the SDK reads them. */
import type { coresdk } from '@temporalio/proto';

export type { SinkCall } from '@temporalio/workflow/lib/sinks';

type Jobs = coresdk.workflow_activation.IWorkflowActivationJob;

export type JobVariant = Exclude<
  keyof Jobs,
  'removeFromCache' | 'variant' | 'resolveNexusOperation' | 'resolveNexusOperationStart'
>;

/** One job. `variant` names the field that is set, as in the protobuf class that the SDK expects. */
export type Job = {
  [V in JobVariant]: { readonly variant: V } & { readonly [K in V]: NonNullable<Jobs[V]> };
}[JobVariant];

export type JobOf<V extends JobVariant> = Extract<Job, { variant: V }>;

export type LangCommand = coresdk.workflow_commands.IWorkflowCommand;

/** One activation, without queries. */
export interface Activation {
  readonly jobs: Job[];
  /** Workflow time: milliseconds since the epoch. */
  readonly now: number;
  readonly isReplaying: boolean;
  readonly historyLength: number;
  readonly historySize: number;
  readonly continueAsNewSuggested: boolean;
  readonly suggestContinueAsNewReasons?: readonly number[] | null;
  readonly targetWorkerDeploymentVersionChanged: boolean;
  readonly currentBuildId: string;
  /** SDK flags that history has for this workflow task or earlier ones. */
  readonly flags: Iterable<number>;
  /** Version of the SDK that completed the last workflow task, as far as known. */
  readonly lastSdkVersion?: string;
}

export interface ActivationResult {
  readonly commands: LangCommand[];
  /** All SDK flags in force, those known before included. */
  readonly usedFlags: readonly number[];
  /** Encoded VersioningBehavior of the workflow; absent: unspecified. */
  readonly versioningBehavior?: number;
}

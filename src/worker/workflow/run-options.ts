import type { LoadedDataConverter, Logger } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { InterceptorModule } from '../sdk/workflow-instance';
import type { RunLocalActivity } from './local-activity-call';
import type { InjectedSinks } from './sinks';

/** Where the functions of a run come from: shared modules, or a fresh set for each run. */
export interface WorkflowSource {
  instantiate(runId: string): {
    /** Workflow functions by type; `default` is for all other types. */
    readonly workflows: Readonly<Record<string, unknown>>;
    /** Interceptor modules that come with the workflows. */
    readonly interceptors?: readonly InterceptorModule[];
    /** Converters that come with the workflows, in place of the worker's. */
    readonly payloadConverter?: unknown;
    readonly failureConverter?: unknown;
  };
}

/** Handlers of signals and updates that were still running when the workflow ended, unless they are allowed to be. */
export interface UnfinishedHandlers {
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: string;
  readonly signals: readonly { readonly name: string }[];
  readonly updates: readonly { readonly name: string; readonly id?: string }[];
}

export interface WorkflowWorkerOptions {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly identity: string;
  readonly workflows: WorkflowSource;
  /** Local activities that are not among these are refused when workflow code schedules them. */
  readonly registeredActivityNames: Iterable<string>;
  readonly dataConverter: LoadedDataConverter;
  readonly interceptorModules?: readonly InterceptorModule[];
  readonly sinks?: InjectedSinks;
  /** Waits for sinks in a live workflow task, and lets the world go on meanwhile. Default: just waits. */
  readonly awaitSinks?: (runId: string, calling: Promise<unknown>) => Promise<unknown>;
  /** Gets what workflow code logs, and problems with sinks. */
  readonly logger?: Logger;
  /** The least recently used runs above this are forgotten. Default: no bound. 0: each task replays from the start. */
  readonly maxCachedWorkflows?: number;
  /** Names of errors, by workflow type or `*`, that fail the workflow where they would fail the workflow task. */
  readonly workflowFailureErrorTypes?: Readonly<Record<string, readonly string[]>>;
  readonly patchActivationCallback?: (info: WorkflowInfo, patchId: string) => boolean;
  readonly showStackTraceSources?: boolean;
  /** What `workflowInfo().currentBuildId` says in live workflow tasks. Default ''. */
  readonly buildId?: string;
  /** One hop to a later macrotask: resolves when all that is ready in the process has run. */
  readonly drain: () => Promise<void>;
  readonly runLocalActivity: RunLocalActivity;
  /** Virtual milliseconds since the epoch. */
  readonly now: () => number;
  /** Numbers in [0, 1) for `workflowInfo().unsafe.random`. */
  readonly random: () => number;
  /** Calls back after so many virtual milliseconds, unless the returned function was called before: for heartbeats of workflow tasks. */
  readonly startTimer: (runId: string, delayMs: number, fire: () => boolean) => () => void;
  readonly onUnfinishedHandlers?: (handlers: UnfinishedHandlers) => void;
}

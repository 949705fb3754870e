/** Options of workers, by the names of `@temporalio/worker`. What has no effect in a world says so. */
import type { DataConverter, Duration, Logger, VersioningBehavior, WorkerDeploymentVersion } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { WorkerInterceptors } from './interceptors';
import type { NativeConnection } from './native-connection';
import type { InjectedSinks } from './sinks';
import type { WorkerTuner } from './tuner';
import type { Worker } from './worker';

/** Where `Mocks` puts its interceptors of workflow code into the options of a worker: they are functions, and no paths. */
export const MOCKS: unique symbol = Symbol('worldline mocks');

export interface WorkflowBundle {
  code: string;
}

export interface WorkflowBundleWithSourceMap {
  code: string;
  sourceMap: string;
}

export interface WorkflowBundlePath {
  codePath: string;
}

/** @deprecated As in the SDK: use WorkflowBundlePath. */
export interface WorkflowBundlePathWithSourceMap {
  codePath: string;
  sourceMapPath: string;
}

export type WorkflowBundleOption =
  | WorkflowBundle
  | WorkflowBundleWithSourceMap
  | WorkflowBundlePath
  | WorkflowBundlePathWithSourceMap;

export type PollerBehavior =
  | { type: 'autoscaling'; minimum?: number; maximum?: number; initial?: number }
  | { type: 'simple-maximum'; maximum?: number };

export type WorkerDeploymentOptions = {
  version: WorkerDeploymentVersion;
  useWorkerVersioning: boolean;
  defaultVersioningBehavior?: VersioningBehavior | undefined;
} & (
  | { useWorkerVersioning: true; defaultVersioningBehavior: VersioningBehavior }
  | { useWorkerVersioning: false; defaultVersioningBehavior?: never }
);

export interface PatchActivationInput {
  readonly workflowInfo: Readonly<WorkflowInfo>;
  readonly patchId: string;
}

export type PatchActivationCallback = (input: PatchActivationInput) => boolean;

export interface WorkerOptions {
  /** Default: an environment at localhost:7233 that the whole process shares. */
  connection?: NativeConnection;
  /** Default `worker-N@worldline`. */
  identity?: string;
  /** @deprecated As in the SDK: use `workerDeploymentOptions`. */
  buildId?: string;
  /** @deprecated Has no effect: worldline has no worker versioning. */
  useVersioning?: boolean;
  /** Of it, the build id has an effect. */
  workerDeploymentOptions?: WorkerDeploymentOptions;
  /** Default 'default'. */
  namespace?: string;
  taskQueue: string;
  /** Activity functions by type, or an instance of a class; `default` takes all other types. */
  activities?: object;
  patchActivationCallback?: PatchActivationCallback;
  /** Not supported: worldline has no Nexus operations. */
  nexusServices?: any[];
  /** Path of a file, or of a folder with an index file, that exports workflow functions. */
  workflowsPath?: string;
  /** In place of `workflowsPath`: what `bundleWorkflowCode` of either package has given. */
  workflowBundle?: WorkflowBundleOption;
  /** How long activities may go on after a shutdown, in virtual time. Default 0. */
  shutdownGraceTime?: Duration;
  /** After that, in virtual time, a shutdown fails where activities still run. Default: never. */
  shutdownForceTime?: Duration;
  dataConverter?: DataConverter;
  /** Of it, fixed sizes have an effect. */
  tuner?: WorkerTuner;
  /** Default: no limit. */
  maxConcurrentActivityTaskExecutions?: number;
  /** Default 100. */
  maxConcurrentLocalActivityExecutions?: number;
  /** Has no effect. */
  maxConcurrentNexusTaskExecutions?: number;
  /** False: the worker takes no activity tasks, and runs local activities only. Default true. */
  enableNonLocalActivities?: boolean;
  /** Has no effect: the limits of the server hold. */
  disablePayloadErrorLimit?: boolean;
  /** Has no effect. */
  maxActivitiesPerSecond?: number;
  /** Has no effect. */
  maxTaskQueueActivitiesPerSecond?: number;
  /** Has no effect: a world starts activities without a detour anyway. */
  maxEagerActivityReservationsPerWorkflowTask?: number;
  /** Has no effect: workflow tasks run one after the other. */
  maxConcurrentWorkflowTaskExecutions?: number;
  /** Has no effect. */
  nonStickyToStickyPollRatio?: number;
  /** Has no effect. */
  maxConcurrentWorkflowTaskPolls?: number;
  /** Has no effect. */
  workflowTaskPollerBehavior?: PollerBehavior;
  /** Has no effect. */
  activityTaskPollerBehavior?: PollerBehavior;
  /** Has no effect. */
  nexusTaskPollerBehavior?: PollerBehavior;
  /** Has no effect. */
  maxConcurrentActivityTaskPolls?: number;
  /** Has no effect. */
  maxConcurrentNexusTaskPolls?: number;
  /** Has no effect: a task that waits for a worker that is gone goes to another one. */
  stickyQueueScheduleToStartTimeout?: Duration;
  /** 0: every workflow task replays from the start. Default: no limit. */
  maxCachedWorkflows?: number;
  /** Has no effect. */
  workflowThreadPoolSize?: number;
  /** Default 60 s. */
  maxHeartbeatThrottleInterval?: Duration;
  /** Default 30 s. */
  defaultHeartbeatThrottleInterval?: Duration;
  interceptors?: WorkerInterceptors;
  plugins?: WorkerPlugin[];
  sinks?: InjectedSinks<any>;
  /** Names of errors, by workflow type or '*', that fail the workflow where they would fail its task. */
  workflowFailureErrorTypes?: Record<'*' | (string & {}), ('NondeterminismError' | 'Error' | (string & {}))[]>;
  /** @deprecated Has no effect. */
  enableSDKTracing?: boolean;
  /** Default false. */
  showStackTraceSources?: boolean;
  /** Has no effect: workflow code can always be debugged. */
  debugMode?: boolean;
  /** Has no effect: runs share one realm, and have modules of their own. */
  reuseV8Context?: boolean;
  bundlerOptions?: {
    /** Called with an almost empty configuration; of its answer, `externals` and `resolve.alias` count. */
    webpackConfigHook?: (config: any) => any;
    ignoreModules?: string[];
    /** Has no effect. */
    preloadModules?: string[];
  };
}

type LiveOnly =
  | 'connection'
  | 'namespace'
  | 'taskQueue'
  | 'activities'
  | 'nexusServices'
  | 'tuner'
  | `maxConcurrent${string}`
  | `${'workflow' | 'activity' | 'nexus'}TaskPollerBehavior`
  | 'nonStickyToStickyPollRatio'
  | 'maxHeartbeatThrottleInterval'
  | 'defaultHeartbeatThrottleInterval'
  | 'debugMode'
  | 'enableNonLocalActivities'
  | 'maxActivitiesPerSecond'
  | 'maxTaskQueueActivitiesPerSecond'
  | 'stickyQueueScheduleToStartTimeout'
  | 'maxCachedWorkflows'
  | 'useVersioning'
  | 'patchActivationCallback';

export interface ReplayWorkerOptions extends Omit<WorkerOptions, LiveOnly> {
  /** Only names the worker. */
  replayName?: string;
}

export interface WorkerPlugin {
  get name(): string;
  configureWorker?(options: WorkerOptions): WorkerOptions | Promise<WorkerOptions>;
  configureReplayWorker?(options: ReplayWorkerOptions): ReplayWorkerOptions | Promise<ReplayWorkerOptions>;
  runWorker?(worker: Worker, next: (worker: Worker) => Promise<void>): Promise<void>;
}

/** What `worker.options` has: what was given, with the defaults that matter. */
export type CompiledWorkerOptions = WorkerOptions &
  Required<Pick<WorkerOptions, 'namespace' | 'identity' | 'interceptors'>>;

/** @deprecated As in the SDK: does nothing. */
export function defaultSinks(_logger?: Logger): Record<never, never> {
  return {};
}

/** @deprecated As in the SDK: gives the interceptors back. */
export function appendDefaultInterceptors(interceptors: WorkerInterceptors, _logger?: Logger): WorkerInterceptors {
  return {
    activityInbound: interceptors.activityInbound ?? [],
    activity: interceptors.activity ?? [],
    workflowModules: interceptors.workflowModules ?? [],
  };
}

/**
 * One worker: its workflow side, its activity side, and what joins them (local activities). It knows nothing of the server: tasks
 * are handed to it, and it answers through its host.
 */
import type { Info } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { ActivityFunction, LoadedDataConverter, Logger, MetricMeter } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { Payloads } from '../base/api';
import type { VirtualClock } from '../clock/virtual-clock';
import type {
  ActivityAnswer,
  ActivityTask,
  HeartbeatAnswer,
  WorkflowTask,
  WorkflowTaskAnswer,
} from '../history/worker-protocol';
import { activityFunctions } from './activity/activity-functions';
import type { ActivityInterceptorOptions } from './activity/activity-interceptors';
import { ActivityWorker } from './activity/activity-worker';
import type { RunningActivity } from './activity/attempt-runner';
import type { InterceptorModule } from './sdk/workflow-instance';
import type { UnfinishedHandlers, WorkflowSource } from './workflow/run-options';
import type { InjectedSinks } from './workflow/sinks';
import { WorkflowWorker } from './workflow/workflow-worker';

/** What a worker needs of the world around it. */
export interface WorkerHost {
  readonly clock: VirtualClock;
  /** Undefined: nobody listens. */
  readonly logger?: Logger;
  readonly client: Client;
  drain(): Promise<void>;
  random(): number;
  /** Runs activity code in its realm, and watches the real I/O that it starts. */
  enterActivity<T>(owner: object, label: string, fn: () => T, ended: () => void): T;
  /** Gives what an attempt runs: its function, or another in its place. Default: its function. */
  wrapActivity?(owner: RunningActivity, info: Info, fn: ActivityFunction): ActivityFunction;
  respond(task: ActivityTask, answer: ActivityAnswer, identity: string): Promise<void>;
  heartbeat(task: ActivityTask, details: Payloads | null | undefined): Promise<HeartbeatAnswer>;
  onUnfinishedHandlers(handlers: UnfinishedHandlers): void;
  /** Waits for the sinks of a workflow task. */
  awaitSinks?(runId: string, calling: Promise<unknown>): Promise<unknown>;
  /** Lets a workflow task that waits for local activities go on, by calling `deliver` when its turn comes. False: it does not. */
  resume(runId: string, deliver: () => boolean): void;
}

/** What a worker is made of. Names as in the SDK's WorkerOptions. */
export interface WorkerOptions {
  readonly taskQueue: string;
  readonly namespace: string;
  readonly identity: string;
  readonly workflows?: WorkflowSource;
  readonly activities?: object;
  /** False: it runs local activities only. Default true. */
  readonly takesActivities?: boolean;
  readonly dataConverter: LoadedDataConverter;
  readonly interceptors?: {
    readonly activity?: ActivityInterceptorOptions['activity'];
    readonly activityInbound?: ActivityInterceptorOptions['activityInbound'];
    readonly workflow?: readonly InterceptorModule[];
  };
  readonly sinks?: InjectedSinks;
  readonly maxCachedWorkflows?: number;
  readonly maxConcurrentActivityTaskExecutions?: number;
  readonly maxConcurrentLocalActivityExecutions?: number;
  readonly workflowFailureErrorTypes?: Readonly<Record<string, readonly string[]>>;
  readonly patchActivationCallback?: (info: WorkflowInfo, patchId: string) => boolean;
  readonly showStackTraceSources?: boolean;
  readonly buildId?: string;
  readonly shutdownGraceTimeMs?: number;
  readonly maxHeartbeatThrottleIntervalMs?: number;
  readonly defaultHeartbeatThrottleIntervalMs?: number;
  readonly metricMeter?: MetricMeter;
}

const nothing = (): void => {};

export class Worker {
  workflowWorker: WorkflowWorker | undefined;
  readonly activityWorker: ActivityWorker;

  constructor(
    readonly options: WorkerOptions,
    private readonly host: WorkerHost,
  ) {
    const { clock, logger } = host;
    this.activityWorker = new ActivityWorker({
      namespace: options.namespace,
      taskQueue: options.taskQueue,
      activities: options.activities,
      dataConverter: options.dataConverter,
      interceptors: options.interceptors,
      logger,
      metricMeter: options.metricMeter,
      get client() {
        return host.client;
      },
      clock,
      wrap: host.wrapActivity && ((owner, info, fn) => host.wrapActivity!(owner, info, fn)),
      enter: (owner, label, fn) => host.enterActivity(owner, label, fn, nothing),
      respond: (task, answer) => host.respond(task, answer, options.identity),
      heartbeat: (task, details) => host.heartbeat(task, details),
      shutdownGraceTime: options.shutdownGraceTimeMs,
      maxHeartbeatThrottleInterval: options.maxHeartbeatThrottleIntervalMs,
      defaultHeartbeatThrottleInterval: options.defaultHeartbeatThrottleIntervalMs,
      maxConcurrentLocalActivityExecutions: options.maxConcurrentLocalActivityExecutions,
    });
    this.workflowWorker = options.workflows && this.createWorkflowWorker(options.workflows);
  }

  private createWorkflowWorker(workflows: WorkflowSource): WorkflowWorker {
    const { options, host } = this;
    return new WorkflowWorker({
      namespace: options.namespace,
      taskQueue: options.taskQueue,
      identity: options.identity,
      workflows,
      registeredActivityNames: activityFunctions(options.activities).keys(),
      dataConverter: options.dataConverter,
      interceptorModules: options.interceptors?.workflow,
      sinks: options.sinks,
      logger: host.logger,
      maxCachedWorkflows: options.maxCachedWorkflows,
      workflowFailureErrorTypes: options.workflowFailureErrorTypes,
      patchActivationCallback: options.patchActivationCallback,
      showStackTraceSources: options.showStackTraceSources,
      buildId: options.buildId,
      drain: host.drain,
      awaitSinks: host.awaitSinks && ((runId, calling) => host.awaitSinks!(runId, calling)),
      runLocalActivity: (call, onResolved) =>
        this.activityWorker.runLocal(call, (outcome) => host.resume(call.execution.runId, () => onResolved(outcome))),
      now: () => host.clock.now(),
      random: host.random,
      startTimer: (runId, delayMs, fire) => {
        const timer = host.clock.schedule(host.clock.now() + delayMs, () => host.resume(runId, fire));
        return () => host.clock.cancel(timer);
      },
      onUnfinishedHandlers: (handlers) => host.onUnfinishedHandlers(handlers),
    });
  }

  /** Attempts of activities in flight. */
  get running(): readonly RunningActivity[] {
    return this.activityWorker.running;
  }

  processWorkflowTask(task: WorkflowTask, parked: () => void): Promise<WorkflowTaskAnswer> {
    return this.workflowWorker!.process(task, parked);
  }

  startActivity(task: ActivityTask): void {
    this.activityWorker.start(task);
  }

  /** Forgets one run, or all: their next tasks replay. */
  evict(runId?: string): void {
    if (runId === undefined) this.workflowWorker?.clear();
    else this.workflowWorker?.evict(runId);
  }

  /** Forgets one run, as soon as no task of it is in work. */
  evictIdle(runId: string): void {
    this.workflowWorker?.evictIdle(runId);
  }

  /** From now on other workflow code runs; tasks in work are lost. */
  replaceWorkflows(workflows: WorkflowSource): void {
    this.workflowWorker?.dispose();
    this.workflowWorker = this.createWorkflowWorker(workflows);
  }

  shutdown(): Promise<void> {
    return this.activityWorker.shutdown();
  }

  /** Everything that is only in this worker's memory is gone: cached runs, running activities. */
  dispose(): void {
    this.activityWorker.crash();
    this.workflowWorker?.dispose();
  }
}

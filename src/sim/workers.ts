/** The workers of a world: which code they have, and what joins them to the server, the clock and the realm of activities. */
import type { Client } from '@temporalio/client';
import type { DataConverter, LoadedDataConverter } from '@temporalio/common';
import { parseDuration } from '../base/duration';
import { drain } from '../clock/drain';
import type { IoWatch } from '../clock/io-watch';
import { enterRealm } from '../clock/realm';
import type { VirtualClock } from '../clock/virtual-clock';
import type { WorldRealm } from '../clock/world-realm';
import type { ActivityAnswer, ActivityTask } from '../history/worker-protocol';
import { answerActivity, recordHeartbeat } from '../server/activity-answers';
import type { Execution } from '../server/execution/execution';
import type { Server } from '../server/server';
import type { AttemptOutcome } from '../worker/activity/activity-attempt';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import { loadDataConverter } from '../worker/data-converter';
import { loadWorkflows } from '../worker/load/load-workflows';
import type { UnfinishedHandlers, WorkflowSource } from '../worker/workflow/run-options';
import type { Failures } from './failures';
import type { Loop } from './loop';
import type { CodeOptions, WorkflowsOption, WorldOptions, WorldWorkerOptions } from './options';
import { loadInterceptorModules, loadWorkflowSource } from './workflow-source';
import { WorldWorker, type WorldWorkerHost } from './world-worker';

/** What the workers need of the world. */
export interface WorkersScene {
  readonly server: Server;
  readonly loop: Loop;
  readonly clock: VirtualClock;
  /** The realm of in-world code; each attempt of an activity gets a child of it. */
  readonly realm: WorldRealm;
  readonly io: IoWatch;
  readonly failures: Failures;
  readonly random: () => number;
  readonly wrapActivity?: WorldWorkerHost['wrapActivity'];
  /** An attempt has run to its end. */
  attemptExecuted(attempt: RunningActivity): void;
  readonly attemptBegan?: WorldWorkerHost['attemptBegan'];
  client(): Client;
}

interface LoadedCode {
  readonly workflows: WorkflowSource | undefined;
  readonly activities: object | undefined;
}

const isNotRegisteredText = (text: string, activityType: string): boolean =>
  text.startsWith(`Activity function ${activityType} is not registered on this Worker`);

export class Workers {
  /** The options of those that `create` has made, for the worlds that are forked from this one. */
  readonly made: WorldWorkerOptions[] = [];
  private readonly all: WorldWorker[] = [];
  private readonly sources: WorkflowSource[] = [];
  /** What ends the realm and the I/O watch of attempts in flight. */
  private readonly releases = new Map<RunningActivity, () => void>();
  private deployed: WorkflowSource | undefined;
  private readonly dataConverter: LoadedDataConverter;

  constructor(
    private readonly options: WorldOptions,
    private readonly scene: WorkersScene,
  ) {
    this.dataConverter = loadDataConverter(options.dataConverter);
  }

  /** Attempts of activities in flight. */
  get running(): RunningActivity[] {
    return this.all.flatMap((worker) => worker.current?.running ?? []);
  }

  /** The worker that runs, or could run, the workflow code of an execution. */
  of(execution: Execution): WorldWorker | undefined {
    const serves = (worker: WorldWorker) =>
      worker.options.namespace === execution.namespace &&
      worker.taskQueue === execution.taskQueue &&
      worker.current?.workflowWorker !== undefined;
    return this.all.find(serves);
  }

  /** From now on all workers run this workflow code; undefined: each its own again. */
  deploy(workflows: WorkflowSource | undefined): void {
    this.deployed = workflows;
    for (const worker of this.all) worker.deploy(workflows);
  }

  /** Those that there are now, in the order in which they were made. */
  get list(): readonly WorldWorker[] {
    return this.all;
  }

  /** Loads workflow code that is not served yet. */
  async loadWorkflows(workflows: WorkflowsOption): Promise<WorkflowSource> {
    return (await this.load({ workflows }, this.options)).workflows!;
  }

  dispose(): void {
    for (const worker of this.all) worker.dispose();
    for (const source of this.sources.splice(0)) (source as { dispose?: () => void }).dispose?.();
  }

  /** Makes a worker of its own. */
  async create(options: WorldWorkerOptions): Promise<WorldWorker> {
    const code = options.workflowBundle
      ? await this.loadBundle(options)
      : await this.load({ workflows: options.workflowsPath, ...options }, options);
    this.made.push(options);
    return this.addWorker(options.taskQueue, code, options, await this.interceptorsOf(options));
  }

  /** Serves the queues that the options name, or every queue. */
  async serve(): Promise<void> {
    const { options } = this;
    if (options.taskQueues) {
      for (const [taskQueue, code] of Object.entries(options.taskQueues)) {
        this.addWorker(taskQueue, await this.load(code, options), {}, await this.interceptorsOf(options));
      }
    } else if (options.workflows || options.activities) {
      const code = await this.load(options, options);
      const interceptors = await this.interceptorsOf(options);
      const served = new Set<string>();
      this.scene.server.matching.onUnserved = (namespace, taskQueue) => {
        const queue = JSON.stringify([namespace, taskQueue]);
        if (served.has(queue)) return;
        served.add(queue);
        this.addWorker(taskQueue, code, { namespace }, interceptors);
      };
    }
  }

  private async load(
    { workflows, activities }: CodeOptions,
    options: Parameters<typeof loadWorkflowSource>[1],
  ): Promise<LoadedCode> {
    if (!workflows) return { workflows: undefined, activities };
    return { workflows: this.keep(await loadWorkflowSource(workflows, options)), activities };
  }

  private async loadBundle({ workflowBundle, activities }: WorldWorkerOptions): Promise<LoadedCode> {
    return { workflows: this.keep((await loadWorkflows({ workflowBundle })) as WorkflowSource), activities };
  }

  private keep(source: WorkflowSource): WorkflowSource {
    this.sources.push(source);
    return source;
  }

  private async interceptorsOf(options: Pick<WorldOptions, 'interceptors'>) {
    const interceptors = options.interceptors ?? this.options.interceptors;
    return {
      activity: interceptors?.activity,
      activityInbound: interceptors?.activityInbound,
      workflow: loadInterceptorModules(interceptors?.workflow),
    };
  }

  private addWorker(
    taskQueue: string,
    code: LoadedCode,
    options: Partial<WorldWorkerOptions> & { dataConverter?: DataConverter },
    interceptors: Awaited<ReturnType<Workers['interceptorsOf']>>,
  ): WorldWorker {
    const number = this.all.length + 1;
    const duration = (
      name: 'shutdownGraceTime' | 'maxHeartbeatThrottleInterval' | 'defaultHeartbeatThrottleInterval',
    ) => (options[name] === undefined ? undefined : parseDuration(options[name], `world.createWorker: ${name}`));
    const worker = new WorldWorker(
      {
        taskQueue,
        namespace: options.namespace ?? this.options.namespace ?? 'default',
        identity: options.identity ?? `worker-${number}@worldline`,
        workflows: code.workflows,
        activities: code.activities,
        dataConverter: options.dataConverter ? loadDataConverter(options.dataConverter) : this.dataConverter,
        interceptors,
        sinks: options.sinks ?? this.options.sinks,
        maxCachedWorkflows:
          this.options.replay === 'every-task' ? 0 : (options.maxCachedWorkflows ?? this.options.maxCachedWorkflows),
        maxConcurrentActivityTaskExecutions:
          options.maxConcurrentActivityTaskExecutions ?? this.options.maxConcurrentActivityTaskExecutions,
        maxConcurrentLocalActivityExecutions:
          options.maxConcurrentLocalActivityExecutions ?? this.options.maxConcurrentLocalActivityExecutions,
        workflowFailureErrorTypes: options.workflowFailureErrorTypes ?? this.options.workflowFailureErrorTypes,
        patchActivationCallback: options.patchActivationCallback ?? this.options.patchActivationCallback,
        showStackTraceSources: options.showStackTraceSources ?? this.options.showStackTraceSources,
        buildId: options.buildId ?? this.options.buildId,
        shutdownGraceTimeMs: duration('shutdownGraceTime'),
        maxHeartbeatThrottleIntervalMs: duration('maxHeartbeatThrottleInterval'),
        defaultHeartbeatThrottleIntervalMs: duration('defaultHeartbeatThrottleInterval'),
        metricMeter: options.metricMeter,
        takesActivities: options.takesActivities,
      },
      this.workerHost(options.logger ?? this.options.logger, options.client),
      options.autoStart ?? true,
    );
    this.all.push(worker);
    if (this.deployed) worker.deploy(this.deployed);
    return worker;
  }

  private workerHost(logger: WorldWorkerHost['logger'], client: Client | undefined): WorldWorkerHost {
    const { scene } = this;
    return {
      server: scene.server,
      loop: scene.loop,
      clock: scene.clock,
      logger,
      get client() {
        return client ?? scene.client();
      },
      drain,
      random: scene.random,
      enterActivity: (owner, label, fn, ended) => this.enterActivity(owner as RunningActivity, label, fn, ended),
      answer: (task, answer, identity) => {
        answerActivity(scene.server, { token: task.taskToken }, answer, identity);
        this.noticeUnknown(task, answer);
      },
      recordHeartbeat: (task, details) => recordHeartbeat(scene.server, { token: task.taskToken }, details),
      cutOff: (attempt) => {
        this.releases.get(attempt)?.();
        this.releases.delete(attempt);
      },
      wrapActivity: scene.wrapActivity,
      attemptBegan: scene.attemptBegan,
      onUnfinishedHandlers: (handlers: UnfinishedHandlers) => scene.failures.unfinished(handlers),
    };
  }

  private enterActivity<T>(owner: RunningActivity, label: string, fn: () => T, ended: () => void): T {
    const realm = this.scene.realm.child({ owner });
    const outcome = this.scene.io.run(owner, label, () => enterRealm(realm, fn));
    const release = () => {
      this.scene.io.release(owner);
      realm.close();
    };
    this.releases.set(owner, release);
    const end = (end?: AttemptOutcome) => {
      // An attempt that was cut off ends only where real I/O of it was in flight; it is as if it had not gone on.
      if (!this.releases.delete(owner)) return;
      if (end?.kind === 'completed' || end?.kind === 'async') this.scene.attemptExecuted(owner);
      release();
      ended();
    };
    if (outcome instanceof Promise) outcome.then(end, () => end());
    else end();
    return outcome;
  }

  /** An activity that the worker does not have would be retried for ever. */
  private noticeUnknown({ workflowExecution, activityType }: ActivityTask, answer: ActivityAnswer): void {
    if (answer.kind !== 'failed' || answer.failure.applicationFailureInfo?.type !== 'NotFoundError') return;
    const text = answer.failure.message ?? '';
    const execution = this.scene.server.findRun(workflowExecution.runId);
    // The retries that the policy allows are left to it.
    const isRetried =
      execution?.isRunning && [...execution.activities.values()].some((a) => a.activityType === activityType);
    if (isRetried && isNotRegisteredText(text, activityType))
      this.scene.failures.activityNotRegistered(execution, text);
  }
}

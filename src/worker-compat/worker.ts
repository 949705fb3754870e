/** A worker of a test environment, as `@temporalio/worker` has it. */
import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { IllegalStateError, type Logger, type MetricMeter, SdkComponent } from '@temporalio/common';
import { version as SDK_VERSION } from '@temporalio/common/package.json';
import { parseDuration } from '../base/duration';
import { InvalidInputError } from '../base/errors';
import { holdingTime } from '../sim/outside';
import type { WorldWorker } from '../sim/world-worker';
import { activityFunctions } from '../worker/activity/activity-functions';
import { asBundledByPlugins } from './bundler-plugins';
import { Environment } from './environment';
import {
  CombinedWorkerRunError,
  GracefulShutdownPeriodExpiredError,
  PromiseCompletionTimeoutError,
  TransportError,
} from './errors';
import { withComponent } from './log-attributes';
import { environmentOfWorker, NativeConnection, workersOf } from './native-connection';
import { type ReplayHistoriesIterable, type ReplayResult, replayHistories, replayHistory } from './replay';
import { checkNames } from './reserved-names';
import { Runtime } from './runtime';
import { type State, StateSubject, type WorkerStatus } from './state';
import { activitySlotsOf } from './tuner';
import {
  type CompiledWorkerOptions,
  MOCKS,
  type ReplayWorkerOptions,
  type WorkerOptions,
  type WorkerPlugin,
} from './worker-options';

export interface RunUntilOptions {
  /** How long the promise may take once the worker has stopped, in virtual time. Default 0. */
  promiseCompletionTimeout?: number | string;
}

interface WorkerParts {
  readonly runtime: Runtime;
  readonly options: CompiledWorkerOptions;
  readonly environment: Environment;
  readonly worker: WorldWorker;
  readonly client: Client;
  readonly logger: Logger;
  readonly plugins: WorkerPlugin[];
  readonly connection: NativeConnection;
}

export class Worker {
  readonly options: CompiledWorkerOptions;
  protected readonly runtime: Runtime;
  protected readonly logger: Logger;
  protected readonly metricMeter: MetricMeter;
  protected readonly plugins: WorkerPlugin[];
  protected readonly stateSubject = new StateSubject();
  private readonly parts: WorkerParts;
  private requestShutdown: () => void = () => undefined;
  private currentConnection: NativeConnection;

  protected constructor(parts: WorkerParts) {
    this.parts = parts;
    this.options = parts.options;
    this.runtime = parts.runtime;
    this.logger = parts.logger;
    this.metricMeter = parts.runtime.metricMeter;
    this.plugins = parts.plugins;
    this.currentConnection = parts.connection;
    workersOf(parts.connection).add(this);
  }

  /**
   * Makes a worker in the environment that its connection leads to. It takes tasks once it runs.
   * @throws TypeError, InvalidInputError for options that cannot be used, with what would be right.
   */
  static create(options: WorkerOptions): Promise<Worker> {
    return holdingTime(() => Worker.createNow(options));
  }

  private static async createNow(given: WorkerOptions): Promise<Worker> {
    const runtime = Runtime.instance();
    const plugins = [...(given.plugins ?? []), ...((given.connection?.plugins ?? []) as unknown as WorkerPlugin[])];
    let options: WorkerOptions = { ...given };
    for (const plugin of plugins) options = (await plugin.configureWorker?.(options)) ?? options;
    checkOptions(options);
    const connection = options.connection ?? NativeConnection.to(await Environment.at(undefined), [], false);
    const environment = environmentOfWorker(connection);
    const namespace = options.namespace ?? 'default';
    if (!environment.parts.server.namespaces.has(namespace)) {
      throw new TransportError(`Namespace ${namespace} was not found or otherwise could not be described`);
    }
    const logger = withComponent(runtime.logger, {
      sdkComponent: SdkComponent.worker,
      taskQueue: options.taskQueue ?? 'default',
    });
    const { dataConverter, interceptors } = options;
    const client = environment.client({ dataConverter, interceptors: interceptors?.client, namespace }, connection);
    const worker = await environment.world.createWorker({
      ...worldWorkerOptions(asBundledByPlugins(options, plugins)),
      namespace,
      logger,
      metricMeter: runtime.metricMeter,
      client,
      autoStart: false,
    });
    const compiled = { ...options, namespace, identity: worker.identity, interceptors: interceptors ?? {} };
    return new Worker({ runtime, options: compiled, environment, worker, client, logger, plugins, connection });
  }

  /**
   * Runs workflow code over a history.
   * @param history The API's message, or its JSON.
   * @throws DeterminismViolationError where code and history differ, ReplayError where the code fails otherwise.
   */
  static async runReplayHistory(options: ReplayWorkerOptions, history: unknown, workflowId?: string): Promise<void> {
    const result = await replayHistory(options, history, workflowId);
    if (result.error) throw result.error;
  }

  /** Runs workflow code over histories, one after the other; what is wrong with one is in its result. */
  static runReplayHistories(
    options: ReplayWorkerOptions,
    histories: ReplayHistoriesIterable,
  ): AsyncIterableIterator<ReplayResult> {
    return replayHistories(options, histories);
  }

  getState(): State {
    return this.state;
  }

  getStatus(): WorkerStatus {
    return this.stateSubject.status(this.parts.worker);
  }

  protected get state(): State {
    return this.stateSubject.value;
  }

  protected set state(state: State) {
    this.logger.info('Worker state changed', { state });
    this.stateSubject.next(state);
  }

  /** The client that activities of this worker get. */
  get client(): Client | undefined {
    return this.parts.client;
  }

  get connection(): NativeConnection | undefined {
    return this.currentConnection;
  }

  /**
   * Another connection to the same environment.
   * @throws IllegalStateError where it leads to another one: a worker of a world stays there.
   */
  set connection(connection: NativeConnection) {
    if (environmentOfWorker(connection) !== this.parts.environment) {
      throw new IllegalStateError('worker.connection: the new connection leads to another test environment');
    }
    workersOf(this.currentConnection).delete(this);
    workersOf(connection).add(this);
    this.currentConnection = connection;
  }

  /**
   * Stops taking tasks, lets those in work end, and then lets `run()` end.
   * @throws IllegalStateError unless it runs.
   */
  shutdown(): void {
    if (this.state !== 'RUNNING') throw new IllegalStateError(`Not running. Current state: ${this.state}`);
    this.state = 'STOPPING';
    this.requestShutdown();
  }

  /**
   * Takes tasks until a `shutdown()`, or a signal of the process.
   * @throws IllegalStateError where it has run before, GracefulShutdownPeriodExpiredError after `shutdownForceTime`.
   */
  async run(): Promise<void> {
    let run = (worker: Worker): Promise<void> => worker.runInternal();
    for (const plugin of [...this.plugins].reverse()) {
      const next = run;
      if (plugin.runWorker) run = (worker) => plugin.runWorker!(worker, next);
    }
    return run(this);
  }

  /**
   * Runs until the promise is settled, shuts down, and gives what it has given.
   * @throws what the promise is rejected with, what `run()` throws, or a CombinedWorkerRunError for both.
   */
  async runUntil<R>(fnOrPromise: Promise<R> | (() => Promise<R>), options?: RunUntilOptions): Promise<R> {
    const running = this.run();
    let inner: { value: R } | { error: unknown } | undefined;
    const innerDone = (async () => {
      try {
        inner = { value: await (typeof fnOrPromise === 'function' ? fnOrPromise() : fnOrPromise) };
      } catch (error) {
        inner = { error };
      }
      if (this.state === 'RUNNING') this.shutdown();
    })();
    const failure = await running.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const { promiseCompletionTimeout = 0 } = options ?? {};
    const timeoutMs = parseDuration(promiseCompletionTimeout, 'runUntil: promiseCompletionTimeout');
    if (inner === undefined && timeoutMs > 0) {
      await Promise.race([innerDone, this.parts.environment.world.sleep(timeoutMs)]);
    }
    inner ??= {
      error: new PromiseCompletionTimeoutError(
        `Promise did not resolve within ${timeoutMs}ms after Worker completed shutdown`,
      ),
    };
    if (failure && 'error' in inner) {
      throw new CombinedWorkerRunError('Worker terminated with fatal error in `runUntil`', {
        cause: { workerError: failure.error, innerError: inner.error },
      });
    }
    if (failure) throw failure.error;
    if ('error' in inner) throw inner.error;
    return inner.value;
  }

  private async runInternal(): Promise<void> {
    if (this.state !== 'INITIALIZED') throw new IllegalStateError('Poller was already started');
    const stopped = new Promise<void>((resolve) => {
      this.requestShutdown = resolve;
    });
    this.state = 'RUNNING';
    const onSignal = () => {
      if (this.state === 'RUNNING') this.shutdown();
    };
    this.runtime.registerShutdownSignalCallback(onSignal);
    try {
      await this.parts.worker.restart();
      await stopped;
      this.state = 'DRAINING';
      await this.drain();
      this.state = 'DRAINED';
      this.state = 'STOPPED';
    } catch (error) {
      this.logger.error('Worker failed', { error });
      this.state = 'FAILED';
      throw error;
    } finally {
      this.runtime.deregisterShutdownSignalCallback(onSignal);
      workersOf(this.currentConnection).delete(this);
    }
  }

  /** Lets what runs come to its end; time moves for it. */
  private drain(): Promise<void> {
    const { environment, worker, options } = this.parts;
    const { waits, clock, loop } = environment.parts;
    const { shutdownForceTime } = options;
    return new Promise((resolve, reject) => {
      const waiter = {
        describe: () => `the shutdown of worker ${worker.identity}`,
        fail: (error: Error) => end(error),
      };
      const end = (error?: Error) => {
        waits.remove(waiter);
        if (force) clock.cancel(force);
        if (error) reject(error);
        else resolve();
      };
      const force =
        shutdownForceTime === undefined
          ? undefined
          : clock.schedule(clock.now() + parseDuration(shutdownForceTime, 'shutdownForceTime'), () => {
              void worker.crash();
              end(new GracefulShutdownPeriodExpiredError('Timed out while waiting for worker to shutdown gracefully'));
            });
      waits.add(waiter);
      worker.shutdown().then(() => end(), end);
      loop.wake();
    });
  }
}

function checkOptions(options: WorkerOptions): void {
  const { taskQueue, nexusServices, workflowsPath, workflowBundle, activities, sinks } = options;
  if (typeof taskQueue !== 'string' || taskQueue === '') {
    throw new TypeError(
      `Worker.create: taskQueue is ${JSON.stringify(taskQueue)}; it must be the name of a task queue`,
    );
  }
  if (nexusServices?.length) {
    throw new InvalidInputError('Worker.create: nexusServices are given, and worldline has no Nexus operations');
  }
  if (workflowsPath !== undefined && workflowBundle !== undefined) {
    throw new TypeError('You cannot set both workflowsPath and workflowBundle');
  }
  const hasWorkflows = workflowsPath !== undefined || workflowBundle !== undefined;
  if (!hasWorkflows && activityFunctions(activities).size === 0) {
    throw new TypeError(
      'Failed to convert WorkerOptions to CoreWorkerConfig: At least one task type must be enabled in `task_types`',
    );
  }
  checkNames(taskQueue, sinks);
}

/** As of a real worker: the package, its version and a hash of the code, here of where the code is. */
function defaultBuildId({ workflowsPath, workflowBundle }: WorkerOptions): string {
  const code = JSON.stringify(workflowBundle ?? workflowsPath ?? '');
  return `@temporalio/worker@${SDK_VERSION}+${createHash('sha256').update(code).digest('hex')}`;
}

/** Those of the options that a world knows. */
function worldWorkerOptions(options: WorkerOptions) {
  const { interceptors, patchActivationCallback, tuner, sinks } = options;
  return {
    taskQueue: options.taskQueue,
    identity: options.identity,
    buildId: options.workerDeploymentOptions?.version.buildId ?? options.buildId ?? defaultBuildId(options),
    workflowsPath: options.workflowsPath,
    workflowBundle: options.workflowBundle,
    // A worker without activities takes no tasks of them; names that are reserved are refused here.
    activities: activityFunctions(options.activities).size > 0 ? options.activities : undefined,
    takesActivities: options.enableNonLocalActivities,
    shutdownGraceTime: options.shutdownGraceTime,
    dataConverter: options.dataConverter,
    sinks: sinks as never,
    maxCachedWorkflows: options.maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: options.maxConcurrentActivityTaskExecutions ?? activitySlotsOf(tuner),
    maxConcurrentLocalActivityExecutions: options.maxConcurrentLocalActivityExecutions,
    maxHeartbeatThrottleInterval: options.maxHeartbeatThrottleInterval,
    defaultHeartbeatThrottleInterval: options.defaultHeartbeatThrottleInterval,
    workflowFailureErrorTypes: options.workflowFailureErrorTypes,
    showStackTraceSources: options.showStackTraceSources,
    bundlerOptions: options.bundlerOptions,
    workflowsByProcess: true,
    patchActivationCallback:
      patchActivationCallback &&
      ((workflowInfo: Parameters<typeof patchActivationCallback>[0]['workflowInfo'], patchId: string) =>
        patchActivationCallback({ workflowInfo, patchId })),
    interceptors: {
      activity: interceptors?.activity,
      activityInbound: interceptors?.activityInbound,
      workflowModules: interceptors?.workflowModules,
      workflow: (options as { readonly [MOCKS]?: (() => object)[] })[MOCKS],
    },
  };
}

/** Workers of `@temporalio/worker` for the task queues of a connected world. */
import { fileURLToPath } from 'node:url';
import type { CodeOptions } from '../options';
import type { ClusterAttempts } from './cluster-attempts';
import type { ClusterCode } from './cluster-options';
import { loadWorkerPackage, type RealConnection, type RealWorker } from './worker-package';

export interface ConnectedWorker {
  /** Stops taking tasks, and waits for those in work. Rejects where the worker had broken. */
  shutdown(): Promise<void>;
}

/** Bundling takes seconds, and tests make world after world of the same code. */
const bundles = new Map<string, Promise<object>>();

export class ClusterWorkers {
  private readonly workers: ConnectedWorker[] = [];
  /** By task queue; also while it is being made. */
  private readonly serving = new Map<string, Promise<unknown>>();

  constructor(
    private readonly connection: RealConnection,
    private readonly namespace: string,
    private readonly options: ClusterCode,
    private readonly attempts: ClusterAttempts,
  ) {}

  /** With `taskQueues`, all of them are served from the beginning. Else workflow code is bundled, so that the first start need not wait. */
  async begin(): Promise<void> {
    const { workflows } = this.options;
    if (workflows) await this.bundle(pathOf(workflows));
    const queues = Object.entries(this.options.taskQueues ?? {});
    await Promise.all(queues.map(([taskQueue, code]) => this.create({ ...code, taskQueue })));
  }

  /** A workflow is about to be started on a task queue: from now on somebody works there, if the world has code for it. */
  async serve(taskQueue: string): Promise<void> {
    const { workflows, activities } = this.options;
    if (!workflows && !activities) return;
    const made = this.serving.get(taskQueue) ?? this.create({ taskQueue, workflows, activities });
    this.serving.set(taskQueue, made);
    await made;
  }

  /** @param options Of the SDK's `Worker.create`, but for the connection; `workflows` may be a path, as in a world. */
  async create(options: CodeOptions & { readonly taskQueue: string }): Promise<ConnectedWorker> {
    const { Worker } = loadWorkerPackage('World.connect needs');
    const {
      workflows,
      taskQueues: _queues,
      activities: _activities,
      workflows: _workflows,
      ...shared
    } = {
      ...this.options,
      ...options,
    };
    const workflowBundle = workflows === undefined ? undefined : await this.bundle(pathOf(workflows));
    // Those of workflow code are in the bundle.
    const { activity = [], activityInbound } = this.options.interceptors ?? {};
    const worker = await Worker.create({
      ...shared,
      ...(workflowBundle && { workflowBundle }),
      activities: options.activities,
      interceptors: { activityInbound, activity: [...activity, this.attempts.interceptor] },
      namespace: this.namespace,
      connection: this.connection,
    });
    return this.run(worker);
  }

  /** The first error counts; all workers are shut down all the same. */
  async shutdown(): Promise<void> {
    const results = await Promise.allSettled(this.workers.splice(0).map((worker) => worker.shutdown()));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  private run(worker: RealWorker): ConnectedWorker {
    // Told by `shutdown`: until then nobody waits for it.
    const ended = worker.run().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    const made = {
      shutdown: async () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        const broken = await ended;
        if (broken) throw broken.error;
      },
    };
    this.workers.push(made);
    return made;
  }

  private bundle(workflowsPath: string): Promise<object> {
    const { bundleWorkflowCode, Runtime } = loadWorkerPackage('World.connect needs');
    const { interceptors, dataConverter } = this.options;
    const input = {
      workflowsPath,
      workflowInterceptorModules: [...(interceptors?.workflowModules ?? [])],
      payloadConverterPath: dataConverter?.payloadConverterPath,
      failureConverterPath: dataConverter?.failureConverterPath,
    };
    const key = JSON.stringify(input);
    const made = bundles.get(key) ?? bundleWorkflowCode({ ...input, logger: Runtime.instance().logger });
    bundles.set(key, made);
    // A file that did not compile may be mended before the next try.
    made.catch(() => bundles.delete(key));
    return made;
  }
}

function pathOf(workflows: NonNullable<CodeOptions['workflows']>): string {
  const path = String(workflows);
  return path.startsWith('file:') ? fileURLToPath(path) : path;
}

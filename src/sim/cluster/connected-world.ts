/** The client and worker side of a world on a real cluster: what `World.connect` gives. */
import type { Client, Connection } from '@temporalio/client';
import { parseDuration } from '../../base/duration';
import { InvalidInputError } from '../../base/errors';
import { real } from '../../clock/real';
import type { History } from '../../history/history';
import type { Attempt } from '../attempts';
import type { CodeOptions } from '../options';
import { ClusterAttempts } from './cluster-attempts';
import { fetchFamily, fetchHistory } from './cluster-histories';
import { type ConnectOptions, checkClusterCode } from './cluster-options';
import { ClusterStarts } from './cluster-starts';
import { ClusterWorkers, type ConnectedWorker } from './cluster-workers';
import { deleteNamespace, ensureNamespace, ensureSearchAttributes, freshNamespace } from './namespaces';
import { outward } from './outward';
import { loadWorkerPackage, type RealConnection } from './worker-package';

/** Options of the SDK's `Worker.create`, but for the connection. Workflow code is a path here: `workflows`, or `workflowsPath`. */
export interface ConnectedWorkerOptions extends CodeOptions {
  readonly taskQueue: string;
  readonly workflowsPath?: string;
  readonly [option: string]: unknown;
}

/** What only a simulated world can do: its absence is an error that says so. */
const SIMULATED_ONLY = [
  ...['settle', 'fork', 'always', 'sometimes', 'eventually'],
  ...['faults', 'effects', 'problems', 'properties', 'log'],
] as const;

export class ConnectedWorld implements AsyncDisposable {
  private readonly workers: ClusterWorkers;
  private readonly starts: ClusterStarts;
  private readonly ofAttempts = new ClusterAttempts();
  private disposed = false;

  private constructor(
    /** A real Client, on a real connection. */
    readonly client: Client,
    readonly connection: Connection,
    private readonly native: RealConnection,
    private readonly options: ConnectOptions,
  ) {
    this.workers = new ClusterWorkers(native, client.options.namespace, options, this.ofAttempts);
    this.starts = new ClusterStarts(connection, (taskQueue) => this.workers.serve(taskQueue));
    for (const name of SIMULATED_ONLY) {
      Object.defineProperty(this, name, {
        get: () => {
          throw new InvalidInputError(`world.${name} works in a simulated world (World.create), and not on a cluster`);
        },
      });
    }
  }

  /** @throws InvalidInputError where nobody answers at the address, or `@temporalio/worker` is not installed. */
  static async connect(options: ConnectOptions): Promise<ConnectedWorld> {
    const { address, connectionOptions = {}, dataConverter, ownNamespace } = options ?? {};
    if (typeof address !== 'string' || address === '') {
      throw new InvalidInputError(`World.connect: address is ${JSON.stringify(address)}; it must be 'host:port'`);
    }
    checkClusterCode(options, 'World.connect');
    const { Client, Connection } = require('@temporalio/client') as typeof import('@temporalio/client');
    const { NativeConnection } = loadWorkerPackage('World.connect needs');
    const connection = await Connection.connect(outward({ ...connectionOptions, address })).catch((cause: Error) => {
      throw new InvalidInputError(`World.connect: no Temporal server answers at '${address}': ${cause.message}`, {
        cause,
      });
    });
    const native = await NativeConnection.connect({ ...connectionOptions, address });
    const namespace = ownNamespace ? freshNamespace() : (options.namespace ?? 'default');
    const { client: interceptors } = options.interceptors ?? {};
    const client = new Client({ connection, namespace, dataConverter, interceptors });
    const world = new ConnectedWorld(client, connection, native, options);
    try {
      if (ownNamespace) await ensureNamespace(connection, namespace);
      if (options.searchAttributes) await ensureSearchAttributes(connection, namespace, options.searchAttributes);
      await world.workers.begin();
      return world;
    } catch (error) {
      // The first error tells most: what it left undone cannot be undone either.
      await world.dispose().catch(() => undefined);
      throw error;
    }
  }

  /** Real milliseconds since the epoch. */
  now(): number {
    return real.dateNow();
  }

  /** Waits for a real duration: milliseconds, or a text such as '2 seconds'. */
  async sleep(duration: number | string): Promise<void> {
    await real.promises.setTimeout(parseDuration(duration, 'world.sleep'));
  }

  /** Calls the function: there is no other time here than that of the process. */
  async run<T>(fn: () => T | Promise<T>): Promise<T> {
    return fn();
  }

  /**
   * The history of a workflow's latest run, or of the given run, from the cluster. In a simulated world it is there at once; `await` does for
   * both.
   * @throws InvalidInputError where there has been no such run.
   */
  history(workflowId: string, runId?: string): Promise<History> {
    return fetchHistory(this.client, workflowId, runId);
  }

  /** The histories of all runs that this world's client has started, and of their children and continuations; not of those of schedules. */
  histories(): Promise<History[]> {
    return fetchFamily(this.client, this.starts.runs);
  }

  /** How attempts of activities went, as far as workers of this world ran them. Times are this process's. */
  get attempts(): Iterable<Attempt> {
    return this.ofAttempts;
  }

  /** Starts a worker of `@temporalio/worker`. */
  async createWorker({ workflowsPath, ...options }: ConnectedWorkerOptions): Promise<ConnectedWorker> {
    const code = { ...options, workflows: options.workflows ?? workflowsPath };
    checkClusterCode({ workflows: code.workflows, activities: code.activities }, 'world.createWorker');
    return this.workers.create(code);
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  /** Shuts the workers down and closes the connections. Workflows that are open go on or end as `openWorkflows` says. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    try {
      const { openWorkflows, ownNamespace } = this.options;
      if (openWorkflows === 'terminate' || ownNamespace) await this.terminateOpen();
      await this.workers.shutdown();
      if (ownNamespace) await deleteNamespace(this.connection, this.client.options.namespace);
    } finally {
      await this.connection.close();
      await this.native.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** A worker that has nobody to work for shuts down faster. Children end as their parent close policy says. */
  private async terminateOpen(): Promise<void> {
    for (const history of await this.histories()) {
      if (history.at().status !== 'running') continue;
      const handle = this.client.workflow.getHandle(history.workflowId, history.runId);
      await handle.terminate('the world that started it has ended').catch((error: Error) => {
        // It may have ended by itself meanwhile.
        if (error.name !== 'WorkflowNotFoundError') throw error;
      });
    }
  }
}

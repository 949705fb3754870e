/** The client and worker side of a world on a real cluster: what `World.connect` gives. */
import type { Client, ClientOptions, Connection } from '@temporalio/client';
import { parseDuration } from '../base/duration';
import { InvalidInputError } from '../base/errors';
import { real } from '../clock/real';

export interface ConnectOptions {
  /** Host and port of the cluster, such as 'localhost:7233'. */
  readonly address: string;
  /** Default 'default'. */
  readonly namespace?: string;
  /** Passed on to the connections of client and workers: `tls`, `apiKey`, `metadata`. */
  readonly connectionOptions?: object;
  readonly dataConverter?: ClientOptions['dataConverter'];
}

/** Options of the SDK's `Worker.create`, but for the connection. Workflow code must be a path here: `workflowsPath`. */
export interface ConnectedWorkerOptions {
  readonly taskQueue: string;
  readonly workflowsPath?: string;
  readonly activities?: object;
  readonly [option: string]: unknown;
}

export interface ConnectedWorker {
  /** Stops taking tasks, and waits for those in work. */
  shutdown(): Promise<void>;
}

interface RealWorker {
  run(): Promise<void>;
  shutdown(): void;
  getState(): string;
}

interface RealPackage {
  NativeConnection: { connect(options: object): Promise<{ close(): Promise<void> }> };
  Worker: { create(options: object): Promise<RealWorker> };
}

/** Faults, forks, histories at once and virtual time are a world's own: their absence is an error that says so. */
const SIMULATED_ONLY = ['settle', 'fork', 'history', 'histories', 'run', 'always', 'sometimes', 'eventually'] as const;

export class ConnectedWorld implements AsyncDisposable {
  private readonly workers: ConnectedWorker[] = [];

  private constructor(
    /** A real Client, on a real connection. */
    readonly client: Client,
    readonly connection: Connection,
    private readonly native: { close(): Promise<void> },
    private readonly options: ConnectOptions,
  ) {
    for (const name of SIMULATED_ONLY) {
      Object.defineProperty(this, name, {
        value: () => {
          throw new InvalidInputError(`world.${name} works in a simulated world (World.create), and not on a cluster`);
        },
      });
    }
  }

  /** @throws InvalidInputError where nobody answers at the address, or `@temporalio/worker` is not installed. */
  static async connect(options: ConnectOptions): Promise<ConnectedWorld> {
    const { address, namespace = 'default', connectionOptions = {}, dataConverter } = options ?? {};
    if (typeof address !== 'string' || address === '') {
      throw new InvalidInputError(`World.connect: address is ${JSON.stringify(address)}; it must be 'host:port'`);
    }
    const { Client, Connection } = require('@temporalio/client') as typeof import('@temporalio/client');
    const { NativeConnection } = loadWorkerPackage('World.connect needs');
    const connection = await Connection.connect({ ...connectionOptions, address }).catch((cause: Error) => {
      throw new InvalidInputError(`World.connect: no Temporal server answers at '${address}': ${cause.message}`, {
        cause,
      });
    });
    const native = await NativeConnection.connect({ ...connectionOptions, address });
    const client = new Client({ connection, namespace, dataConverter });
    return new ConnectedWorld(client, connection, native, options);
  }

  /** Real milliseconds since the epoch. */
  now(): number {
    return real.dateNow();
  }

  /** Waits for a real duration: milliseconds, or a text such as '2 seconds'. */
  sleep(duration: number | string): Promise<void> {
    return new Promise((resolve) => void real.setTimeout(resolve, parseDuration(duration, 'world.sleep')));
  }

  /** Starts a worker of `@temporalio/worker`. */
  async createWorker(options: ConnectedWorkerOptions): Promise<ConnectedWorker> {
    const { Worker } = loadWorkerPackage('World.connect needs');
    const { namespace, dataConverter } = this.options;
    const worker = await Worker.create({ namespace, dataConverter, ...options, connection: this.native });
    const running = worker.run();
    const made = {
      shutdown: async () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        await running;
      },
    };
    this.workers.push(made);
    return made;
  }

  /** Shuts the workers down and closes the connections. What runs on the cluster goes on. */
  async dispose(): Promise<void> {
    for (const worker of this.workers.splice(0)) await worker.shutdown();
    await this.connection.close();
    await this.native.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}

/** @param need Begins the sentence that says who needs it. @throws InvalidInputError where it is not installed. */
export function loadWorkerPackage(need: string): RealPackage {
  try {
    return require('@temporalio/worker');
  } catch (cause) {
    throw new InvalidInputError(
      `${need} @temporalio/worker, which is not installed: run \`npm install --save-dev @temporalio/worker\``,
      { cause },
    );
  }
}

/** A world that stands where a test expects a server: with an address, for connections and workers that are made apart from each other. */
import type { Client, ClientOptions, ConnectionLike } from '@temporalio/client';
import { InvalidInputError } from '../base/errors';
import { real } from '../clock/real';
import { currentAmbient } from '../sim/ambient';
import { createClient } from '../sim/client';
import type { WorldOptions } from '../sim/options';
import { holdingTime } from '../sim/outside';
import { partsOf, World } from '../sim/world';
import type { WorldParts } from '../sim/world-parts';
import { Runtime } from './runtime';

export interface EnvironmentOptions {
  /** As on a server: time does not pass over what the test waits for with timers. Or skipped: only over short ones. */
  readonly time: 'local' | 'skipping';
  readonly namespace?: string;
  readonly searchAttributes?: WorldOptions['searchAttributes'];
  /** Where a server would listen, on this machine. Default: nowhere; the address is one that only this process knows. */
  readonly port?: number;
}

/** Timers of a test that are longer than that are guards: skipping time does not wait for them. In milliseconds. */
const SHORT_TIMER_MS = 2_000;
/** Any timer that `setTimeout` can set. */
const ANY_TIMER_MS = 2 ** 31 - 1;
/** Test code may be at work with something else meanwhile; still less than the default time limits of test runners. */
const DEADLOCK_GRACE_MS = 1_500;

/** Of a server, where an address names none. */
const DEFAULT_PORT = 7233;
const DEFAULT_ADDRESS = `127.0.0.1:${DEFAULT_PORT}`;

/** By address, in its full form. */
const environments = new Map<string, Environment>();
let count = 0;
let defaultEnvironment: Promise<Environment> | undefined;

export class Environment {
  private constructor(
    readonly world: World,
    readonly address: string,
    readonly namespace: string | undefined,
  ) {}

  /** @throws InvalidInputError where another environment has the port. */
  static async create({ time, namespace, searchAttributes, port }: EnvironmentOptions): Promise<Environment> {
    const number = ++count;
    const address = port === undefined ? `worldline-${number}:${DEFAULT_PORT}` : `127.0.0.1:${port}`;
    if (environments.has(address)) {
      throw new InvalidInputError(
        `port ${port} is that of a test environment of this process: tear it down first, or leave the port out`,
      );
    }
    const isExplored = currentAmbient() !== undefined;
    const world = await World.create({
      // Tests compare times of workflows with their own clock; an exploration wants each run to be the same.
      startTime: isExplored ? undefined : real.dateNow(),
      seed: isExplored ? undefined : `environment-${number}`,
      namespace,
      searchAttributes,
      onTaskFailure: 'fail-if-it-lasts',
      replay: isExplored ? undefined : 'off',
      outsideTimersMaxMs: time === 'local' ? ANY_TIMER_MS : SHORT_TIMER_MS,
      deadlockGraceMs: DEADLOCK_GRACE_MS,
      logger: forwardingLogger,
    });
    const environment = new Environment(world, address, namespace);
    environments.set(address, environment);
    return environment;
  }

  /**
   * The environment with an address; for the address of a local server, one that the whole process shares.
   * @throws InvalidInputError for any other address.
   */
  static async at(address: string | undefined): Promise<Environment> {
    const full = fullAddress(address);
    const found = environments.get(full);
    if (found) return found;
    if (full === DEFAULT_ADDRESS) {
      defaultEnvironment ??= holdingTime(() => Environment.create({ time: 'local' }));
      return defaultEnvironment;
    }
    const known = [...environments.keys()].map((one) => `'${one}'`).join(', ');
    throw new InvalidInputError(
      `there is no server at '${address}' in this process: give the address of a TestWorkflowEnvironment (${known || 'there is none'}), ` +
        "'localhost:7233' for one that the process shares, or run the tests against a real server with WORLDLINE_TARGET=host:port",
    );
  }

  /** Whether `at` finds an environment there. */
  static isAt(address: string | undefined): boolean {
    const full = fullAddress(address);
    return full === DEFAULT_ADDRESS || environments.has(full);
  }

  /** The same world, seen from another namespace. */
  in(namespace: string): Environment {
    this.addNamespace(namespace);
    return new Environment(this.world, this.address, namespace);
  }

  addNamespace(name: string): void {
    const { server } = this.parts;
    if (!server.namespaces.has(name)) server.addNamespace(name);
  }

  /** A client of the SDK on this environment, with ids from its seed. */
  client(options: ClientOptions, connection: ConnectionLike = this.world.connection): Client {
    return createClient(connection, { namespace: this.namespace ?? 'default', ...options }, this.parts.clientIds);
  }

  get parts(): WorldParts {
    return partsOf(this.world);
  }

  /** Ends the world. What it finds wrong only now goes to the log: a server that is shut down does not fail a test. */
  async dispose(): Promise<void> {
    environments.delete(this.address);
    try {
      await this.world.dispose();
    } catch (error) {
      Runtime.instance().logger.warn('A workflow of a test environment had failed, and no call was told of it', {
        error,
      });
    }
  }
}

/** As the SDK completes an address; this machine has one name. */
function fullAddress(address = DEFAULT_ADDRESS): string {
  const withPort = address.includes(':') ? address : `${address}:${DEFAULT_PORT}`;
  return withPort.replace(/^localhost:/, '127.0.0.1:');
}

/** Whatever logger is installed when something is logged. */
const forwardingLogger = Object.fromEntries(
  (['log', 'trace', 'debug', 'info', 'warn', 'error'] as const).map((name) => [
    name,
    (...args: [never, never]) => Runtime.instance().logger[name](...args),
  ]),
) as unknown as NonNullable<WorldOptions['logger']>;

/** `TestWorkflowEnvironment`, as in `@temporalio/testing`, on a world in place of a server. */
import type {
  AsyncCompletionClient,
  Client,
  ClientOptions,
  ClientPlugin,
  Connection,
  ConnectionPlugin,
  Metadata,
  WorkflowClient,
} from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import type { temporal } from '../base/api';
import { InvalidInputError } from '../base/errors';
import { clientConnection } from '../worker-compat/connection';
import { Environment, type EnvironmentOptions } from '../worker-compat/environment';
import { NativeConnection, type NativeConnectionPlugin, type TLSConfig } from '../worker-compat/native-connection';
import type { ClientOptionsForTestEnv } from './client';
import {
  type DevServerConfig,
  namespacesOf,
  searchAttributesOf,
  type TimeSkippingServerConfig,
} from './server-options';
import { type TargetOptions, targetAddress, targetMembers } from './target';

type Plugins = (ClientPlugin | ConnectionPlugin | NativeConnectionPlugin)[];

export type LocalTestWorkflowEnvironmentOptions = {
  server?: Omit<DevServerConfig, 'type'>;
  client?: ClientOptionsForTestEnv;
  plugins?: Plugins;
};

export type TimeSkippingTestWorkflowEnvironmentOptions = {
  server?: Omit<TimeSkippingServerConfig, 'type'>;
  client?: ClientOptionsForTestEnv;
  plugins?: Plugins;
};

export type ExistingServerConnectionOptions = {
  apiKey?: string;
  metadata?: Metadata;
  tls?: TLSConfig | boolean | null;
};

export type ExistingServerTestWorkflowEnvironmentOptions = {
  /** Default localhost:7233. */
  address?: string;
  /** Default 'default'. */
  namespace?: string;
  connectionOptions?: ExistingServerConnectionOptions;
  client?: ClientOptionsForTestEnv;
  plugins?: Plugins;
};

export type NexusEndpointIdentifier = {
  id: string;
  version: NonNullable<temporal.api.nexus.v1.IEndpoint['version']>;
  raw: temporal.api.nexus.v1.IEndpoint;
};

interface Parts {
  readonly options: { server: object; client?: ClientOptionsForTestEnv; plugins?: Plugins };
  readonly supportsTimeSkipping: boolean;
  readonly environment: Environment;
  /** A server that others use as well: it goes on after `teardown`. */
  readonly isShared?: boolean;
}

/**
 * A world of its own, with a client and connections for workers. Time moves while somebody waits for the future (a result, an update,
 * `env.sleep`, a timer of the test) and nothing can run now; this is one rule for all kinds of environments.
 */
export class TestWorkflowEnvironment {
  readonly namespace?: string;
  readonly connection: Connection;
  readonly client: Client;
  /** @deprecated As in the SDK: use `client.activity`. */
  readonly asyncCompletionClient: AsyncCompletionClient;
  /** @deprecated As in the SDK: use `client.workflow`. */
  readonly workflowClient: WorkflowClient;
  /** For workers. */
  readonly nativeConnection: NativeConnection;
  readonly options: Parts['options'];
  readonly supportsTimeSkipping: boolean;
  /** Connections of this process find the environment by it; nothing listens there. */
  readonly address: string;
  readonly connectionOptions: ExistingServerConnectionOptions = {};
  protected readonly environment: Environment;
  private readonly isShared: boolean;

  protected constructor({ options, supportsTimeSkipping, environment, isShared = false }: Parts) {
    const plugins = options.plugins ?? [];
    this.options = options;
    this.supportsTimeSkipping = supportsTimeSkipping;
    this.environment = environment;
    this.isShared = isShared;
    this.namespace = environment.namespace;
    this.address = environment.address;
    this.connection = clientConnection(environment, { plugins, hasTestService: supportsTimeSkipping });
    this.nativeConnection = NativeConnection.to(environment, plugins as NativeConnectionPlugin[], supportsTimeSkipping);
    const clientOptions: ClientOptions = { plugins: [...plugins] as ClientPlugin[], ...options.client };
    this.client = environment.client(clientOptions, this.connection);
    this.asyncCompletionClient = this.client.activity;
    this.workflowClient = this.client.workflow;
  }

  /** An environment whose time skips to the next event while somebody waits. */
  static async createTimeSkipping(
    options: TimeSkippingTestWorkflowEnvironmentOptions = {},
  ): Promise<TestWorkflowEnvironment> {
    const target = targetAddress();
    if (target) return onTarget(this, target, options);
    const environment = await Environment.create({ time: 'skipping', port: options.server?.port });
    const server = { type: 'time-skipping', ...options.server };
    return new this({ options: { ...options, server }, supportsTimeSkipping: true, environment });
  }

  /**
   * An environment that stands for a development server. Time skips here, too; only timers of the test itself take their time.
   * @throws InvalidInputError for search attributes that are no such.
   */
  static async createLocal(options: LocalTestWorkflowEnvironmentOptions = {}): Promise<TestWorkflowEnvironment> {
    const server: DevServerConfig = { type: 'dev-server', ...options.server };
    const target = targetAddress();
    if (target) {
      const { namespace } = server;
      const namespaces = [...(namespace ? [namespace] : []), ...namespacesOf(server)];
      const needs = { namespaces, searchAttributes: searchAttributesOf(server) };
      return onTarget(this, target, { ...options, namespace, needs });
    }
    const environment = await createLocalEnvironment(server);
    return new this({ options: { ...options, server }, supportsTimeSkipping: false, environment });
  }

  /**
   * The environment at an address of this process: of another environment, or the one at localhost:7233 that the process shares.
   * @throws InvalidInputError for the address of a real server: run the tests with WORLDLINE_TARGET to use one.
   */
  static async createFromExistingServer(
    options: ExistingServerTestWorkflowEnvironmentOptions = {},
  ): Promise<TestWorkflowEnvironment> {
    const { address, namespace = 'default', connectionOptions, ...rest } = options;
    const target = targetAddress();
    if (target) return onTarget(this, address ?? target, options);
    const environment = (await Environment.at(address)).in(namespace);
    const parts = { options: { ...rest, server: { type: 'existing' } }, supportsTimeSkipping: false, environment };
    return Object.assign(new this({ ...parts, isShared: true }), { connectionOptions: connectionOptions ?? {} });
  }

  /** Ends the environment. Calls that still wait are rejected. */
  async teardown(): Promise<void> {
    await this.connection.close();
    if (!this.isShared) await this.environment.dispose();
  }

  /** Waits for a virtual duration: milliseconds, or a text such as '30 days'. Also for activities and for code that lost its `this`. */
  sleep = (durationMs: Duration): Promise<void> => this.environment.world.sleep(durationMs);

  /** The environment's time, in milliseconds since the epoch. It begins with the real time. */
  currentTimeMs = async (): Promise<number> => this.environment.world.now();

  /** @throws ServiceError: worldline has no Nexus operations. */
  async createNexusEndpoint(name: string, taskQueue: string): Promise<NexusEndpointIdentifier> {
    const target = { worker: { namespace: this.namespace ?? 'default', taskQueue } };
    const { endpoint } = await this.connection.operatorService.createNexusEndpoint({ spec: { name, target } });
    if (!endpoint?.id || !endpoint.version) throw new TypeError('Unexpected response from createNexusEndpoint');
    return { id: endpoint.id, version: endpoint.version, raw: endpoint };
  }

  /** @throws ServiceError: worldline has no Nexus operations. */
  async deleteNexusEndpoint({ id, version }: Pick<NexusEndpointIdentifier, 'id' | 'version'>): Promise<void> {
    await this.connection.operatorService.deleteNexusEndpoint({ id, version });
  }
}

/** The same class, on a real server. */
async function onTarget(
  type: { readonly prototype: TestWorkflowEnvironment },
  address: string,
  options: TargetOptions,
): Promise<TestWorkflowEnvironment> {
  return Object.assign(Object.create(type.prototype), await targetMembers(address, options));
}

async function createLocalEnvironment(server: DevServerConfig): Promise<Environment> {
  const { namespace, port } = server;
  if (namespace !== undefined && (typeof namespace !== 'string' || namespace === '')) {
    throw new InvalidInputError(`createLocal: server.namespace is ${JSON.stringify(namespace)}; it must be a name`);
  }
  const options: EnvironmentOptions = { time: 'local', namespace, searchAttributes: searchAttributesOf(server), port };
  const environment = await Environment.create(options);
  for (const name of namespacesOf(server)) environment.addNamespace(name);
  return environment;
}

/** The connection of workers, as in `@temporalio/worker`. */
import type { AsyncLocalStorage } from 'node:async_hooks';
import {
  type CallContext,
  type ConnectionLike,
  type HealthService,
  InternalConnectionLikeSymbol,
  type Metadata,
  type OperatorService,
  type TestService,
  type WorkflowService,
} from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { IllegalStateError } from '@temporalio/common';
import { connectTo, environmentOf } from './connection';
import { Environment } from './environment';

export interface TLSConfig {
  serverNameOverride?: string;
  serverRootCACertificate?: Uint8Array;
  clientCertPair?: { crt: Uint8Array; key: Uint8Array; passphrase?: string };
}

export interface ProxyConfig {
  type: 'http-connect';
  targetHost: string;
  basicAuth?: { username: string; password: string };
}

export interface DNSLoadBalancingConfig {
  resolutionInterval: Duration;
}

export type GrpcCompressionConfig = { codec: 'gzip' } | { codec: 'none' };

/** Only `address` and `plugins` have an effect: nothing goes over a network. */
export interface NativeConnectionOptions {
  /** Of a test environment of this process. Default: one that stands at localhost:7233 for the whole process. */
  address?: string;
  tls?: TLSConfig | boolean | null;
  proxy?: ProxyConfig;
  dnsLoadBalancingConfig?: DNSLoadBalancingConfig | null;
  grpcCompression?: GrpcCompressionConfig;
  metadata?: Metadata;
  apiKey?: string;
  disableErrorCodeMetricTags?: boolean;
  payloadLimits?: { payloadsWarnSize?: number; memoWarnSize?: number };
  plugins?: NativeConnectionPlugin[];
}

export interface NativeConnectionPlugin {
  get name(): string;
  configureNativeConnection?(options: NativeConnectionOptions): NativeConnectionOptions;
}

/** The workers that use a connection: it may not be closed under them. */
const users = new WeakMap<NativeConnection, Set<object>>();

export function workersOf(connection: NativeConnection): Set<object> {
  let set = users.get(connection);
  if (!set) {
    set = new Set();
    users.set(connection, set);
  }
  return set;
}

// The members of the interface stand on each instance, put there by `connectTo`.
export interface NativeConnection {
  readonly workflowService: WorkflowService;
  readonly operatorService: OperatorService;
  readonly healthService: HealthService;
  readonly testService: TestService | undefined;
  readonly plugins: NativeConnectionPlugin[];
  readonly callContextStorage: AsyncLocalStorage<CallContext>;
  ensureConnected(): Promise<void>;
  withDeadline<T>(deadline: number | Date, fn: () => Promise<T>): Promise<T>;
  withMetadata<T>(metadata: Metadata, fn: () => Promise<T>): Promise<T>;
  withAbortSignal<T>(abortSignal: AbortSignal, fn: () => Promise<T>): Promise<T>;
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see the comment on the interface
export class NativeConnection implements ConnectionLike {
  protected constructor(environment: Environment, plugins: readonly NativeConnectionPlugin[], hasTestService: boolean) {
    connectTo(this, environment, { plugins, hasTestService, startsEagerly: true });
    // Clients take it to mean that a workflow may be started together with its first task.
    Object.defineProperty(this, InternalConnectionLikeSymbol, { value: { supportsEagerStart: true } });
    Object.defineProperty(this, 'close', { value: () => this.closeUnused(), configurable: true, writable: true });
  }

  /** A connection to an environment that exists: what `testEnv.nativeConnection` is. */
  static to(
    environment: Environment,
    plugins: readonly NativeConnectionPlugin[],
    hasTestService: boolean,
  ): NativeConnection {
    return new NativeConnection(environment, plugins, hasTestService);
  }

  /** @throws InvalidInputError for an address at which this process has no environment. */
  static async connect(options: NativeConnectionOptions = {}): Promise<NativeConnection> {
    const plugins = options.plugins ?? [];
    let configured = options;
    for (const plugin of plugins) configured = plugin.configureNativeConnection?.(configured) ?? configured;
    return new NativeConnection(await Environment.at(configured.address), plugins, false);
  }

  /** @deprecated As in the SDK: use `connect`. */
  static create(options?: NativeConnectionOptions): Promise<NativeConnection> {
    return NativeConnection.connect(options);
  }

  /** @throws IllegalStateError while workers use the connection. */
  close(): Promise<void> {
    return this.closeUnused();
  }

  async setMetadata(_metadata: Metadata): Promise<void> {}

  async setApiKey(_apiKey: string): Promise<void> {}

  private async closeUnused(): Promise<void> {
    if (workersOf(this).size > 0) {
      throw new IllegalStateError('Cannot close connection while Workers hold a reference to it');
    }
  }
}

/** @throws TypeError where it is a connection of the SDK's, or none. */
export function environmentOfWorker(connection: NativeConnection): Environment {
  const environment = environmentOf(connection);
  if (environment) return environment;
  throw new TypeError(
    'Worker.create: connection is not a connection of worldline; give testEnv.nativeConnection, or what NativeConnection.connect of worldline/worker gives',
  );
}

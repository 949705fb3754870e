/** Connections to an environment, in the shapes of the SDK's `Connection` and `NativeConnection`. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type CallContext,
  Connection,
  type ConnectionLike,
  type ConnectionPlugin,
  type HealthService,
  type Metadata,
  type OperatorService,
  type TestService,
  type WorkflowService,
} from '@temporalio/client';
import { durationToMs, msToTimestamp } from '../base/api';
import type { Environment } from './environment';
import { overWire } from './wire';

type Duration = Parameters<typeof durationToMs>[0];

/** What both kinds of connection have. */
export interface EnvironmentConnection extends ConnectionLike {
  readonly workflowService: WorkflowService;
  readonly operatorService: OperatorService;
  readonly healthService: HealthService;
  /** Undefined where time is not skipped, as on a real server. */
  readonly testService: TestService | undefined;
  readonly callContextStorage: AsyncLocalStorage<CallContext>;
  withApiKey<T>(apiKey: string, fn: () => Promise<T>): Promise<T>;
  setApiKey(apiKey: unknown): void;
}

export interface ConnectionFeatures {
  readonly plugins?: readonly object[];
  readonly hasTestService?: boolean;
  /** As of workers: a workflow may be started together with its first task. */
  readonly startsEagerly?: boolean;
}

const environments = new WeakMap<object, Environment>();

/** The environment that a connection leads to; undefined where it is none of this process's. */
export function environmentOf(connection: object): Environment | undefined {
  return environments.get(connection);
}

/** Makes an object a connection to an environment. */
export function connectTo(target: object, environment: Environment, features: ConnectionFeatures): void {
  const connection = environment.world.connection.another();
  const withMetadata = <T>(metadata: Metadata, fn: () => Promise<T>) => connection.withMetadata(metadata, fn);
  const workflowService = overWire(connection.workflowService, 'workflowservice');
  const members: EnvironmentConnection & { options: object } = {
    workflowService: features.startsEagerly ? withEagerStart(workflowService, environment) : workflowService,
    operatorService: overWire(connection.operatorService as OperatorService, 'operatorservice'),
    healthService: { check: async () => ({ status: SERVING }) } as unknown as HealthService,
    testService: features.hasTestService ? testService(environment) : undefined,
    plugins: [...(features.plugins ?? [])] as ConnectionPlugin[],
    options: { address: environment.address, metadata: {}, plugins: [...(features.plugins ?? [])] },
    callContextStorage: new AsyncLocalStorage(),
    close: async () => {},
    ensureConnected: async () => {},
    withDeadline: (deadline, fn) => connection.withDeadline(deadline, fn),
    withAbortSignal: (signal, fn) => connection.withAbortSignal(signal, fn),
    withMetadata,
    withApiKey: (apiKey, fn) => withMetadata({ Authorization: `Bearer ${apiKey}` }, fn),
    // There is nobody whom a key would have to convince.
    setApiKey: () => undefined,
  };
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  }
  environments.set(target, environment);
}

/** A connection that is also `instanceof Connection`. */
export function clientConnection(environment: Environment, features: ConnectionFeatures = {}): Connection {
  const connection: object = Object.create(Connection.prototype);
  connectTo(connection, environment, features);
  return connection as Connection;
}

/**
 * A worker of this process gets the first task of a workflow at the instant of its start anyway; where it was asked for, the answer says
 * so, as if the task had come with it.
 */
function withEagerStart(service: WorkflowService, { parts }: Environment): WorkflowService {
  const start = service.startWorkflowExecution;
  const startWorkflowExecution = async (request: Parameters<typeof start>[0]) => {
    const answer = await start(request);
    const isServed = parts.workers.list.some(
      ({ taskQueue, current }) => taskQueue === request.taskQueue?.name && current?.workflowWorker !== undefined,
    );
    return request.requestEagerExecution && isServed ? Object.assign(answer, { eagerWorkflowTask: {} }) : answer;
  };
  return { ...service, startWorkflowExecution } as WorkflowService;
}

/** `ServingStatus` of gRPC's health service. */
const SERVING = 1;

/**
 * The test service of Temporal's time-skipping server. Time moves by itself while somebody waits, so locks have nothing to lock:
 * they are accepted, and never counted, so that none is left over.
 */
function testService({ world }: Environment): TestService {
  const sleep = async ({ duration }: { duration?: Duration }) => {
    await world.sleep(durationToMs(duration));
    return {};
  };
  const service = {
    lockTimeSkipping: async () => ({}),
    unlockTimeSkipping: async () => ({}),
    sleep,
    unlockTimeSkippingWithSleep: sleep,
    sleepUntil: async ({ timestamp }: { timestamp?: Duration }) => {
      await world.sleep(Math.max(0, durationToMs(timestamp) - world.now()));
      return {};
    },
    getCurrentTime: async () => ({ time: msToTimestamp(world.now()) }),
  };
  return service as unknown as TestService;
}

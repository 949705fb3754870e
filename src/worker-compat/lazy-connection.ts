/** Connections of `@temporalio/client` to addresses of this process. */
import { Connection, type ConnectionOptions } from '@temporalio/client/lib/connection';
import { leadsOut } from '../sim/cluster/outward';
import { clientConnection } from './connection';
import { Environment } from './environment';

let isAnswering = false;

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * From now on the SDK's own `Connection.connect`, `Connection.lazy` and `new Client()` lead to environments of this process where their
 * address is one: that of an environment, or localhost:7233, for the one that the process shares. So a client is where workers are that
 * were made for the same address. Any other address is left to the SDK, and so are all with WORLDLINE_TARGET and those of `World.connect`.
 */
export function answerConnections(): void {
  if (isAnswering) return;
  isAnswering = true;
  const lazy = Connection.lazy;
  // `connect` calls it, and so do clients that are given no connection.
  Connection.lazy = function (this: typeof Connection, options: ConnectionOptions = {}): Connection {
    if (process.env.WORLDLINE_TARGET || leadsOut(options) || !Environment.isAt(options.address))
      return lazy.call(this, options);
    let configured = options;
    for (const plugin of options.plugins ?? []) configured = plugin.configureConnection?.(configured) ?? configured;
    return Environment.isAt(configured.address) ? connectionTo(configured) : lazy.call(this, options);
  };
}

/** The environment is looked for, or made, with the first call: `lazy` gives a connection at once. */
function connectionTo({ address, plugins = [] }: ConnectionOptions): Connection {
  let found: Promise<Connection> | undefined;
  const connection = () => {
    found ??= Environment.at(address).then((environment) => clientConnection(environment, { plugins }));
    return found;
  };
  const service = (name: 'workflowService' | 'operatorService' | 'healthService') =>
    new Proxy(
      {},
      {
        get: (_, method: string) => async (request: unknown) => {
          const methods = (await connection())[name] as unknown as Record<string, Method>;
          return methods[method]!(request);
        },
      },
    );
  const within =
    (name: 'withDeadline' | 'withAbortSignal' | 'withMetadata' | 'withApiKey'): Method =>
    async (...args) =>
      ((await connection())[name] as Method)(...args);
  const members = {
    workflowService: service('workflowService'),
    operatorService: service('operatorService'),
    healthService: service('healthService'),
    testService: undefined,
    plugins,
    options: { address, plugins, metadata: {} },
    close: async () => {},
    ensureConnected: async () => void (await connection()),
    withDeadline: within('withDeadline'),
    withAbortSignal: within('withAbortSignal'),
    withMetadata: within('withMetadata'),
    withApiKey: within('withApiKey'),
    setApiKey: () => undefined,
  };
  return Object.create(Connection.prototype, Object.getOwnPropertyDescriptors(members));
}

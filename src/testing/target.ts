/** Test environments on a real server: with WORLDLINE_TARGET=host:port the same tests run there, on `@temporalio/worker`. */
import { Client, type ClientPlugin, Connection, type ConnectionPlugin } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { parseDuration } from '../base/duration';
import { InvalidInputError } from '../base/errors';
import { real } from '../clock/real';
import { ensureNamespace, ensureSearchAttributes } from '../sim/cluster/namespaces';
import { loadWorkerPackage } from '../sim/cluster/worker-package';
import type { WorldOptions } from '../sim/options';
import type { ClientOptionsForTestEnv } from './client';

type SearchAttributes = NonNullable<WorldOptions['searchAttributes']>;

export interface TargetOptions {
  readonly namespace?: string;
  /** Made where they are not there yet: what a test would give to a server that it starts itself. */
  readonly needs?: { readonly namespaces: readonly string[]; readonly searchAttributes: SearchAttributes };
  readonly client?: ClientOptionsForTestEnv;
  readonly plugins?: readonly object[];
  readonly connectionOptions?: object;
}

/** The server that tests are to run on; undefined: they run in worldline. */
export function targetAddress(): string | undefined {
  return process.env.WORLDLINE_TARGET || undefined;
}

/** What a test environment has, on a real server. Time is the real one: `sleep` takes as long as it says. */
export async function targetMembers(address: string, options: TargetOptions): Promise<object> {
  const { namespace = 'default', plugins = [], connectionOptions = {}, needs } = options;
  const connection = await connect(address, { ...connectionOptions, plugins: [...plugins] as ConnectionPlugin[] });
  for (const name of needs?.namespaces ?? []) await ensureNamespace(connection, name);
  if (needs) await ensureSearchAttributes(connection, namespace, needs.searchAttributes);
  const { NativeConnection } = loadWorkerPackage('WORLDLINE_TARGET runs tests with');
  const nativeConnection = await NativeConnection.connect({
    ...connectionOptions,
    address,
    plugins: [...plugins] as never,
  });
  const client = new Client({ connection, namespace, plugins: [...plugins] as ClientPlugin[], ...options.client });
  return {
    namespace,
    address,
    connection,
    nativeConnection,
    client,
    asyncCompletionClient: client.activity,
    workflowClient: client.workflow,
    supportsTimeSkipping: false,
    options,
    connectionOptions,
    sleep: async (duration: Duration) => void (await real.promises.setTimeout(parseDuration(duration, 'env.sleep'))),
    currentTimeMs: async () => real.dateNow(),
    teardown: async () => {
      await connection.close();
      await nativeConnection.close();
    },
  };
}

async function connect(address: string, options: object): Promise<Connection> {
  try {
    return await Connection.connect({ ...options, address });
  } catch (cause) {
    throw new InvalidInputError(
      `WORLDLINE_TARGET is '${address}', and no Temporal server answers there: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** The world's own client: the SDK's real one, with an identity and ids that are the same in every process. */
import type { Client, ClientOptions, ConnectionLike, WorkflowClientInterceptor } from '@temporalio/client';
import type { IdSource } from '../base/ids';

export function createClient(connection: ConnectionLike, options: ClientOptions, ids: IdSource): Client {
  // Loaded here, since the client package takes longer to load than everything else together.
  const { Client, isGrpcServiceError } = require('@temporalio/client') as typeof import('@temporalio/client');
  const own: WorkflowClientInterceptor = {
    // The client would draw a random id, which would stand in the history.
    startUpdate: (input, next) => {
      const updateId = input.options?.updateId ?? ids.uuid();
      return next({ ...input, options: { ...input.options, updateId } });
    },
  };
  const given = options.interceptors?.workflow;
  const client = new Client({
    identity: 'client@worldline',
    ...options,
    connection,
    interceptors: {
      ...options.interceptors,
      workflow: Array.isArray(given) || given === undefined ? [...(given ?? []), own] : given,
    },
  });
  passThrough(client.workflow, isGrpcServiceError);
  return client;
}

/**
 * Errors of worldline, and those of the user's code that end a world, reach the caller as they are, not wrapped in "Unexpected error
 * while making gRPC request".
 */
function passThrough(workflow: Client['workflow'], isAnswer: (error: unknown) => boolean): void {
  const patched = workflow as unknown as { rethrowGrpcError(error: unknown, ...rest: unknown[]): never };
  const original = patched.rethrowGrpcError.bind(workflow);
  patched.rethrowGrpcError = (error, ...rest) => {
    if (!isAnswer(error)) throw error;
    return original(error, ...rest);
  };
}

/** What a method of the service is, and what all of them need. */
import type { Execution } from '../execution/execution';
import { isTooLong, UUID } from '../policy/names';
import type { Server } from '../server';
import { invalidArgument, workflowNotFound } from '../status';

/** One call of the service. */
export interface Call {
  /**
   * Waits for something that may only happen in the future; the world then moves time for it. `register` is given a function to
   * end the wait with, and gives one to take the wait back (the caller went away).
   */
  wait<T>(wait: Wait<T>): Promise<T>;
  /** When the caller gives up, in virtual milliseconds; undefined: never. */
  readonly deadline: number | undefined;
}

export interface Wait<T> {
  /** What is waited for, for error texts. */
  describe(): string;
  /** The run that can end the wait. */
  readonly execution?: Execution;
  register(settle: (outcome: { value: T } | { error: Error }) => void): () => void;
}

export type RpcHandler = (server: Server, request: any, call: Call) => unknown;

/** Gives the handler's own types to a method and hides them from the table. */
export function rpc<Request, Response>(
  handler: (server: Server, request: Request, call: Call) => Response | Promise<Response>,
): RpcHandler {
  return handler;
}

interface ExecutionRef {
  workflowId?: string | null;
  runId?: string | null;
}

/** The run that a request names. Throws the server's statuses for what is missing or malformed. */
export function findExecution(
  server: Server,
  namespaceName: string | null | undefined,
  ref: ExecutionRef | null | undefined,
): Execution {
  const namespace = server.namespace(namespaceName);
  if (!ref) throw invalidArgument('Execution is not set on request.');
  const { workflowId, runId } = ref;
  if (!workflowId) throw invalidArgument('WorkflowId is not set on request.');
  if (runId && !UUID.test(runId)) throw invalidArgument('Invalid RunId.');
  const execution = namespace.find(workflowId, runId);
  if (!execution) throw workflowNotFound(workflowId, runId);
  return execution;
}

/** @throws INVALID_ARGUMENT where an id or a name of a request is longer than the server takes. */
export function checkLength(text: string | null | undefined, what: string): void {
  if (text && isTooLong(text)) throw invalidArgument(`${what} length exceeds limit.`);
}

/** The connection under a client: service methods that are plain functions, each call a step of the world. */
import type { ConnectionLike, Metadata } from '@temporalio/client';
import type { temporal } from '../base/api';
import { DisposedError } from '../base/errors';
import { stepText } from '../base/step';
import type { VirtualClock } from '../clock/virtual-clock';
import { OPERATOR_SERVICE, WORKFLOW_SERVICE } from '../server/rpc';
import type { Call, RpcHandler, Wait } from '../server/rpc/rpc';
import type { Server } from '../server/server';
import { cancelled, deadlineExceeded } from '../server/status';
import { type CallOptions, currentCallOptions, timeLeft, withCallOptions } from './call-options';
import type { Loop } from './loop';
import type { Waiter, Waits } from './waits';

export interface ConnectionHost {
  readonly server: Server;
  readonly clock: VirtualClock;
  readonly loop: Loop;
  readonly waits: Waits;
  isDisposed(): boolean;
  /** The server has taken a call. */
  called?(name: string, request: unknown, handler: RpcHandler): void;
  /** Which number a call has among those that ask for the same; absent: nobody wants to know. */
  numberOf?(name: string, request: unknown): number;
  /** The caller of a request goes on. */
  answered?(): void;
  /** Set where a run has failed in a way that ends every call that waits for it. */
  failureOf(waiter: Waiter): Error | undefined;
  /** Runs between the end of a wait and its caller: checks of a run that has just closed. */
  beforeAnswer(waiter: Waiter): Promise<void> | undefined;
}

type CallService = (name: string, handler: RpcHandler, request: unknown) => Promise<unknown>;

const CALL = Symbol('call');

/**
 * A service is an object with a function for each method, made when it is first asked for: a world calls few of more than a hundred.
 * Whoever only looks at it (a printer, a comparison, `await`) calls nothing.
 */
function serviceFactory(methods: Readonly<Record<string, RpcHandler>>): (call: CallService) => object {
  const prototype = {};
  for (const [name, handler] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, {
      enumerable: true,
      get(this: { [CALL]: CallService }) {
        const { [CALL]: call } = this;
        const method = (request: unknown) => call(name, handler, request);
        Object.defineProperty(this, name, { value: method });
        return method;
      },
    });
  }
  return (call) => Object.defineProperty(Object.create(prototype), CALL, { value: call });
}

const createWorkflowService = serviceFactory(WORKFLOW_SERVICE);
const createOperatorService = serviceFactory(OPERATOR_SERVICE);

export class WorldConnection implements ConnectionLike {
  readonly workflowService: ConnectionLike['workflowService'];
  readonly operatorService: ConnectionLike['operatorService'];
  readonly plugins: ConnectionLike['plugins'] = [];

  constructor(private readonly host: ConnectionHost) {
    const call: CallService = (name, handler, request) => this.call(name, handler, request);
    this.workflowService = createWorkflowService(call) as ConnectionLike['workflowService'];
    this.operatorService = createOperatorService(call) as ConnectionLike['operatorService'];
  }

  /** Another connection to the same world: deadlines, signals and metadata of the one mean nothing for the other. */
  another(): WorldConnection {
    return new WorldConnection(this.host);
  }

  async close(): Promise<void> {}

  async ensureConnected(): Promise<void> {}

  withDeadline<T>(deadline: number | Date, fn: () => Promise<T>): Promise<T> {
    return withCallOptions(this, { timeoutMs: timeLeft(deadline) }, fn);
  }

  withMetadata<T>(metadata: Metadata, fn: () => Promise<T>): Promise<T> {
    return withCallOptions(this, { metadata: { ...currentCallOptions(this).metadata, ...metadata } }, fn);
  }

  withAbortSignal<T>(signal: AbortSignal, fn: () => Promise<T>): Promise<T> {
    return withCallOptions(this, { signal }, fn);
  }

  private call(name: string, handler: RpcHandler, request: unknown): Promise<unknown> {
    const { host } = this;
    if (host.isDisposed()) return Promise.reject(new DisposedError(`the call ${name}`));
    const options = currentCallOptions(this);
    if (options.signal?.aborted) return Promise.reject(cancelled(ABORTED));
    return new Promise((resolve, reject) => {
      const workflowId = workflowIdOf(request);
      // Until it reaches the server it is one of those that the end of the world must tell.
      const waiter: Waiter = {
        describe: () => stepText({ kind: 'request', what: name, workflowId }),
        fail: reject,
      };
      const goesOn =
        <T>(go: (outcome: T) => void) =>
        (outcome: T) => {
          host.answered?.();
          go(outcome);
        };
      host.waits.add(waiter);
      const number = host.numberOf?.(name, request);
      host.loop.post({
        kind: 'request',
        content: () => [request, number],
        workflowId,
        what: name,
        drains: true,
        run: () => {
          host.waits.remove(waiter);
          try {
            const answer = handler(host.server, request, this.callFor(options));
            host.called?.(name, request, handler);
            if (answer instanceof Promise) answer.then(goesOn(resolve), goesOn(reject));
            else goesOn(resolve)(answer);
          } catch (error) {
            goesOn(reject)(error);
          }
        },
      });
    });
  }

  private callFor(options: CallOptions): Call {
    const { host } = this;
    const deadline = options.timeoutMs === undefined ? undefined : host.clock.now() + options.timeoutMs;
    return { deadline, wait: (wait) => this.wait(wait, options, deadline) };
  }

  private wait<T>(wait: Wait<T>, { signal }: CallOptions, deadline: number | undefined): Promise<T> {
    const { host } = this;
    return new Promise<T>((resolve, reject) => {
      let over = false;
      let unregister: (() => void) | undefined;
      const waiter: Waiter = {
        describe: wait.describe,
        execution: wait.execution,
        fail: (error) => end(() => reject(error)),
      };
      const end = (finish: () => void) => {
        if (over) return;
        over = true;
        host.waits.remove(waiter);
        unregister?.();
        if (timer) host.clock.cancel(timer);
        signal?.removeEventListener('abort', onAbort);
        finish();
      };
      const onAbort = () => waiter.fail(cancelled(ABORTED));
      signal?.addEventListener('abort', onAbort);
      const timer =
        deadline === undefined
          ? undefined
          : host.clock.schedule(deadline, () => {
              host.loop.codeRan = true;
              waiter.fail(deadlineExceeded('Deadline exceeded'));
            });
      const failure = host.failureOf(waiter);
      if (failure) {
        waiter.fail(failure);
        return;
      }
      host.waits.add(waiter);
      unregister = wait.register((outcome) => {
        const checks = host.beforeAnswer(waiter);
        const answer = () => end(() => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value)));
        if (checks) checks.then(answer, (error) => waiter.fail(error));
        else answer();
      });
      host.loop.wake();
    });
  }
}

/** What gRPC says, whatever the reason of the signal. */
const ABORTED = 'Cancelled on client';

/** The workflow that a request is about, where it says so. */
function workflowIdOf(request: unknown): string | undefined {
  const { workflowId, workflowExecution, execution } = (request ?? {}) as {
    workflowId?: string;
    workflowExecution?: temporal.api.common.v1.IWorkflowExecution;
    execution?: temporal.api.common.v1.IWorkflowExecution;
  };
  return workflowId ?? workflowExecution?.workflowId ?? execution?.workflowId ?? undefined;
}

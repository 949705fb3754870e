/** The errors of a worker, as `@temporalio/worker` names them: `instanceof` works across both packages. */
import { IllegalStateError } from '@temporalio/common';

/** Gives a class the name of the SDK's, and an `instanceof` that goes by it. */
function named<T extends abstract new (...args: any[]) => Error>(name: string, type: T): T {
  const isOne = Symbol.for(`__temporal_is${name}`);
  Object.defineProperty(type.prototype, 'name', { value: name, enumerable: true });
  Object.defineProperty(type.prototype, isOne, { value: true, enumerable: false });
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, error: unknown) {
      if (this !== type) return Function.prototype[Symbol.hasInstance].call(this as never, error);
      return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[isOne] === true;
    },
  });
  return type;
}

/** The worker has been shut down. Of a real worker's core; worldline never throws it. */
export class ShutdownError extends Error {}
/** The connection does not work. */
export class TransportError extends Error {}
/** Of a real worker's core; worldline never throws it. */
export class UnexpectedError extends Error {}

/** Activities of a worker have not ended within its `shutdownForceTime`. */
export class GracefulShutdownPeriodExpiredError extends Error {}

/** A promise of workflow code was rejected, and nobody handled it. */
export class UnhandledRejectionError extends Error {
  constructor(
    message: string,
    override readonly cause: unknown,
  ) {
    super(message);
  }
}

/** Both causes of a `CombinedWorkerRunError`. */
export interface CombinedWorkerRunErrorCause {
  /** What `run()` threw. */
  workerError: unknown;
  /** What the promise of `runUntil` was rejected with. */
  innerError: unknown;
}

/** In `Worker.runUntil`, both the worker and the promise have failed. */
export class CombinedWorkerRunError extends Error {
  override readonly cause: CombinedWorkerRunErrorCause;

  constructor(message: string, { cause }: { cause: CombinedWorkerRunErrorCause }) {
    super(message);
    this.cause = cause;
  }
}

/** In `Worker.runUntil`, the worker has stopped before the promise was settled. */
export class PromiseCompletionTimeoutError extends Error {}

/** Workflow code cannot be replayed; a difference to the history is a `DeterminismViolationError`. */
export class ReplayError extends Error {}

named('ShutdownError', ShutdownError);
named('TransportError', TransportError);
named('UnexpectedError', UnexpectedError);
named('GracefulShutdownPeriodExpiredError', GracefulShutdownPeriodExpiredError);
named('UnhandledRejectionError', UnhandledRejectionError);
named('CombinedWorkerRunError', CombinedWorkerRunError);
named('PromiseCompletionTimeoutError', PromiseCompletionTimeoutError);
named('ReplayError', ReplayError);

/** @deprecated As in the SDK: import the classes themselves. */
export const errors = {
  IllegalStateError,
  ShutdownError,
  TransportError,
  UnexpectedError,
  GracefulShutdownPeriodExpiredError,
};

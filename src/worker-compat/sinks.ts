/** Sinks of a worker, as in `@temporalio/worker`. */
import type { Sink, SinkFunction, Sinks, WorkflowInfo } from '@temporalio/workflow';

export interface InjectedSinkFunction<F extends SinkFunction> {
  fn(info: WorkflowInfo, ...args: Parameters<F>): void | Promise<void>;
  /** Default false: not called while history is replayed. */
  callDuringReplay?: boolean;
}

export type InjectedSink<T extends Sink> = { [P in keyof T]: InjectedSinkFunction<T[P]> };

/** The functions that workflow code calls with `proxySinks`. */
export type InjectedSinks<T extends Sinks> = { [P in keyof T]: InjectedSink<T[P]> };

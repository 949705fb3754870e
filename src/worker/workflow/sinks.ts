import type { Logger, LogLevel } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { SinkCall } from '../sdk/activation';

/** A sink function as the worker's option `sinks` has it. */
export interface InjectedSinkFunction {
  fn(info: WorkflowInfo, ...args: any[]): void | Promise<void>;
  /** Default false: not called while history is replayed. */
  callDuringReplay?: boolean;
}

export type InjectedSinks = Readonly<Record<string, Readonly<Record<string, InjectedSinkFunction>>>>;

const LOGGER_SINKS: ReadonlySet<string> = new Set(['__temporal_logger', 'defaultWorkerLogger']);

/**
 * Calls the sinks for what workflow code sent to them. A sink that throws, or that nobody registered, is an error in the log
 * and nothing else, as in the real worker. Calls of workflow `log` go to the logger. Undefined: nothing is left to wait for.
 */
export function callSinks(
  calls: readonly SinkCall[],
  sinks: InjectedSinks | undefined,
  logger: Logger | undefined,
  isReplayWorker: boolean,
): Promise<unknown> | undefined {
  const pending: Promise<void>[] = [];
  for (const call of calls) {
    const { ifaceName, fnName, args, workflowInfo } = call;
    const replayed = isReplayWorker || workflowInfo.unsafe.isReplayingHistoryEvents;
    const sink = sinks?.[ifaceName]?.[fnName];
    if (sink) {
      if (!replayed || sink.callDuringReplay) pending.push(callSink(sink, call, logger));
    } else if (!LOGGER_SINKS.has(ifaceName)) {
      logger?.error('Workflow referenced an unregistered external sink', attributesOf(call));
    } else if (!replayed) {
      logger?.log(fnName.toUpperCase() as LogLevel, args[0], args[1]);
    }
  }
  return pending.length > 0 ? Promise.all(pending) : undefined;
}

async function callSink(sink: InjectedSinkFunction, call: SinkCall, logger: Logger | undefined): Promise<void> {
  const { workflowInfo } = call;
  try {
    await sink.fn(workflowInfo, ...call.args);
  } catch (error) {
    logger?.error('External sink function threw an error', { ...attributesOf(call), error, workflowInfo });
  }
}

function attributesOf({ ifaceName, fnName, workflowInfo: { workflowId, runId } }: SinkCall): Record<string, unknown> {
  return { ifaceName, fnName, workflowId, runId };
}

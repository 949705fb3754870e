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
 * and nothing else, as in the real worker. Calls of workflow `log` go to the logger.
 */
export async function callSinks(
  calls: readonly SinkCall[],
  sinks: InjectedSinks | undefined,
  logger: Logger | undefined,
  isReplayWorker: boolean,
): Promise<void> {
  await Promise.all(
    calls.map(async ({ ifaceName, fnName, args, workflowInfo }) => {
      const replayed = isReplayWorker || workflowInfo.unsafe.isReplayingHistoryEvents;
      const sink = sinks?.[ifaceName]?.[fnName];
      if (sink === undefined && LOGGER_SINKS.has(ifaceName)) {
        if (!replayed) logger?.log(fnName.toUpperCase() as LogLevel, args[0], args[1]);
        return;
      }
      const attributes = { ifaceName, fnName, workflowId: workflowInfo.workflowId, runId: workflowInfo.runId };
      if (sink === undefined) {
        logger?.error('Workflow referenced an unregistered external sink', attributes);
        return;
      }
      if (replayed && !sink.callDuringReplay) return;
      try {
        await sink.fn(workflowInfo, ...args);
      } catch (error) {
        logger?.error('External sink function threw an error', { ...attributes, error, workflowInfo });
      }
    }),
  );
}

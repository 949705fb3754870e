/** Replays recorded histories, with the results and errors of `@temporalio/worker`. */
import type { HistoryAndWorkflowId } from '@temporalio/client';
import { DeterminismViolationError } from '@temporalio/workflow';
import { ReplayMismatchError } from '../base/errors';
import { History } from '../history/history';
import { replay } from '../sim/replay';
import { asBundledByPlugins } from './bundler-plugins';
import { ReplayError } from './errors';
import { Runtime } from './runtime';
import type { ReplayWorkerOptions } from './worker-options';

export type ReplayHistoriesIterable = AsyncIterable<HistoryAndWorkflowId> | Iterable<HistoryAndWorkflowId>;

export interface ReplayResult {
  readonly workflowId: string;
  readonly runId: string;
  readonly error?: ReplayError | DeterminismViolationError;
}

/** Replays one history. It rejects only for what is no history, and for options that cannot be used. */
export async function replayHistory(
  given: ReplayWorkerOptions,
  history: unknown,
  workflowId?: string,
): Promise<ReplayResult> {
  let options = given;
  for (const plugin of given.plugins ?? []) options = (await plugin.configureReplayWorker?.(options)) ?? options;
  options = asBundledByPlugins(options, given.plugins ?? []);
  const { workflowsPath, workflowBundle, interceptors } = options;
  const whole = History.from(history as Parameters<typeof History.from>[0]);
  const ids = { workflowId: workflowId ?? whole.workflowId, runId: whole.runId };
  try {
    await replay(whole, {
      workflowId,
      goesOn: true,
      workflows: workflowsPath,
      workflowBundle,
      bundlerOptions: options.bundlerOptions,
      workflowsByProcess: true,
      dataConverter: options.dataConverter,
      interceptors: { workflowModules: interceptors?.workflowModules },
      sinks: options.sinks as never,
      logger: Runtime.instance().logger,
      workflowFailureErrorTypes: options.workflowFailureErrorTypes,
    });
    return ids;
  } catch (error) {
    return { ...ids, error: asReplayError(error) };
  }
}

export async function* replayHistories(
  options: ReplayWorkerOptions,
  histories: ReplayHistoriesIterable,
): AsyncIterableIterator<ReplayResult> {
  for await (const { history, workflowId } of histories) yield await replayHistory(options, history, workflowId);
}

function asReplayError(error: unknown): ReplayError | DeterminismViolationError {
  const details = error instanceof Error ? error.message : String(error);
  const own =
    error instanceof ReplayMismatchError
      ? new DeterminismViolationError(
          'Replay failed with a nondeterminism error. This means that the workflow code as written ' +
            `is not compatible with the history that was fed in. Details: ${details}`,
        )
      : new ReplayError(`Replay failed due workflow task failure. Details: ${details}`);
  return Object.assign(own, { cause: error });
}

/** Re-runs a history against workflow code: the check before a deploy, and of histories that a real cluster recorded. */
import type { DataConverter } from '@temporalio/common';
import { InvalidInputError } from '../base/errors';
import { drain } from '../clock/drain';
import { acquireGlobals } from '../clock/globals';
import { History, type HistorySource } from '../history/history';
import { loadDataConverter } from '../worker/data-converter';
import { loadWorkflows } from '../worker/load/load-workflows';
import type { ReplaySubject } from '../worker/workflow/replay';
import type { WorkflowSource } from '../worker/workflow/run-options';
import { WorkflowWorker } from '../worker/workflow/workflow-worker';
import { Moment } from './moment';
import {
  type BundlerOptions,
  checkCode,
  type InterceptorsOption,
  type Isolation,
  type WorkflowsOption,
  type WorldOptions,
  type WorldWorkerOptions,
} from './options';
import { createRandom } from './random';
import { loadInterceptorModules, loadWorkflowSource } from './workflow-source';

export interface ReplayOptions extends Pick<WorldOptions, 'sinks' | 'logger' | 'workflowFailureErrorTypes'> {
  /** The code: a module (`import * as workflows`) or the path of a file. */
  readonly workflows?: WorkflowsOption;
  /** In place of `workflows`: what `bundleWorkflowCode` of worldline/worker or of @temporalio/worker gives. */
  readonly workflowBundle?: WorldWorkerOptions['workflowBundle'];
  /** For workflows that are given as a path. */
  readonly bundlerOptions?: BundlerOptions;
  /** For workflows that are given as a path: as the option of `world.createWorker`. */
  readonly workflowsByProcess?: boolean;
  /** What `workflowInfo().workflowId` says. Default: what the history says; older histories say nothing. */
  readonly workflowId?: string;
  /** Events after the last completed workflow task are given to the code, too, as a worker would go on with them. Default false. */
  readonly goesOn?: boolean;
  /** Names of the activities that the worker has; only local activities of other names are refused. */
  readonly activities?: object;
  readonly dataConverter?: DataConverter;
  readonly interceptors?: InterceptorsOption;
  readonly isolation?: Isolation;
  /** What `workflowInfo().namespace` says. Default 'default'. */
  readonly namespace?: string;
}

export interface ReplayReport {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly events: number;
  /** The code has come to the end of the workflow. */
  readonly ended: boolean;
}

/**
 * Runs workflow code over a whole history, closed or open, as a worker does that has to rebuild the run.
 * @param history A `History` of a world, or anything that `History.from` reads: JSON of `temporal workflow show --output json`,
 *   of the Web UI or of `historyToJSON`, or the API's message.
 * @throws ReplayMismatchError where code and history disagree, with both sides and the line of workflow code.
 * @throws InvalidHistoryError for what is no history, InvalidInputError for options that cannot be used.
 */
export async function replay(history: History | HistorySource, options: ReplayOptions): Promise<ReplayReport> {
  checkOptions('replay', options);
  const whole = History.from(history);
  const subject = subjectOf(whole, options);
  const { workflowType, ended } = await withWorker(whole, options, (worker) => worker.replay(whole, subject));
  return { workflowId: subject.workflowId, workflowType, events: whole.length, ended };
}

/**
 * The run at an event of its history: what was pending, and the code as it stood there, which answers queries.
 * `await replay.at(history, 12, { workflows }).query('status')`
 * @throws InvalidHistoryError and InvalidInputError as `replay` does, the latter also where there is no such event.
 */
replay.at = (history: History | HistorySource, eventId: number, options: ReplayOptions): Moment => {
  checkOptions('replay.at', options);
  const whole = History.from(history);
  return new Moment('replay.at', whole, eventId, (ask) =>
    withWorker(whole, options, (worker) => ask(worker.pastRun(whole, eventId, subjectOf(whole, options)))),
  );
};

function checkOptions(what: string, options: ReplayOptions): void {
  if (!options?.workflows && !options?.workflowBundle) {
    throw new InvalidInputError(
      `${what}: workflows is missing; give a module (import * as workflows) or the path of one`,
    );
  }
  checkCode(what, options);
}

function subjectOf(history: History, { workflowId, goesOn }: ReplayOptions): ReplaySubject {
  return { workflowId: workflowId ?? history.workflowId, runId: history.runId, goesOn };
}

/** A worker that does nothing but replay, for as long as `use` takes. */
async function withWorker<T>(
  history: History,
  options: ReplayOptions,
  use: (worker: WorkflowWorker) => Promise<T>,
): Promise<T> {
  const started = history.ofType('WorkflowExecutionStarted')[0]!;
  const releaseGlobals = acquireGlobals();
  let worker: WorkflowWorker | undefined;
  try {
    const { workflows, workflowBundle } = options;
    const source = workflows
      ? await loadWorkflowSource(workflows, options)
      : ((await loadWorkflows({ workflowBundle })) as WorkflowSource);
    worker = new WorkflowWorker({
      namespace: options.namespace ?? 'default',
      taskQueue: started.attributes.taskQueue?.name ?? '',
      identity: 'replay@worldline',
      workflows: source,
      registeredActivityNames: Object.keys(options.activities ?? {}),
      dataConverter: loadDataConverter(options.dataConverter),
      interceptorModules: loadInterceptorModules(options.interceptors?.workflow),
      sinks: options.sinks,
      logger: options.logger,
      workflowFailureErrorTypes: options.workflowFailureErrorTypes,
      drain,
      // Nothing runs but the workflow code: what a live run would start has ended in the history, or is left out.
      runLocalActivity: () => ({ cancel: () => undefined }),
      now: () => started.time,
      random: createRandom(`${history.runId}/replay`),
      startTimer: () => () => undefined,
    });
    return await use(worker);
  } finally {
    worker?.dispose();
    releaseGlobals();
  }
}

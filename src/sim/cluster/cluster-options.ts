/** What `World.connect` is given, and which options of a simulated world mean the same on a cluster. */
import { InvalidInputError } from '../../base/errors';
import { checkCode, type WorldOptions } from '../options';

/** Options of a world that a cluster and the SDK's worker have as well. */
const SHARED = [
  'activities',
  'buildId',
  'dataConverter',
  'interceptors',
  'maxCachedWorkflows',
  'maxConcurrentActivityTaskExecutions',
  'maxConcurrentLocalActivityExecutions',
  'namespace',
  'patchActivationCallback',
  'searchAttributes',
  'showStackTraceSources',
  'sinks',
  'taskQueues',
  'workflowFailureErrorTypes',
  'workflows',
] as const satisfies readonly (keyof WorldOptions)[];

/** These change what a program sees: without them it would be another program. */
const SIMULATED_ONLY = ['faults', 'deploy', 'startTime'] as const satisfies readonly (keyof WorldOptions)[];

export type ClusterCode = Pick<WorldOptions, (typeof SHARED)[number]>;

/**
 * Workflow code is given as a path here: the SDK's worker bundles it. Where `workflows` or `activities` are given, every task queue that the
 * world's client starts a workflow on is served with them; with `taskQueues`, each queue has code of its own from the beginning. Without
 * any of them, workers are made by `createWorker` only.
 */
export interface ConnectOptions extends ClusterCode {
  /** Host and port of the cluster, such as 'localhost:7233'. */
  readonly address: string;
  /** Passed on to the connections of client and workers: `tls`, `apiKey`, `metadata`. */
  readonly connectionOptions?: object;
  /**
   * True: the world has a namespace of its own, which is made now and deleted with it, so that ids and task queues are as free as in a
   * simulated world. The option `namespace` then says nothing. Default false.
   */
  readonly ownNamespace?: boolean;
  /**
   * What becomes of workflows that the world's client has started and that are open when the world ends. `leave` (default): they go on, as
   * far as other workers serve them. `terminate`: they end, too.
   */
  readonly openWorkflows?: 'leave' | 'terminate';
}

/**
 * The options of a simulated world, for a cluster. Those that only say how to simulate (`seed`, `replay`, `isolation`, limits, …) are
 * left out: a cluster needs none of them.
 * @param where Begins the text of the error.
 * @throws InvalidInputError for options whose meaning would be lost: faults, a time to begin at, workflow code that is no path.
 */
export function clusterCode(options: WorldOptions, where: string): ClusterCode {
  for (const name of SIMULATED_ONLY) {
    const value = options[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw new InvalidInputError(
      `${where}: the option '${name}' works in a simulated world (World.create), and not on a cluster`,
    );
  }
  const code: Record<string, unknown> = {};
  for (const name of SHARED) if (options[name] !== undefined) code[name] = options[name];
  checkClusterCode(code, where);
  return code;
}

/** @throws InvalidInputError for code that no worker of the SDK can have. */
export function checkClusterCode(options: ClusterCode, where: string): void {
  const { workflows, activities, taskQueues, interceptors } = options;
  if (taskQueues && (workflows || activities)) {
    throw new InvalidInputError(
      `${where}: give either taskQueues or workflows and activities; with taskQueues each queue names its own code`,
    );
  }
  for (const [name, code] of Object.entries({ ...taskQueues, '': { workflows, activities } })) {
    const place = name === '' ? where : `${where}: taskQueues.${name}`;
    checkCode(place, code);
    if (typeof code.workflows === 'object' && !(code.workflows instanceof URL)) {
      throw new InvalidInputError(
        `${place}: workflows is a module, which works in a simulated world only; on a cluster the SDK's worker bundles workflow code, ` +
          "so give its path: workflows: require.resolve('./workflows')",
      );
    }
  }
  if (interceptors?.workflow?.length) {
    throw new InvalidInputError(
      `${where}: interceptors.workflow are functions of this process, which workflow code on a cluster cannot call; give interceptors.workflowModules, their paths`,
    );
  }
}

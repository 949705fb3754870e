import type { Client, ClientOptions } from '@temporalio/client';
import type { DataConverter, Logger, MetricMeter } from '@temporalio/common';
import { InvalidInputError } from '../base/errors';
import { checkPlan } from '../faults/check-plan';
import type { FaultPlan } from '../faults/fault';
import type { SearchAttributeType } from '../server/execution/search-attributes';
import type { WorkerOptions } from '../worker/worker';
import type { EffectKey } from './effects';

/** Workflow code: a module namespace (`import * as workflows`), an object of functions, or the path or URL of a file. */
export type WorkflowsOption = object | string | URL;

/** How much the runs of workflow code share; see `WorldOptions.isolation`. */
export type Isolation = 'realm' | 'run' | 'vm';

/** What runs on a task queue. */
export interface CodeOptions {
  /** Workflow functions by type; `default` takes all other types. */
  readonly workflows?: WorkflowsOption;
  /** Activity functions by type, or an instance of a class; `default` takes all other types. */
  readonly activities?: object;
}

type ConvertedOptions = Pick<
  WorkerOptions,
  | 'sinks'
  | 'maxCachedWorkflows'
  | 'maxConcurrentActivityTaskExecutions'
  | 'maxConcurrentLocalActivityExecutions'
  | 'workflowFailureErrorTypes'
  | 'patchActivationCallback'
  | 'showStackTraceSources'
  | 'buildId'
>;

/** Interceptors as the SDK's Client and Worker options name them; `workflow` are modules or functions that give interceptors. */
export interface InterceptorsOption {
  readonly client?: ClientOptions['interceptors'];
  readonly activity?: NonNullable<WorkerOptions['interceptors']>['activity'];
  readonly activityInbound?: NonNullable<WorkerOptions['interceptors']>['activityInbound'];
  /** Modules that export `interceptors`, or such functions themselves. */
  readonly workflow?: readonly (object | (() => object))[];
  /** Paths of such modules. */
  readonly workflowModules?: readonly string[];
}

export interface WorldOptions extends CodeOptions, ConvertedOptions {
  /** Several workers: the code of each task queue. Default: every task queue is served with `workflows` and `activities`. */
  readonly taskQueues?: Readonly<Record<string, CodeOptions>>;
  /** All ids and random numbers come from it. Default 0. */
  readonly seed?: number | string;
  /** When the world begins. Default 2030-01-01T00:00:00Z. */
  readonly startTime?: number | string | Date;
  /**
   * `fail` (default): a failing workflow task ends the waiting call with its stack. `retry`: as the server does. `fail-if-it-lasts`: it
   * is tried again, and the tenth failure in a row ends the waiting call; the same for an activity that the worker does not have.
   */
  readonly onTaskFailure?: 'fail' | 'retry' | 'fail-if-it-lasts';
  /** Failures, timeouts, crashes and more, at exact points; built by `fault.…`. Default: none. */
  readonly faults?: FaultPlan;
  /** `fail` (default): an entry of `faults` that never happened fails the end of the world. `ignore`: see `world.faults`. */
  readonly onVacuousFault?: 'fail' | 'ignore';
  /** The workflow code that a `deploy` fault switches to. */
  readonly deploy?: { readonly workflows: WorkflowsOption };
  /** Under which key `world.effects` counts an activity. Default: the workflow's id and the activity's. */
  readonly effectKey?: EffectKey;
  /** Which server's behaviour, where versions differ. Default '1.31'. */
  readonly serverVersion?: '1.31' | '1.29';
  /** When histories are re-run against the code; any difference fails the waiting call. Default 'on-close'. */
  readonly replay?: 'off' | 'on-close' | 'every-task';
  readonly dataConverter?: DataConverter;
  readonly interceptors?: InterceptorsOption;
  /** Default 'default'. */
  readonly namespace?: string;
  /**
   * How long the server keeps workflows and standalone activities that have closed: milliseconds, or a text such as '1 day', which is
   * what a dev server has. Calls then no longer find them (NOT_FOUND), and their ids are free; `world.history` still has them. It holds
   * for `default` and for `namespace`; others are registered with a period of their own. A fork keeps what its world has.
   *
   * Default: 100 years, since tests read results long after, in virtual time: `await slow.result(); await quick.result()`.
   */
  readonly retention?: number | string;
  /**
   * Custom search attributes by name. Others are then refused, as a server refuses what is not registered; the `Custom…Field`s of the
   * samples are always there. Default: any are taken, each with the type of its first value.
   */
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
  /**
   * `realm` (default for a module): runs share the modules of workflow code, so coverage and breakpoints come for free. `run`
   * (default for a path): each run has modules of its own. `vm`: each run in a context of its own, with a time limit.
   */
  readonly isolation?: Isolation;
  readonly logger?: Logger;
  /** More steps than this at a stretch are a runaway, a `LimitError`. Default 10,000,000. */
  readonly maxSteps?: number;
  /** Real milliseconds for which activities may hold the clock with real I/O. Default 10,000. */
  readonly realTimeLimitMs?: number;
  /** Real milliseconds that code outside the world has to act, before a world without anything to do is a deadlock. Default 20. */
  readonly deadlockGraceMs?: number;
  /**
   * Timers that code around the world sets (`setTimeout` in a test) have their place in virtual time, if they are not longer than so
   * many milliseconds: what is due in the world after such a timer waits until it has fired, in real time. And where nobody waits for
   * the future and the process is idle, time passes at its real pace. Default 0: such timers mean nothing, and time stands still.
   */
  readonly outsideTimersMaxMs?: number;
}

/** How the modules of workflow code are found; names as in the SDK's WorkerOptions. */
export interface BundlerOptions {
  /** Modules that workflow code imports and never uses, by name or by absolute path. */
  readonly ignoreModules?: readonly string[];
  /** Called with an almost empty configuration; of its answer, `externals` and `resolve.alias` count. */
  readonly webpackConfigHook?: (config: any) => any;
}

/** Options of `world.createWorker`; names as in the SDK's WorkerOptions. */
export interface WorldWorkerOptions extends CodeOptions, ConvertedOptions {
  readonly taskQueue: string;
  readonly workflowsPath?: string;
  /** In place of `workflows`: what `bundleWorkflowCode` of worldline/worker or of @temporalio/worker gives. */
  readonly workflowBundle?: { readonly code: string } | { readonly codePath: string };
  /**
   * For workflows that are given as a path: files that this process can `require` are loaded by its own hooks, which the test runner has
   * set, others are bundled by esbuild. Default false: they are always bundled.
   */
  readonly workflowsByProcess?: boolean;
  /** For workflows that are given as a path. */
  readonly bundlerOptions?: BundlerOptions;
  /** Default: the world's. */
  readonly logger?: Logger;
  readonly metricMeter?: MetricMeter;
  /** What activities get as their context's client. Default: the world's. */
  readonly client?: Client;
  /** False: it takes no tasks of activities, and runs local ones only. Default true. */
  readonly takesActivities?: boolean;
  /** False: it does not poll before its `restart()`. Default true. */
  readonly autoStart?: boolean;
  readonly namespace?: string;
  readonly identity?: string;
  readonly dataConverter?: DataConverter;
  readonly interceptors?: InterceptorsOption;
  readonly isolation?: Isolation;
  readonly shutdownGraceTime?: number | string;
  readonly maxHeartbeatThrottleInterval?: number | string;
  readonly defaultHeartbeatThrottleInterval?: number | string;
}

export const DEFAULT_START_TIME = Date.UTC(2030, 0, 1);

const ENUMS = {
  onTaskFailure: ['fail', 'retry', 'fail-if-it-lasts'],
  onVacuousFault: ['fail', 'ignore'],
  serverVersion: ['1.31', '1.29'],
  replay: ['off', 'on-close', 'every-task'],
  isolation: ['realm', 'run', 'vm'],
} as const;

/** All names, so that one that is misspelt is refused, not ignored. */
const NAMES: Readonly<Record<keyof WorldOptions, true>> = {
  activities: true,
  buildId: true,
  dataConverter: true,
  deadlockGraceMs: true,
  deploy: true,
  effectKey: true,
  faults: true,
  interceptors: true,
  isolation: true,
  logger: true,
  maxCachedWorkflows: true,
  maxConcurrentActivityTaskExecutions: true,
  maxConcurrentLocalActivityExecutions: true,
  maxSteps: true,
  namespace: true,
  onTaskFailure: true,
  onVacuousFault: true,
  outsideTimersMaxMs: true,
  patchActivationCallback: true,
  realTimeLimitMs: true,
  replay: true,
  retention: true,
  searchAttributes: true,
  seed: true,
  serverVersion: true,
  showStackTraceSources: true,
  sinks: true,
  startTime: true,
  taskQueues: true,
  workflowFailureErrorTypes: true,
  workflows: true,
};

/** Refuses options of a wrong kind, with what would be right. */
export function checkWorldOptions(options: WorldOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(NAMES, name));
  if (unknown !== undefined) {
    throw new InvalidInputError(
      `World.create: there is no option '${unknown}'; the options are ${Object.keys(NAMES).join(', ')}`,
    );
  }
  checkValues(options);
  for (const [name, allowed] of Object.entries(ENUMS)) {
    const value = options[name as keyof typeof ENUMS];
    if (value !== undefined && !(allowed as readonly string[]).includes(value)) {
      throw new InvalidInputError(
        `World.create: ${name} is ${show(value)}; it must be one of ${allowed.map(show).join(', ')}`,
      );
    }
  }
  checkCode('World.create', options);
  checkFaults(options);
  for (const [name, code] of Object.entries(options.taskQueues ?? {}))
    checkCode(`World.create: taskQueues.${name}`, code);
  if (options.taskQueues && (options.workflows || options.activities)) {
    throw new InvalidInputError(
      'World.create: give either taskQueues or workflows and activities; with taskQueues each queue names its own code',
    );
  }
}

function checkFaults({ faults, deploy, effectKey }: WorldOptions): void {
  if (deploy !== undefined) {
    checkCode('World.create: deploy', deploy ?? {});
    if (!deploy?.workflows) {
      throw new InvalidInputError(
        `World.create: deploy is ${show(deploy)}; it must be { workflows }, the code to switch to`,
      );
    }
  }
  if (effectKey !== undefined && typeof effectKey !== 'function') {
    throw new InvalidInputError(`World.create: effectKey is ${show(effectKey)}; it must be a function`);
  }
  if (faults === undefined) return;
  checkPlan(faults, 'World.create: faults');
  const index = faults.findIndex(({ kind }) => kind === 'deploy');
  if (index >= 0 && !deploy) {
    throw new InvalidInputError(
      `World.create: faults[${index}] deploys other workflow code, and the option deploy: { workflows } does not say which`,
    );
  }
}

function checkValues(options: WorldOptions): void {
  const { seed, namespace, maxSteps, realTimeLimitMs, deadlockGraceMs, outsideTimersMaxMs } = options;
  if (seed !== undefined && typeof seed !== 'string' && !Number.isFinite(seed)) {
    throw new InvalidInputError(`World.create: seed is ${String(seed)}; it must be a number or a text`);
  }
  if (namespace !== undefined && (typeof namespace !== 'string' || namespace === '')) {
    throw new InvalidInputError(`World.create: namespace is ${show(namespace)}; it must be a text that is not empty`);
  }
  for (const [name, value, least] of [
    ['maxSteps', maxSteps, 1],
    ['realTimeLimitMs', realTimeLimitMs, 0],
    ['deadlockGraceMs', deadlockGraceMs, 0],
    ['outsideTimersMaxMs', outsideTimersMaxMs, 0],
  ] as const) {
    if (value !== undefined && !(typeof value === 'number' && value >= least)) {
      throw new InvalidInputError(`World.create: ${name} is ${show(value)}; it must be a number, at least ${least}`);
    }
  }
}

export function checkCode(where: string, { workflows, activities }: CodeOptions): void {
  const kind = typeof workflows;
  if (workflows !== undefined && kind !== 'string' && (kind !== 'object' || workflows === null)) {
    throw new InvalidInputError(
      `${where}: workflows is ${show(workflows)}; it must be a module (import * as workflows) or the path of one`,
    );
  }
  if (activities !== undefined && (typeof activities !== 'object' || activities === null)) {
    throw new InvalidInputError(`${where}: activities is ${show(activities)}; it must be an object of functions`);
  }
}

export function startTimeOf(startTime: WorldOptions['startTime']): number {
  if (startTime === undefined) return DEFAULT_START_TIME;
  const time = typeof startTime === 'number' ? startTime : new Date(startTime).getTime();
  if (Number.isFinite(time)) return time;
  throw new InvalidInputError(
    `World.create: startTime is ${show(startTime)}; it must be milliseconds since the epoch, a Date or an ISO date`,
  );
}

export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return `function ${value.name}`;
  return String(JSON.stringify(value) ?? value);
}

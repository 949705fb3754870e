import type { Arbitrary } from 'fast-check';
import { InvalidInputError } from '../base/errors';
import { FAULT_KINDS, type FaultKind } from '../faults/fault';
import { checkWorldOptions, show, type WorkflowsOption, type WorldOptions } from '../sim/options';
import { DEFAULT_KINDS } from './placements';

export interface ExploredFaults {
  /** Default: every kind that a workflow must survive: not `cancel`, `terminate`, `signal-twice` and `deploy`, which are opt in. */
  readonly kinds?: readonly FaultKind[];
  /**
   * Whether failures that are not retried are drawn. Default: where `kinds` names `activity-failure`, else only for activities that may
   * fail for good: whose options limit attempts, have a schedule-to-close timeout or types that are not retried, or whose code has
   * thrown such a failure. All others are retried until they succeed, and their workflows may count on that.
   */
  readonly nonRetryable?: boolean;
  /** Faults of one run at most; reordered steps do not count. Default 3. */
  readonly max?: number;
  /** The code that a `deploy` fault switches to; turns that kind on. */
  readonly deploy?: { readonly workflows: WorkflowsOption };
}

export type StrategyName = 'random' | 'pct' | 'pos' | 'fair' | 'exhaustive' | 'game-days';

export interface ExploreOptions<Input = unknown>
  extends Omit<WorldOptions, 'activities' | 'faults' | 'deploy' | 'onVacuousFault'> {
  /** Activities, or a function that makes them: it is called once for each run, so that their state is fresh. */
  readonly activities?: object | (() => object);
  readonly faults?: ExploredFaults;
  /** Draws what `fn` gets as its second argument; a failing one is made smaller. */
  readonly input?: Arbitrary<Input>;
  /**
   * How to go through the runs that there could be. `random` (default): faults and orders in swarms. `pct`: orders of steps by random
   * priorities with at most `depth` changes, which finds a bug of that depth with a known probability; `pos`: by partial-order
   * sampling; `fair`: random orders in which no step waits for ever. `exhaustive`: all of them. `game-days`: what teams do
   * by hand before production, once each (see `gameDay`).
   */
  readonly strategy?: StrategyName;
  /** At most so many runs. Default 500; `exhaustive`: 10,000. */
  readonly runs?: number;
  /** Of the worlds and of what is drawn. Default 0. */
  readonly seed?: number | string;
  /** Of `pct`: priorities change at most depth - 1 times in a run. Default 3. */
  readonly depth?: number;
  /**
   * Of `exhaustive`: orders that differ only in steps that have nothing in common (of workflows that do not know each other, say) count
   * once. Code outside workflows may share state, so what activities and `fn` do is never taken for independent of each other. It does
   * not see what code of workflows, sinks and converters hide from the world, in variables of their modules, say. Default true; false:
   * every order counts.
   */
  readonly reduction?: boolean;
  /**
   * Of `exhaustive`: gives what code outside workflows keeps, as JSON; moments of two runs that are the same are then gone on from once
   * (`report.claim` says how many there were). What a world keeps is known: the pasts of its workflows and activities, steps and timers
   * that wait, calls that wait for an answer, effects, properties, how far faults have come, the time. Of other code nothing is. By
   * giving this you state that its value has all of what that code will ever look at again, or leave to `fn`:
   *
   * - what activities, sinks and callbacks of properties keep in variables, files, stores and other worlds, of this run alone (begin anew
   *   in `activities: () => …`);
   * - what `fn` keeps: each variable that it will look at again, but for what its calls have answered, and how far each of its branches
   *   has got, unless the calls that it waits for tell (two that ask for the same are told apart by which was made first);
   * - how far an attempt has got that waits for something of code (a promise that another attempt resolves, say), unless its timers tell.
   *
   * And that nothing judges a run by the way that it took rather than by where it came to: by `world.log`, by the order of
   * `world.attempts` and `world.effects`, or by ids and random numbers, whose series all workflows share. Where one of this does not
   * hold, schedules with a violation may be left out. It is called between steps, and must change nothing. Default: no moments are taken
   * for the same.
   *
   * `state: () => ({ stock, order })`
   */
  readonly state?: () => unknown;
  /**
   * Threads that share the runs, with the same result. Default 1. Threads cannot share functions: they need `module`. A run that does
   * not end within `realTimeLimitMs` is stopped there, and reported.
   */
  readonly workers?: number;
  /** The file whose default export is this exploration (`exploration(options, fn)`), or a scenario: each thread loads it. */
  readonly module?: string | URL;
  /** Steps that a run may take after its last fault before it is a livelock. Default 50,000. */
  readonly maxSteps?: number;
  /** Under which failing runs are kept. Default: made of the names of the workflows and the text of the function. */
  readonly name?: string;
  /** Folder for failing runs, which are tried first next time. Default `.worldline`; false: none is kept. */
  readonly corpus?: string | false;
  /**
   * Folder to which the histories of all runs are written, each as a JSON file: a corpus for `Worker.runReplayHistories` of the SDK, which
   * then tests new workflow code against everything that was explored. Default: none is written.
   */
  readonly histories?: string;
  /** Told now and then how far it has got. */
  readonly onProgress?: (progress: ExploreProgress) => void;
}

export interface ExploreProgress {
  readonly runs: number;
  /** At most. */
  readonly of: number;
  /** Runs a second, in real time. */
  readonly speed: number;
}

export const STRATEGIES: readonly StrategyName[] = ['random', 'pct', 'pos', 'fair', 'exhaustive', 'game-days'];
const DEFAULT_MAX_FAULTS = 3;
export const DEFAULT_MAX_STEPS = 50_000;

/** What belongs to the exploration; all else is the world's. */
const OWN = [
  'activities',
  'faults',
  'input',
  'strategy',
  'runs',
  'depth',
  'reduction',
  'state',
  'workers',
  'module',
  'name',
  'corpus',
  'histories',
  'onProgress',
] as const;

export function worldOptionsOf(options: ExploreOptions): WorldOptions {
  const own: readonly string[] = OWN;
  return Object.fromEntries(Object.entries(options).filter(([name]) => !own.includes(name)));
}

/** @throws InvalidInputError with what would be right. */
export function checkExploreOptions(options: ExploreOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidInputError(`explore: the first argument is ${show(options)}; it must be the options`);
  }
  const { activities, faults, strategy } = options;
  if (activities !== undefined && typeof activities !== 'function' && typeof activities !== 'object') {
    throw new InvalidInputError(
      `explore: activities is ${show(activities)}; it must be an object, or a function that makes one`,
    );
  }
  checkWorldOptions({ ...worldOptionsOf(options as ExploreOptions), activities: undefined });
  if (strategy !== undefined && !STRATEGIES.includes(strategy)) {
    throw new InvalidInputError(
      `explore: strategy is ${show(strategy)}; it must be one of ${STRATEGIES.map(show).join(', ')}`,
    );
  }
  for (const name of ['runs', 'depth', 'workers', 'maxSteps'] as const) checkCount(name, options[name], 1);
  const { reduction, state } = options;
  if (reduction !== undefined && typeof reduction !== 'boolean') {
    throw new InvalidInputError(`explore: reduction is ${show(reduction)}; it must be true or false`);
  }
  if (state !== undefined && typeof state !== 'function') {
    throw new InvalidInputError(`explore: state is ${show(state)}; it must be a function: () => ({ stock, order })`);
  }
  if (strategy === 'exhaustive' && options.input) {
    throw new InvalidInputError(
      'explore: the strategy exhaustive goes through all schedules of one program, and takes no input; choose one yourself',
    );
  }
  checkCount('faults.max', faults?.max, 0);
  checkKinds(faults);
}

function checkCount(name: string, value: unknown, least: number): void {
  if (value === undefined || (Number.isInteger(value) && (value as number) >= least)) return;
  throw new InvalidInputError(`explore: ${name} is ${show(value)}; it must be a whole number, at least ${least}`);
}

function checkKinds(faults: ExploredFaults | undefined): void {
  const known = ['kinds', 'nonRetryable', 'max', 'deploy'];
  const unknown = Object.keys(faults ?? {}).find((name) => !known.includes(name));
  if (unknown) throw new InvalidInputError(`explore: faults has no '${unknown}'; it has ${known.join(', ')}`);
  for (const kind of faults?.kinds ?? []) {
    if (FAULT_KINDS.includes(kind)) continue;
    throw new InvalidInputError(`explore: faults.kinds has ${show(kind)}; the kinds are ${FAULT_KINDS.join(', ')}`);
  }
  if (faults?.kinds?.includes('deploy') && !faults.deploy) {
    throw new InvalidInputError(
      'explore: faults.kinds has deploy, and faults.deploy: { workflows } does not say which code',
    );
  }
}

export interface DrawnFaults {
  readonly kinds: readonly FaultKind[];
  readonly max: number;
  /** Undefined: where an activity may fail for good. */
  readonly nonRetryable?: boolean;
}

/** What is drawn, and how many of it at most. */
export function faultsOf({ faults }: ExploreOptions): DrawnFaults {
  const kinds = new Set(faults?.kinds ?? DEFAULT_KINDS);
  if (faults?.deploy) kinds.add('deploy');
  const isNamed = faults?.kinds?.includes('activity-failure') ? true : undefined;
  return {
    kinds: [...kinds],
    max: faults?.max ?? DEFAULT_MAX_FAULTS,
    nonRetryable: faults?.nonRetryable ?? isNamed,
  };
}

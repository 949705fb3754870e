/** Runs a scenario once, in a world of its own. */
import { InvalidInputError } from '../base/errors';
import type { History } from '../history/history';
import type { Attempt } from '../sim/attempts';
import { type Scenario, scenarioWorldOf } from '../sim/scenario';
import { World } from '../sim/world';

export interface ScenarioRun {
  /** Undefined: on a cluster, where nothing comes from a seed. */
  readonly seed: number | string | undefined;
  /** The address of the cluster that it ran on. Absent: it ran in a world. */
  readonly cluster?: string;
  /** What `run` returned. */
  readonly result: unknown;
  /** What `run`, `check` or the end of the world threw. */
  readonly failure: { readonly error: unknown } | undefined;
  readonly histories: readonly History[];
  readonly attempts: readonly Attempt[];
  /** Milliseconds since the epoch: virtual ones, or on a cluster real ones. */
  readonly startTime: number;
  readonly endTime: number;
}

export interface RunScenarioOptions {
  readonly seed?: number | string;
  /** Called with the world when the scenario is over, before the world ends. What it throws ends the run. */
  atEnd?(world: World): Promise<void>;
}

/**
 * It never rejects for what the scenario does: that is in `failure`.
 * @throws InvalidInputError where no world can be made of the scenario.
 */
export async function runScenario(scenario: Scenario, options: RunScenarioOptions = {}): Promise<ScenarioRun> {
  const { name, about, run, check, activities, workflows, ...worldOptions } = scenario;
  const seed = options.seed ?? scenario.seed ?? 0;
  const world = await World.create({ ...worldOptions, seed, workflows, activities: activitiesOf(scenario) });
  const startTime = world.now();
  const view = scenarioWorldOf(world);
  let result: unknown;
  let failure: ScenarioRun['failure'];
  try {
    result = await world.run(() => run(view));
    await world.run(() => check?.(view, result));
  } catch (error) {
    failure = { error };
  }
  const seen = { histories: world.histories(), attempts: [...world.attempts], endTime: world.now() };
  try {
    await options.atEnd?.(world);
  } catch (error) {
    await world.dispose();
    throw error;
  }
  try {
    await world.dispose();
  } catch (error) {
    // Of several failures the first one tells most.
    failure ??= { error };
  }
  return { seed, result, failure, startTime, ...seen };
}

/** Activities with fresh state. */
export function activitiesOf({ activities, name }: Scenario): object | undefined {
  if (typeof activities !== 'function') return activities;
  const made: unknown = activities();
  if (typeof made === 'object' && made !== null) return made;
  throw new InvalidInputError(
    `scenario '${name}': the function activities returned ${String(made)}; it must return an object of functions`,
  );
}

/** An exploration as a value: what a file exports, for the command line and for worker threads. */
import { InvalidInputError } from '../base/errors';
import { show } from '../sim/options';
import { type Scenario, scenarioWorldOf } from '../sim/scenario';
import type { Explored } from './explore';
import { checkExploreOptions, type ExploreOptions } from './options';

export interface Exploration<Input = any> {
  readonly options: ExploreOptions<Input>;
  readonly fn: Explored<Input>;
}

/**
 * Names the parts of an exploration, for the default export of its file: `export default exploration({ workflows, … }, async (world) =>
 * { … })`. `worldline explore FILE` runs it; in code, `explore(options, fn)` does.
 * @throws InvalidInputError for options that cannot be used.
 */
export function exploration<Input = undefined>(
  options: ExploreOptions<Input>,
  fn: Explored<Input>,
): Exploration<Input> {
  checkExploreOptions(options as ExploreOptions);
  if (typeof fn !== 'function') {
    throw new InvalidInputError(`exploration: the second argument is ${show(fn)}; it must be a function of a world`);
  }
  return { options, fn };
}

/** @returns undefined for what is no exploration. */
export function asExploration(value: unknown): Exploration | undefined {
  const { options, fn } = (value ?? {}) as Partial<Exploration>;
  return typeof options === 'object' && typeof fn === 'function' ? { options, fn } : undefined;
}

/** A scenario, explored: it must not fail, whatever goes wrong. Faults of its own give way to those that are drawn. */
export function explorationOfScenario(scenario: Scenario): Exploration {
  const { name, about, run, check, faults, onVacuousFault, deploy, ...worldOptions } = scenario;
  return {
    options: { ...worldOptions, name, ...(deploy && { faults: { deploy } }) },
    fn: async (world) => {
      const view = scenarioWorldOf(world);
      const result = await world.run(() => run(view));
      await world.run(() => check?.(view, result));
    },
  };
}

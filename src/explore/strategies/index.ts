import { type ExploreOptions, faultsOf } from '../options';
import { RandomStrategy } from './random';
import type { DrawInput, Strategy } from './strategy';

export const DEFAULT_RUNS = 500;

/** The strategy that the options name. */
export function createStrategy(options: ExploreOptions, drawInput: DrawInput): Strategy {
  const { seed = 0, runs = DEFAULT_RUNS } = options;
  return new RandomStrategy({ ...faultsOf(options), seed, runs, drawInput });
}

import { type ExploreOptions, faultsOf } from '../options';
import { GameDayStrategy } from './game-days';
import { RandomStrategy } from './random';
import type { DrawInput, Strategy } from './strategy';

export const DEFAULT_RUNS = 500;

/** The strategy that the options name. */
export function createStrategy(options: ExploreOptions, drawInput: DrawInput): Strategy {
  const { seed = 0, runs = DEFAULT_RUNS } = options;
  if (options.strategy === 'game-days') return new GameDayStrategy(Boolean(options.faults?.deploy), drawInput);
  return new RandomStrategy({ ...faultsOf(options), seed, runs, drawInput });
}

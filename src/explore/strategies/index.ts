import { type ExploreOptions, faultsOf } from '../options';
import { ExhaustiveStrategy } from './exhaustive';
import { GameDayStrategy } from './game-days';
import { type DrawOrder, OrderedStrategy } from './ordered';
import { RandomStrategy } from './random';
import type { DrawInput, Strategy } from './strategy';

const DEFAULT_RUNS = 500;
const DEFAULT_EXHAUSTIVE_RUNS = 10_000;
const DEFAULT_DEPTH = 3;

/** At most so many runs. */
export function runsOf({ strategy, runs }: ExploreOptions): number {
  return runs ?? (strategy === 'exhaustive' ? DEFAULT_EXHAUSTIVE_RUNS : DEFAULT_RUNS);
}

/** The strategy that the options name. */
export function createStrategy(options: ExploreOptions, drawInput: DrawInput): Strategy {
  const { seed = 0, strategy = 'random', depth = DEFAULT_DEPTH, reduction = true } = options;
  const common = { ...faultsOf(options), runs: runsOf(options) };
  const ordered = (draw: DrawOrder) => new OrderedStrategy({ ...common, seed, drawInput }, draw);
  switch (strategy) {
    case 'random':
      return new RandomStrategy({ ...common, seed, drawInput });
    case 'pct':
      return ordered((one, steps) => ({ kind: 'pct', seed: one, depth, steps }));
    case 'pos':
      return ordered((one) => ({ kind: 'pos', seed: one }));
    case 'fair':
      return ordered((one) => ({ kind: 'fair', seed: one }));
    case 'game-days':
      return new GameDayStrategy(Boolean(options.faults?.deploy), drawInput);
    case 'exhaustive':
      return new ExhaustiveStrategy({ ...common, reduction, deduplication: options.state !== undefined });
  }
}

/** Random orders of steps of one kind, with faults as random runs have them; every fourth run has none. */

import type { Order } from '../orders/order';
import type { RunSpec } from '../run';
import { type RandomOptions, RandomStrategy } from './random';
import type { RunPassed, Strategy } from './strategy';

/** The order of one run; `steps` is the most that a run has taken so far. */
export type DrawOrder = (seed: string, steps: number) => Order;

export class OrderedStrategy implements Strategy {
  readonly exhausted = false;
  private readonly plans: RandomStrategy;
  private made = 0;
  private steps = 1;

  constructor(
    private readonly options: RandomOptions,
    private readonly draw: DrawOrder,
  ) {
    this.plans = new RandomStrategy({ ...options, kinds: options.kinds.filter((kind) => kind !== 'reorder') });
  }

  next(): RunSpec[] {
    return this.plans.next().map((spec) => this.ordered(spec));
  }

  ran(results: readonly RunPassed[]): void {
    this.plans.ran(results);
    for (const { chosenSteps } of results) this.steps = Math.max(this.steps, chosenSteps);
  }

  /** The first run is in order, and shows how many steps there are. */
  private ordered(spec: RunSpec): RunSpec {
    const run = ++this.made;
    if (run === 1) return spec;
    const plan = run % 4 === 3 ? [] : spec.plan;
    return { ...spec, plan, order: this.draw(`${this.options.seed}/order/${run}`, this.steps) };
  }
}

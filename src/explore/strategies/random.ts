/**
 * Random runs, in swarms: each run draws which kinds of faults are on, how many faults there are and where. Every other run takes a
 * single fault that has not been tried yet, kind after kind: most bugs need no more than one at the right place.
 */
import type { Fault, FaultKind, FaultPlan } from '../../faults/fault';
import { createRandom } from '../../sim/random';
import { placements } from '../placements';
import { Points } from '../points';
import type { RunSpec } from '../run';
import type { DrawInput, RunPassed, Strategy } from './strategy';

/** Runs between two looks at what earlier ones have passed. */
const BATCH = 16;
/** Steps that go first out of order, in one run. */
const REORDERS_MAX = 3;

export interface RandomOptions {
  readonly seed: number | string;
  readonly runs: number;
  readonly kinds: readonly FaultKind[];
  /** Faults of one run, at most; reordered steps do not count. */
  readonly max: number;
  readonly drawInput: DrawInput;
}

export class RandomStrategy implements Strategy {
  readonly exhausted = false;
  private readonly points = new Points();
  private readonly tried = new Set<string>();
  private made = 0;

  constructor(private readonly options: RandomOptions) {}

  next(): RunSpec[] {
    const { runs, kinds } = this.options;
    // The first run has no faults: it shows where they could be, and what fails without any.
    if (this.made === 0) return [this.spec([], 1)];
    const byKind = new Map<FaultKind, Fault[]>(kinds.map((kind) => [kind, []]));
    for (const fault of placements(this.points, kinds)) byKind.get(fault.kind)!.push(fault);
    const possible = [...byKind].filter(([, faults]) => faults.length > 0);
    const batch = Math.min(BATCH, runs - this.made);
    return Array.from({ length: Math.max(0, batch) }, () => {
      const run = this.made + 1;
      return this.spec(possible.length > 0 ? this.draw(run, possible) : [], run);
    });
  }

  ran(results: readonly RunPassed[]): void {
    for (const { points } of results) this.points.merge(points);
  }

  private spec(plan: FaultPlan, run: number): RunSpec {
    this.made = run;
    return {
      plan,
      input: this.options.drawInput(run),
      // As in order, but every choice is counted.
      ...(run === 1 && { order: { kind: 'first' } }),
    };
  }

  private draw(run: number, possible: readonly [FaultKind, Fault[]][]): FaultPlan {
    const random = createRandom(`${this.options.seed}/run/${run}`);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    if (run % 2 === 0) {
      const single = this.untried(possible, run, random);
      if (single) return [single];
    }
    const swarm = possible.filter(() => random() < 0.5);
    const on = swarm.length > 0 ? swarm : possible;
    const faultKinds = on.filter(([kind]) => kind !== 'reorder');
    const reorders = on.find(([kind]) => kind === 'reorder')?.[1] ?? [];
    const plan: Fault[] = [];
    // Few faults are more likely than many: half of all runs have one.
    let count = 1;
    while (count < this.options.max && random() < 0.5) count++;
    if (this.options.max > 0 && faultKinds.length > 0) {
      for (let i = 0; i < count; i++) plan.push(pick(pick(faultKinds)[1]));
    }
    if (reorders.length > 0) {
      const many = Math.floor(random() * (REORDERS_MAX + 1));
      for (let i = 0; i < many; i++) {
        plan.push({ ...(pick(reorders) as Extract<Fault, { kind: 'reorder' }>), index: 1 + Math.floor(random() * 3) });
      }
    }
    return withoutDoubles(plan);
  }

  /** A fault that no run has had alone; kinds take turns, so that those with few places come early. */
  private untried(possible: readonly [FaultKind, Fault[]][], run: number, random: () => number): Fault | undefined {
    if (this.options.max === 0) return undefined;
    for (let i = 0; i < possible.length; i++) {
      const [, faults] = possible[(run / 2 + i) % possible.length]!;
      const fresh = faults.filter((fault) => !this.tried.has(JSON.stringify(fault)));
      if (fresh.length === 0) continue;
      const fault = fresh[Math.floor(random() * fresh.length)]!;
      this.tried.add(JSON.stringify(fault));
      return fault;
    }
    return undefined;
  }
}

/** One fault for each place, one step for each choice. */
function withoutDoubles(plan: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return plan.filter((fault) => {
    const key = fault.kind === 'reorder' ? `choice ${fault.choice}` : JSON.stringify(fault);
    return !seen.has(key) && seen.add(key);
  });
}

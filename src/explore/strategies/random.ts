/**
 * Random runs, in swarms: each run draws which kinds of faults are on, how many faults there are and where. Every other run takes a
 * single fault that has not been tried yet, sort after sort: most bugs need no more than one at the right place.
 */
import { type Fault, type FaultPlan, isActivityPlace } from '../../faults/fault';
import { createRandom } from '../../sim/random';
import type { DrawnFaults } from '../options';
import { obscurity, placements } from '../placements';
import { Points } from '../points';
import type { RunSpec } from '../run';
import type { DrawInput, RunPassed, Strategy } from './strategy';

/** Runs between two looks at what earlier ones have passed. */
const BATCH = 16;
/** Steps that go first out of order, in one run. */
const REORDERS_MAX = 3;

export interface RandomOptions extends DrawnFaults {
  readonly seed: number | string;
  readonly runs: number;
  readonly drawInput: DrawInput;
}

export class RandomStrategy implements Strategy {
  readonly exhausted = false;
  private readonly points = new Points();
  /** Of runs in which no fault happened: what a fault that is alone can meet. */
  private readonly undisturbed = new Points();
  private readonly tried = new Set<string>();
  private made = 0;
  /** What could happen, as long as nothing new has come to light. */
  private sorted: { readonly points: string; readonly sorts: Sort[] } | undefined;

  constructor(private readonly options: RandomOptions) {}

  next(): RunSpec[] {
    const { runs } = this.options;
    // The first run has no faults: it shows where they could be, and what fails without any.
    if (this.made === 0) return [this.spec([], 1)];
    const possible = this.possible();
    const batch = Math.min(BATCH, runs - this.made);
    return Array.from({ length: Math.max(0, batch) }, () => {
      const run = this.made + 1;
      return this.spec(possible.length > 0 ? this.draw(run, possible) : [], run);
    });
  }

  ran(results: readonly RunPassed[]): void {
    for (const { points, outcomes } of results) {
      this.points.merge(points);
      if (outcomes.every(({ times }) => times === 0)) this.undisturbed.merge(points);
    }
  }

  private possible(): Sort[] {
    const points = this.points.fingerprint + this.undisturbed.fingerprint;
    if (this.sorted?.points !== points) this.sorted = { points, sorts: this.sort() };
    return this.sorted.sorts;
  }

  private sort(): Sort[] {
    const { points, undisturbed, tried } = this;
    const { kinds, nonRetryable } = this.options;
    for (const boundary of points.boundaries) undisturbed.boundaries.add(boundary);
    const met = new Set(placements(undisturbed, kinds, { nonRetryable }).map((fault) => JSON.stringify(fault)));
    const sorts = new Map<string, Sort>();
    for (const fault of placements(points, kinds, { nonRetryable })) {
      const name = sortOf(fault);
      let sort = sorts.get(name);
      if (!sort) {
        sort = { name, faults: [], untried: [[], [], [], []] };
        sorts.set(name, sort);
      }
      sort.faults.push(fault);
      const key = JSON.stringify(fault);
      if (!tried.has(key)) sort.untried[met.has(key) ? obscurity(fault, points) : 3]!.push(fault);
    }
    return [...sorts.values()];
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

  private draw(run: number, possible: readonly Sort[]): FaultPlan {
    const random = createRandom(`${this.options.seed}/run/${run}`);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
    if (run % 2 === 0) {
      const single = this.untried(possible, run, random);
      if (single) return [single];
    }
    const { max } = this.options;
    const swarm = possible.filter(() => random() < 0.5);
    const on = swarm.length > 0 ? swarm : possible;
    const faultSorts = on.filter(({ name }) => name !== 'reorder');
    const reorders = on.find(({ name }) => name === 'reorder')?.faults ?? [];
    const plan: Fault[] = [];
    // Few faults are more likely than many: half of all runs have one.
    let count = 1;
    while (count < max && random() < 0.5) count++;
    if (max > 0 && faultSorts.length > 0) {
      for (let i = 0; i < count; i++) plan.push(pick(pick(faultSorts).faults));
      for (const opening of this.openings(plan)) if (plan.length < max) plan.push(opening);
    }
    if (reorders.length > 0) {
      const many = Math.floor(random() * (REORDERS_MAX + 1));
      for (let i = 0; i < many; i++) {
        plan.push({ ...(pick(reorders) as Extract<Fault, { kind: 'reorder' }>), index: 1 + Math.floor(random() * 3) });
      }
    }
    return withoutDoubles(plan);
  }

  /** What makes room for later attempts of activities, which a run without faults may never come to: failures of those before them. */
  private *openings(plan: readonly Fault[]): Generator<Fault> {
    const kind = OPENING_KINDS.find((one) => this.options.kinds.includes(one));
    for (const fault of kind ? [...plan] : []) {
      if (!isActivityPlace(fault) || typeof fault.attempt !== 'number') continue;
      const { activity, call, attempt } = fault;
      if ((this.undisturbed.activities.get(activity)?.attempts ?? 0) >= attempt) continue;
      for (let before = 1; before < attempt; before++) {
        yield { kind: kind!, activity, ...(before > 1 && { attempt: before }), ...(call && { call }) };
      }
    }
  }

  /** A fault that no run has had alone; sorts take turns, so that those with few places come early. */
  private untried(possible: readonly Sort[], run: number, random: () => number): Fault | undefined {
    if (this.options.max === 0) return undefined;
    for (let rank = 0; rank < 4; rank++) {
      for (let i = 0; i < possible.length; i++) {
        const fresh = possible[(run / 2 + i) % possible.length]!.untried[rank]!;
        if (fresh.length === 0) continue;
        const [fault] = fresh.splice(Math.floor(random() * fresh.length), 1);
        this.tried.add(JSON.stringify(fault));
        return fault;
      }
    }
    return undefined;
  }
}

const OPENING_KINDS = ['activity-failure', 'activity-timeout', 'completion-lost'] as const;

/**
 * Faults of one sort: those of a kind but for delays, of which there are more than of all others (what is late makes the sort), and for
 * failures, where one that is retried leads elsewhere than one that is not.
 */
interface Sort {
  readonly name: string;
  readonly faults: Fault[];
  /** Those that no run has had alone: of places that an undisturbed run passes, the most telling first; then all the rest. */
  readonly untried: readonly Fault[][];
}

function sortOf(fault: Fault): string {
  if (fault.kind === 'delay') return `delay of ${fault.of}`;
  return fault.kind === 'activity-failure' && fault.failure?.nonRetryable ? 'failure for good' : fault.kind;
}

/** One fault for each place, one step for each choice. */
function withoutDoubles(plan: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return plan.filter((fault) => {
    const key = fault.kind === 'reorder' ? `choice ${fault.choice}` : JSON.stringify(fault);
    return !seen.has(key) && seen.add(key);
  });
}

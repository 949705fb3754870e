/**
 * Every schedule and every fault placement within the bounds. Plans are found from runs: a run of a plan shows where one more fault
 * could happen, so places that only a fault opens are found, too. Of each plan, all orders of steps are run, where `reorder` is on.
 *
 * That every set of at most `max` faults is found: take a run with such a set, and its faults in the order in which they happen. Up to
 * the place of the second, the run goes as one with the first alone, which is explored; so its place is seen there; and so on.
 */
import type { Fault, FaultKind, FaultPlan } from '../../faults/fault';
import type { DrawnFaults } from '../options';
import { assertState } from '../orders/fingerprint';
import { placements } from '../placements';
import type { RunSpec } from '../run';
import { OrderSearch, type OrderTask } from './order-search';
import type { RunPassed, Strategy } from './strategy';

/** Runs that may run side by side. */
const BATCH = 16;

export interface ExhaustiveOptions extends DrawnFaults {
  /** At most. */
  readonly runs: number;
  /** Orders of steps that cannot make a difference count once. */
  readonly reduction: boolean;
  /** Runs tell their states, and what comes after a state counts once. */
  readonly deduplication?: boolean;
}

interface PlanSearch {
  readonly plan: FaultPlan;
  /** Undefined: steps stay in order, and one run is all there is. */
  readonly orders: OrderSearch | undefined;
  hasBegun: boolean;
}

interface Task {
  readonly search: PlanSearch;
  readonly order: OrderTask | undefined;
}

export class ExhaustiveStrategy implements Strategy {
  private readonly kinds: readonly FaultKind[];
  private readonly isReordering: boolean;
  private readonly known = new Set<string>();
  /** In the order in which they were found: fewer faults come first. */
  private searches: PlanSearch[] = [];
  private tasks: Task[] = [];
  private made = 0;
  private schedules = 0;
  /** Of searches that are done. */
  private states = 0;
  private hasDiverged = false;

  constructor(private readonly options: ExhaustiveOptions) {
    this.kinds = options.kinds.filter((kind) => kind !== 'reorder');
    this.isReordering = this.kinds.length < options.kinds.length;
    this.add([]);
  }

  get exhausted(): boolean {
    return this.searches.length === 0 && this.tasks.length === 0 && !this.hasDiverged;
  }

  get claim(): string {
    const { max, reduction, deduplication } = this.options;
    const what = this.isReordering ? count(this.schedules, 'schedule') : `${count(this.schedules, 'run')} in order`;
    const faults = max > 0 && this.kinds.length > 0 ? ` with at most ${count(max, 'fault')}` : '';
    const states = this.isReordering && deduplication ? ` (${count(this.states, 'state')})` : '';
    const once = [
      ...(reduction ? ['orders that cannot make a difference'] : []),
      ...(deduplication ? ['what comes after the same state'] : []),
    ];
    const verb = deduplication && !reduction ? 'counts' : 'count';
    const counted = this.isReordering && once.length > 0 ? ` (${once.join(', and ')} ${verb} once)` : '';
    return `all ${what}${faults}${states}: no violation${counted}`;
  }

  next(): RunSpec[] {
    const size = Math.min(BATCH, this.options.runs - this.made);
    // In turns, so that a plan with many orders does not keep others from being tried.
    for (let before = -1; this.tasks.length < size && this.tasks.length !== before; ) {
      before = this.tasks.length;
      for (const search of this.searches) {
        if (this.tasks.length >= size) break;
        const task = taskOf(search);
        if (task) this.tasks.push(task);
      }
    }
    this.made += this.tasks.length;
    return this.tasks.map(({ search: { plan }, order }) => ({ plan, ...(order && { order: order.order }) }));
  }

  ran(results: readonly RunPassed[]): void {
    for (const [i, { search, order }] of this.tasks.entries()) {
      const result = results[i];
      if (!result) continue;
      assertState(result.trace?.stateError);
      const isNew = !order || search.orders!.ran(order, result.trace!);
      if (isNew) this.schedules++;
      if (search.orders?.hasDiverged) this.hasDiverged = true;
      this.addPlansOf(result);
    }
    this.tasks = [];
    const [done, open] = [[] as PlanSearch[], [] as PlanSearch[]];
    for (const one of this.searches) (one.hasBegun && (one.orders?.isDone ?? true) ? done : open).push(one);
    for (const { orders } of done) this.states += orders?.stateCount ?? 0;
    this.searches = open;
  }

  /** One more fault, wherever this run has shown that there could be one. */
  private addPlansOf({ spec: { plan }, outcomes, points }: RunPassed): void {
    if (plan.length >= this.options.max) return;
    // Where a fault of the plan did not happen, the run is like one without it.
    if (outcomes.some(({ times }) => times === 0)) return;
    for (const fault of placements(points, this.kinds, { all: true, nonRetryable: this.options.nonRetryable }))
      this.add([...plan, fault]);
  }

  private add(plan: FaultPlan): void {
    const entries = plan.map((fault) => JSON.stringify(fault)).sort();
    if (new Set(entries).size < entries.length) return;
    const key = entries.join();
    if (this.known.has(key)) return;
    this.known.add(key);
    const orders = this.isReordering ? new OrderSearch(this.options.reduction, this.options.deduplication) : undefined;
    this.searches.push({ plan: plan as Fault[], orders, hasBegun: false });
  }
}

function taskOf(search: PlanSearch): Task | undefined {
  const order = search.orders?.next();
  if (search.orders ? !order : search.hasBegun) return undefined;
  search.hasBegun = true;
  return { search, order };
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}

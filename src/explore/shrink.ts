/** Makes a failing run as small as it gets: fewest faults, plainest order, smallest input, and still the same failure. */
import {
  type Fault,
  type FaultKind,
  type FaultPlan,
  isActivityPlace,
  isEventFault,
  type Reorder,
} from '../faults/fault';
import type { RunResult, RunSpec } from './run';
import { failureKey } from './same-failure';

/** More runs than this are not spent on one failure. */
const RUNS_MAX = 1000;

/** A value with the smaller ones that could stand in its place; fast-check's own. */
export interface ShrinkableInput {
  readonly value: unknown;
  smaller(): Iterable<ShrinkableInput>;
}

export interface Shrunk {
  readonly result: RunResult;
  /** Of the input: which smaller value was taken, again and again. It finds values that are no JSON. */
  readonly inputPath: readonly number[];
  /** How often something smaller failed in the same way. */
  readonly shrinks: number;
  /** A run that passed although it was only one thing away from the failing one: where there is one, without one of its faults. */
  readonly nearest: RunResult | undefined;
}

/** @param kinds Of faults that may take the place of others. */
export async function shrink(
  failed: RunResult,
  input: ShrinkableInput,
  execute: (spec: RunSpec) => Promise<RunResult>,
  kinds: readonly FaultKind[],
): Promise<Shrunk> {
  const shrinker = new Shrinker(failed, input, execute, kinds);
  await shrinker.run();
  return shrinker;
}

class Shrinker implements Shrunk {
  result: RunResult;
  shrinks = 0;
  readonly inputPath: number[] = [];
  private plan: FaultPlan;
  private input: ShrinkableInput;
  private readonly key: string;
  private runs = 0;
  /** The run made last. */
  private last: RunResult | undefined;
  /** The last one that passed without one of the faults, and the last one that passed at all. */
  private without: RunResult | undefined;
  private passed: RunResult | undefined;

  constructor(
    failed: RunResult,
    input: ShrinkableInput,
    private readonly execute: (spec: RunSpec) => Promise<RunResult>,
    private readonly kinds: readonly FaultKind[],
  ) {
    this.result = failed;
    this.input = input;
    this.key = failureKey(failed.error!);
    // A chooser's order becomes entries of the plan: from here on the plan decides alone.
    this.plan = [...failed.spec.plan.filter(({ kind }) => kind !== 'reorder'), ...failed.choices];
  }

  get nearest(): RunResult | undefined {
    return this.without ?? this.passed;
  }

  async run(): Promise<void> {
    const { length } = this.plan;
    // Once more in any case, since the plan alone decides now; that makes it no smaller by itself.
    if ((await this.try(happened(this.plan, this.result))) && this.plan.length === length) this.shrinks--;
    for (let before = -1; before !== this.shrinks; ) {
      before = this.shrinks;
      await this.dropEntries();
      await this.simplifyEntries();
      await this.shrinkInput();
    }
    await this.sortEntries();
  }

  /** In the order in which they happened, for who reads them. */
  private async sortEntries(): Promise<void> {
    const times = new Map(this.result.outcomes.map(({ fault, firstTime }) => [fault, firstTime ?? 0]));
    const sorted = [...this.plan].sort((a, b) => times.get(a)! - times.get(b)!);
    if (sorted.some((fault, i) => fault !== this.plan[i]) && (await this.try(sorted))) this.shrinks--;
  }

  /** In ever smaller parts: half of the plan, a quarter, one entry. */
  private async dropEntries(): Promise<void> {
    this.without = undefined;
    for (let size = Math.ceil(this.plan.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < this.plan.length; ) {
        const without = [...this.plan.slice(0, at), ...this.plan.slice(at + size)];
        if (await this.try(without)) continue;
        const { last } = this;
        const dropped = this.plan[at]!;
        if (size === 1 && dropped.kind === 'reorder' && (await this.tryAny(renumbered(without, dropped)))) continue;
        at += size;
        if (size === 1 && !last?.error) this.without = last;
      }
    }
  }

  private async tryAny(plans: Iterable<FaultPlan>): Promise<boolean> {
    for (const plan of plans) if (await this.try(plan)) return true;
    return false;
  }

  private async simplifyEntries(): Promise<void> {
    for (let at = 0; at < this.plan.length; at++) {
      for (let again = true; again; ) {
        again = false;
        for (const simpler of simplerThan(this.plan[at]!, this.kinds)) {
          again = await this.try(this.plan.map((fault, i) => (i === at ? simpler : fault)));
          if (again) break;
        }
      }
    }
  }

  private async shrinkInput(): Promise<void> {
    for (let again = true; again; ) {
      again = false;
      let index = 0;
      for (const smaller of this.input.smaller()) {
        if (this.runs >= RUNS_MAX) return;
        again = await this.try(this.plan, smaller);
        if (again) {
          this.inputPath.push(index);
          break;
        }
        index++;
      }
    }
  }

  /** True where it fails in the same way: it is the smallest one then. */
  private async try(plan: FaultPlan, input = this.input): Promise<boolean> {
    if (this.runs >= RUNS_MAX) return false;
    this.runs++;
    const result = await this.execute({ plan, input: input.value });
    this.last = result;
    if (!result.error) this.passed = result;
    if (!result.error || failureKey(result.error) !== this.key) return false;
    this.result = result;
    this.plan = plan;
    this.input = input;
    this.shrinks++;
    return true;
  }
}

/** What never happened is not needed. */
function happened(plan: FaultPlan, { outcomes }: RunResult): FaultPlan {
  const idle = new Set(outcomes.filter(({ times }) => times === 0).map(({ fault }) => fault));
  return plan.filter((fault) => !idle.has(fault));
}

/** By how much the number of a later choice may be off, and by how much the place of its step among the candidates. */
const CHOICE_SHIFTS = [1, -1, 2, -2, 3, 0];
const INDEX_SHIFTS = [0, 1, -1];

/**
 * Without a reordered step, those after it mean other choices: there are more or fewer of them before, and the step that went first then
 * may be among the candidates still. The later ones with other numbers, all by the same; the first of them also at another place.
 */
function* renumbered(plan: FaultPlan, dropped: Reorder): Generator<FaultPlan> {
  const later = plan.filter((fault): fault is Reorder => fault.kind === 'reorder' && fault.choice > dropped.choice);
  if (later.length === 0) return;
  const next = later.reduce((first, one) => (one.choice < first.choice ? one : first));
  for (const by of CHOICE_SHIFTS) {
    for (const along of INDEX_SHIFTS) {
      if ((by === 0 && along === 0) || next.choice + by < 1 || next.index + along < 1) continue;
      yield plan.map((fault) => {
        if (fault.kind !== 'reorder' || fault.choice <= dropped.choice) return fault;
        return { ...fault, choice: fault.choice + by, index: fault === next ? fault.index + along : fault.index };
      });
    }
  }
}

const PLAIN_DELAYS = [1, 1000, 60_000, 3_600_000];

/** Of what can happen to an attempt, a failure is what everybody knows; then these. */
const PLAIN_KINDS = ['activity-failure', 'activity-timeout', 'completion-lost', 'heartbeat-lost'] as const;

/** The same fault with less to read, plainest first. */
function* simplerThan(fault: Fault, kinds: readonly FaultKind[]): Generator<Fault> {
  if (isActivityPlace(fault)) {
    const { activity, attempt, call, workflowId } = fault;
    for (const kind of PLAIN_KINDS) {
      if (kind === fault.kind) break;
      if (kinds.includes(kind)) yield JSON.parse(JSON.stringify({ kind, activity, attempt, call, workflowId }));
    }
  }
  if (isEventFault(fault)) {
    // A worker that forgets a run does less harm than one that dies.
    if (fault.kind === 'worker-crash' && kinds.includes('eviction')) {
      const { restartAfter: _, workers: __, ...place } = fault;
      yield { ...place, kind: 'eviction' };
    }
    for (const event of new Set([Math.ceil(fault.event / 2), fault.event - 1])) {
      if (event >= 1 && event < fault.event) yield { ...fault, event };
    }
  }
  for (const name of [
    'attempt',
    'call',
    'between',
    'above',
    'after',
    'restartAfter',
    'failure',
    'rollBackAfter',
    'task',
    'timeout',
  ]) {
    if (!(name in fault)) continue;
    const { [name as keyof Fault]: _, ...rest } = fault;
    yield rest as Fault;
  }
  if (fault.kind === 'delay') {
    for (const by of PLAIN_DELAYS) if (typeof fault.by === 'number' && by < fault.by) yield { ...fault, by };
  }
  if (fault.kind === 'reorder' && fault.index > 1)
    yield { kind: 'reorder', choice: fault.choice, index: fault.index - 1 };
}

/**
 * The races of a run: pairs of steps that depend on each other, where the later one could have gone first. What must be explored is
 * each of them the other way round (Abdulla, Aronis, Jonsson, Sagonas, “Optimal dynamic partial order reduction”, 2014: source sets).
 */
import { areDependent, type Trace, type TracedStep } from '../orders/trace';

export interface Race {
  /** Index of the step before which another one is to go. */
  readonly before: number;
  /** Steps that can be the first of those that turn the race round; going on with any of them does. */
  readonly firsts: readonly number[];
}

/** A step, or one that was able to run when the run ended: that one may touch anything. */
type Raced = Pick<TracedStep, 'id' | 'by' | 'block' | 'touches'>;

/** Races whose second step is at this index or after it. Nothing after `redundantFrom` counts. */
export function racesOf(trace: Trace, from: number): Race[] {
  const { steps, left, redundantFrom = steps.length } = trace;
  const races: Race[] = [];
  const known: Raced[] = steps.slice(0, redundantFrom);
  /** Of each step: those of its block that happen before it, as bits counted from the start of the block. */
  const befores: bigint[] = [];
  let start = 0;
  const look = (step: Raced, index: number) => {
    if (known[start]!.block !== step.block) {
      start = index;
      while (start > 0 && known[start - 1]!.block === step.block) start--;
    }
    const { before, rivals } = orderOf(step, { known, befores, start, end: Math.min(index, known.length) });
    if (index >= from) {
      for (const rival of rivals) races.push(raceOf(rival, step, before, { known, befores, start, end: index }));
    }
    return before;
  };
  for (const [index, step] of known.entries()) befores.push(look(step, index));
  if (redundantFrom < steps.length) return races;
  for (const { id, by, block } of left) look({ id, by, block, touches: ['*'] }, known.length);
  return races;
}

interface Past {
  readonly known: readonly Raced[];
  readonly befores: readonly bigint[];
  /** Of the block. */
  readonly start: number;
  readonly end: number;
}

/** What happens before a step, and with which steps it is in a race. */
function orderOf(step: Raced, { known, befores, start, end }: Past): { before: bigint; rivals: number[] } {
  let before = 0n;
  const rivals: number[] = [];
  for (let i = end - 1; i >= start; i--) {
    const bit = 1n << BigInt(i - start);
    if (before & bit) continue;
    const isOrigin = i === step.by;
    if (!isOrigin && !areDependent(known[i]!.touches, step.touches)) continue;
    before |= bit | befores[i]!;
    if (!isOrigin) rivals.push(i);
  }
  return { before, rivals };
}

/** What does not happen after the rival, in its order, and then the step: which of these can be the first. */
function raceOf(rival: number, step: Raced, before: bigint, { known, befores, start, end }: Past): Race {
  const rest: number[] = [];
  const bitOf = (i: number) => 1n << BigInt(i - start);
  for (let i = rival + 1; i < end; i++) if (!(befores[i]! & bitOf(rival))) rest.push(i);
  const isFirst = (past: bigint) => !rest.some((i) => past & bitOf(i));
  const firsts = rest.filter((i) => isFirst(befores[i]!)).map((i) => known[i]!.id);
  if (isFirst(before)) firsts.push(step.id);
  return { before: rival, firsts };
}

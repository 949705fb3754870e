/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, 2010): threads have random priorities, the highest
 * one goes first, and at depth - 1 random steps the thread whose turn it is falls behind all others. A bug that needs `depth` orderings
 * of steps is found with a probability of at least 1 / (n · k^(depth - 1)), for n threads and k steps.
 */
import type { StepLabel } from '../../base/step';
import type { Candidates, Chooser } from '../../sim/chooser';
import { createRandom } from '../../sim/random';
import { isChosen, Threads } from './threads';

export interface PctOptions {
  readonly seed: string;
  /** Priorities change depth - 1 times. */
  readonly depth: number;
  /** How many steps a run is expected to take. */
  readonly steps: number;
}

export class PctChooser implements Chooser {
  private readonly random: () => number;
  private readonly threads = new Threads();
  /** Those of threads that have fallen behind are negative. */
  private readonly priorities = new Map<string, number>();
  /** Which step, from 1 → the priority that its thread falls to. */
  private readonly changes = new Map<number, number>();
  private steps = 0;

  constructor({ seed, depth, steps }: PctOptions) {
    this.random = createRandom(seed);
    const changes = Math.min(depth - 1, steps);
    for (let i = 1; i <= changes; i++) {
      let at: number;
      do at = 1 + Math.floor(this.random() * steps);
      while (this.changes.has(at));
      this.changes.set(at, i - depth);
    }
  }

  /** How many threads there have been. */
  get threadCount(): number {
    return this.priorities.size;
  }

  posted(step: StepLabel): void {
    if (isChosen(step)) this.threads.of(step);
  }

  pick(candidates: Candidates): number {
    const first = this.highest(candidates);
    const change = this.changes.get(this.steps + 1);
    if (change === undefined) return first;
    this.changes.delete(this.steps + 1);
    this.priorities.set(this.threads.of(candidates.at(first)), change);
    return this.highest(candidates);
  }

  begins(step: StepLabel): void {
    if (!isChosen(step)) return;
    const thread = this.threads.of(step);
    const change = this.changes.get(++this.steps);
    if (change !== undefined) this.priorities.set(thread, change);
    this.threads.begins(step);
  }

  private highest(candidates: Candidates): number {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < candidates.length; i++) {
      const priority = this.priorityOf(this.threads.of(candidates.at(i)));
      if (priority <= highest) continue;
      highest = priority;
      best = i;
    }
    return best;
  }

  private priorityOf(thread: string): number {
    let priority = this.priorities.get(thread);
    if (priority === undefined) {
      priority = this.random();
      this.priorities.set(thread, priority);
    }
    return priority;
  }
}

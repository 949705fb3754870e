/**
 * Partial-order sampling (Yuan, Yang, Gu, 2018): every step has a random priority, the highest goes first, and those that were in a
 * race with it draw theirs anew. So each order of the races is about as likely as the others, however long the run is.
 */
import type { StepLabel } from '../../base/step';
import type { Candidates, Chooser } from '../../sim/chooser';
import { createRandom } from '../../sim/random';
import { isChosen } from './threads';

export class PosChooser implements Chooser {
  private readonly random: () => number;
  /** Of the steps that wait. */
  private readonly priorities = new Map<StepLabel, number>();

  constructor({ seed }: { readonly seed: string }) {
    this.random = createRandom(seed);
  }

  posted(step: StepLabel): void {
    if (isChosen(step)) this.priorities.set(step, this.random());
  }

  pick(candidates: Candidates): number {
    let best = 0;
    let highest = -1;
    for (let i = 0; i < candidates.length; i++) {
      const priority = this.priorityOf(candidates.at(i));
      if (priority <= highest) continue;
      highest = priority;
      best = i;
    }
    return best;
  }

  begins(step: StepLabel): void {
    if (!isChosen(step)) return;
    this.priorities.delete(step);
    for (const other of this.priorities.keys()) {
      if (areRacing(step, other)) this.priorities.set(other, this.random());
    }
  }

  private priorityOf(step: StepLabel): number {
    let priority = this.priorities.get(step);
    if (priority === undefined) {
      priority = this.random();
      this.priorities.set(step, priority);
    }
    return priority;
  }
}

/** As far as labels tell: steps of one workflow, and attempts of activities, whose code may share state. */
function areRacing(one: StepLabel, other: StepLabel): boolean {
  if (one.workflowId === undefined || other.workflowId === undefined) return true;
  return one.workflowId === other.workflowId || (one.kind === 'activity-task' && other.kind === 'activity-task');
}

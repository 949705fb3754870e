/** The steps of a world that can run now, in three rows. */
import type { Step } from '../base/step';

/** Taken steps stay in front of the array until there are this many, so that taking the first one costs nothing. */
const TAKEN_MAX = 1024;

class Row {
  private readonly steps: Step[] = [];
  private head = 0;

  get length(): number {
    return this.steps.length - this.head;
  }

  at(index: number): Step {
    return this.steps[this.head + index]!;
  }

  push(step: Step): void {
    this.steps.push(step);
  }

  take(index: number): Step {
    const step = this.at(index);
    if (index > 0) {
      this.steps.splice(this.head + index, 1);
      return step;
    }
    this.head++;
    if (this.head === this.steps.length) this.clear();
    else if (this.head > TAKEN_MAX && this.head * 2 > this.steps.length) {
      this.steps.splice(0, this.head);
      this.head = 0;
    }
    return step;
  }

  clear(): void {
    this.steps.length = 0;
    this.head = 0;
  }
}

export class ReadySteps {
  /** Checks and faults: they come before all else, and are no choice. */
  readonly immediate = new Row();
  /** What follows directly from another step: the answer to a workflow task, what one run does to another. */
  readonly urgent = new Row();
  readonly others = new Row();

  get length(): number {
    return this.immediate.length + this.urgent.length + this.others.length;
  }

  push(step: Step): void {
    this.rowOf(step).push(step);
  }

  clear(): void {
    this.immediate.clear();
    this.urgent.clear();
    this.others.clear();
  }

  private rowOf({ kind }: Step): Row {
    switch (kind) {
      case 'check':
      case 'fault':
        return this.immediate;
      case 'transfer':
      case 'workflow-task-answer':
        return this.urgent;
      default:
        return this.others;
    }
  }
}

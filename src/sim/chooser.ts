/** The one door for choice: of the steps that can run at one instant, which goes first. */
import type { StepLabel } from '../base/step';

/** The steps that can run now, in the order in which they became able to. */
export interface Candidates {
  readonly length: number;
  at(index: number): StepLabel;
}

export interface Chooser {
  /** True: it always takes the first, and need not be asked. */
  readonly inOrder?: boolean;
  /** The index of the step to run; there are at least two. */
  pick(candidates: Candidates): number;
}

/** In the order in which they became able to run: what a world does unless it is told otherwise. */
export const inOrder: Chooser = { inOrder: true, pick: () => 0 };

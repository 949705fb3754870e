/** The one door for choice: of the steps that can run at one instant, which goes first. */
import type { Step } from '../base/step';

export interface Chooser {
  /** True: it always takes the first, and need not be asked. */
  readonly inOrder?: boolean;
  /** The index of the step to run; `ready` has at least two. */
  pick(ready: readonly Step[]): number;
}

/** In the order in which they became able to run: what a world does unless it is told otherwise. */
export const inOrder: Chooser = { inOrder: true, pick: () => 0 };

import { type StepLabel, stepText } from '../base/step';
import type { Reorder } from './fault';

/** Takes steps in order, but where a plan says that another one goes first. */
export class PlanChooser {
  private readonly byChoice: ReadonlyMap<number, Reorder>;
  private choices = 0;
  /** Where the plan no longer fits what runs, in words. */
  readonly stale: string[] = [];

  constructor(
    reorders: readonly Reorder[],
    private readonly happened: (reorder: Reorder) => void = () => {},
  ) {
    this.byChoice = new Map(reorders.map((one) => [one.choice, one]));
  }

  pick(ready: { readonly length: number; at(index: number): StepLabel }): number {
    const reorder = this.byChoice.get(++this.choices);
    if (!reorder) return 0;
    const index = this.indexOf(
      reorder,
      Array.from({ length: ready.length }, (_, i) => ready.at(i)),
    );
    if (index > 0) this.happened(reorder);
    return index;
  }

  private indexOf({ choice, index, step }: Reorder, ready: readonly StepLabel[]): number {
    const meant = ready[index];
    if (step === undefined || (meant && stepText(meant) === step)) return meant ? index : 0;
    const found = ready.findIndex((one) => stepText(one) === step);
    if (found >= 0) return found;
    this.stale.push(
      `at choice ${choice} “${step}” was to go first, but what could run was ${ready.map((one) => `“${stepText(one)}”`).join(', ')}`,
    );
    return 0;
  }
}

/**
 * Random orders in which no step waits for ever, for what must happen in the end: a step gets a random place in the line when it
 * becomes able to run, at most so many steps behind the one that runs then, and the line is not jumped any more.
 */
import type { StepLabel } from '../../base/step';
import type { Candidates, Chooser } from '../../sim/chooser';
import { createRandom } from '../../sim/random';
import { isChosen } from './threads';

/** How far behind a step may be put, at most; each run draws one of them. */
const LINES = [2, 8, 32, 128];
/** How often a step is put behind; each run draws one of them. All others go where they are, give or take a step or two. */
const SHARES = [0.05, 0.2, 0.5];

export class FairChooser implements Chooser {
  private readonly random: () => number;
  private readonly line: number;
  private readonly share: number;
  private readonly places = new Map<StepLabel, number>();
  private steps = 0;

  constructor({ seed }: { readonly seed: string }) {
    this.random = createRandom(seed);
    this.line = LINES[Math.floor(this.random() * LINES.length)]!;
    this.share = SHARES[Math.floor(this.random() * SHARES.length)]!;
  }

  posted(step: StepLabel): void {
    if (isChosen(step)) this.placeOf(step);
  }

  pick(candidates: Candidates): number {
    let best = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < candidates.length; i++) {
      const place = this.placeOf(candidates.at(i));
      if (place >= lowest) continue;
      lowest = place;
      best = i;
    }
    return best;
  }

  begins(step: StepLabel): void {
    if (!isChosen(step)) return;
    this.steps++;
    this.places.delete(step);
  }

  private placeOf(step: StepLabel): number {
    let place = this.places.get(step);
    if (place === undefined) {
      place = this.steps + this.random() * (this.random() < this.share ? this.line : 2);
      this.places.set(step, place);
    }
    return place;
  }
}

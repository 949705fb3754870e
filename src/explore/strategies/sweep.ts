/** One run for every single fault that could happen in a test, in each of its worlds. */
import type { FaultKind } from '../../faults/fault';
import { placements } from '../placements';
import type { RunSpec } from '../run';
import type { RunPassed, Strategy } from './strategy';

export interface SweepOptions {
  readonly kinds: readonly FaultKind[];
  /** Only faults that must not change the outcome. */
  readonly transient: boolean;
  /** At most. */
  readonly runs: number;
}

export class SweepStrategy implements Strategy {
  private specs: RunSpec[] | undefined;
  private count = 0;
  private all = 0;

  constructor(private readonly options: SweepOptions) {}

  get exhausted(): boolean {
    return this.specs !== undefined && this.count === this.all;
  }

  get claim(): string {
    const { transient } = this.options;
    return `${this.all.toLocaleString('en-US')} runs with one ${transient ? 'transient ' : ''}fault each: ${transient ? 'the outcome stays the same' : 'no violation'}`;
  }

  next(): RunSpec[] {
    if (!this.specs) return [{ plan: [] }];
    return this.specs.splice(0);
  }

  ran([first]: readonly RunPassed[]): void {
    if (this.specs) return;
    const { kinds, transient, runs } = this.options;
    const specs = first!.worldPoints.flatMap((points, world) =>
      placements(points, kinds, { transient }).map((fault): RunSpec => ({ plan: [fault], world })),
    );
    this.all = specs.length;
    this.specs = specs.slice(0, runs - 1);
    this.count = this.specs.length;
  }
}

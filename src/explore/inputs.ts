/** Inputs of runs, drawn by a fast-check arbitrary: the same run number, the same input. */
import type { Arbitrary, Value } from 'fast-check';
import { InvalidInputError } from '../base/errors';
import { hashText } from '../base/ids';
import type { ShrinkableInput } from './shrink';

const NOTHING: ShrinkableInput = { value: undefined, smaller: () => [] };

export class Inputs {
  private constructor(
    private readonly seed: number | string,
    private readonly sample: ((seed: number) => ShrinkableInput) | undefined,
  ) {}

  /** @throws InvalidInputError for what is no arbitrary. */
  static async of(arbitrary: Arbitrary<unknown> | undefined, seed: number | string): Promise<Inputs> {
    if (arbitrary === undefined) return new Inputs(seed, undefined);
    if (typeof (arbitrary as { generate?: unknown })?.generate !== 'function') {
      throw new InvalidInputError('explore: input must be an arbitrary of fast-check, for example fc.integer()');
    }
    // Loaded only where somebody draws: it is the largest of worldline's dependencies.
    const { default: fc } = await import('fast-check');
    // fast-check shows only values; a shrinkable one is caught on its way.
    class Caught extends fc.Arbitrary<Value<unknown>> {
      generate(...args: Parameters<Arbitrary<unknown>['generate']>): Value<Value<unknown>> {
        return new fc.Value(arbitrary!.generate(...args), undefined);
      }
      canShrinkWithoutContext(_value: unknown): _value is Value<unknown> {
        return false;
      }
      shrink() {
        return fc.Stream.nil<Value<Value<unknown>>>();
      }
    }
    const caught = new Caught();
    return new Inputs(seed, (sampleSeed) =>
      shrinkable(arbitrary, fc.sample(caught, { seed: sampleSeed, numRuns: 1 })[0]!),
    );
  }

  /** The seed that draws the input of a run. */
  seedOf(run: number): number {
    return hashText(`${this.seed}/input/${run}`, 1) | 0;
  }

  draw(run: number): ShrinkableInput {
    return this.sample ? this.sample(this.seedOf(run)) : NOTHING;
  }

  /** An input that was drawn by this seed, and then made smaller along this path. Undefined: the arbitrary is another one now. */
  drawAgain(seed: number, path: readonly number[]): ShrinkableInput | undefined {
    let input = this.sample?.(seed);
    for (const index of path) {
      let at = 0;
      let found: ShrinkableInput | undefined;
      for (const smaller of input?.smaller() ?? []) {
        if (at++ < index) continue;
        found = smaller;
        break;
      }
      input = found;
    }
    return input;
  }
}

function shrinkable(arbitrary: Arbitrary<unknown>, drawn: Value<unknown>): ShrinkableInput {
  return {
    // Drawn anew for each run where a value can be changed by the code that gets it.
    get value() {
      return drawn.value;
    },
    *smaller() {
      for (const one of arbitrary.shrink(drawn.value_, drawn.context)) yield shrinkable(arbitrary, one);
    },
  };
}

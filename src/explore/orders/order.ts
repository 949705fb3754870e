/** Orders of steps as data, so that a run can be described, kept, and made in another thread. */
import type { Chooser } from '../../sim/chooser';
import type { WorldParts } from '../../sim/world-parts';
import { FairChooser } from './fair';
import { PctChooser } from './pct';
import { PosChooser } from './pos';
import type { Trace } from './trace';
import { type Sleeper, TracingChooser } from './tracing';

export type Order =
  /** As in a world that makes no choice; but choices are counted. */
  | { readonly kind: 'first' }
  /** By random priorities of threads of steps, which change at `depth` - 1 random ones of the first `steps` steps. */
  | { readonly kind: 'pct'; readonly seed: string; readonly depth: number; readonly steps: number }
  /** By random priorities of steps, drawn anew for those that have lost a race. */
  | { readonly kind: 'pos'; readonly seed: string }
  /** Random, and no step waits for ever. */
  | { readonly kind: 'fair'; readonly seed: string }
  /** The first choices as given; then whatever may come first, but none that sleeps. The run is traced. */
  | {
      readonly kind: 'choices';
      /** Indexes of the steps that go first, choice by choice. */
      readonly choices: readonly number[];
      /** At the last of these choices: steps whose going first has been explored. */
      readonly asleep: readonly Sleeper[];
    };

/** A chooser for one run. */
export interface Conductor extends Chooser {
  /** The world whose steps it orders has been made. */
  created?(world: WorldParts): void;
  /** What has run, where the order asks for a trace. */
  trace?(): Trace;
}

/** @param state Gives what code outside workflows keeps; see `ExploreOptions.state`. */
export function conductorOf(order: Order, state?: () => unknown): Conductor {
  switch (order.kind) {
    case 'first':
      return { pick: () => 0 };
    case 'pct':
      return new PctChooser(order);
    case 'pos':
      return new PosChooser(order);
    case 'fair':
      return new FairChooser(order);
    case 'choices':
      return new TracingChooser({ ...order, state });
  }
}

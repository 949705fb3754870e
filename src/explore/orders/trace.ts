/** What ran, step by step, as an exhaustive search needs it. */

/** One step that has run, with the checks and faults that came right after it. */
export interface TracedStep {
  /** Steps are numbered as they become able to run: the same choices before it, the same number. */
  readonly id: number;
  /** Index of the step during which it became able to run; -1: none of its block. */
  readonly by: number;
  /** Steps of one block ran in a row; before the next one, nothing could run any more. */
  readonly block: number;
  /** What it has read or changed; see `touch`. */
  readonly touches: readonly string[];
  /** Which choice it was, from 0; undefined: nothing else could run. */
  readonly choice: number | undefined;
}

/** A choice beyond those that the run was given. */
export interface TracedChoice {
  /** The ids of the steps that could run, in their order. */
  readonly candidates: readonly number[];
  readonly index: number;
  /** Steps that need not go first here: all that follows from it has been, or will be, explored elsewhere. */
  readonly asleep: readonly Sleeper[];
  /** Where states are told: which one this is. Undefined: it cannot be told from others. */
  readonly state?: {
    readonly id: string;
    /** The names of the steps that sleep: they mean the same in every run that comes to this state. */
    readonly asleep: readonly string[];
  };
}

export interface Sleeper {
  readonly id: number;
  readonly touches: readonly string[];
}

export interface Trace {
  readonly steps: readonly TracedStep[];
  /** By their numbers; those that were given are missing. */
  readonly choices: ReadonlyMap<number, TracedChoice>;
  /** Able to run when the run ended. */
  readonly left: readonly { readonly id: number; readonly by: number; readonly block: number }[];
  /** Index of the first step that slept: from there on the run shows nothing new. */
  readonly redundantFrom: number | undefined;
  /** True: a choice that was given did not exist, so the same choices do not lead to the same run. */
  readonly hasDiverged: boolean;
  /** What is wrong with what gives the state of code, where something is. */
  readonly stateError: string | undefined;
}

/** Two steps that are independent of each other may change places without a difference to anybody. */
export function areDependent(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return false;
  return one.includes('*') || other.includes('*') || one.some((what) => other.includes(what));
}

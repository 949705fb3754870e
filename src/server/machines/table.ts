/** State machines as tables: an input that a state does not list is a bug, and tests can see which transitions ran. */
import { WorldlineBug } from '../../base/errors';

export type Transitions<State extends string, Input extends string> = {
  readonly [S in State]: { readonly [I in Input]?: State };
};

export interface Machine<State extends string, Input extends string> {
  readonly name: string;
  readonly transitions: Transitions<State, Input>;
  /** The next state; throws `WorldlineBug` where the table has none. */
  next(state: State, input: Input): State;
  /** True where the table has a next state. */
  allows(state: State, input: Input): boolean;
}

/** Called for each transition that runs; tests set it to measure coverage of the tables. */
export const transitionListeners = new Set<(machine: string, state: string, input: string) => void>();

export function defineMachine<State extends string, Input extends string>(
  name: string,
  transitions: Transitions<State, Input>,
): Machine<State, Input> {
  return {
    name,
    transitions,
    allows: (state, input) => transitions[state][input] !== undefined,
    next(state, input) {
      const next = transitions[state][input];
      if (next === undefined) throw new WorldlineBug(`${name}: "${input}" cannot happen in state ${state}`);
      for (const listener of transitionListeners) listener(name, state, input);
      return next;
    },
  };
}

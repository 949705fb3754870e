/** Stepping through a history by keys, as a pure table: which key does what in which mode. Nothing here knows a terminal. */

export type StepMode = 'events' | 'number' | 'query' | 'help';

/** What a person has come to. */
export interface StepState {
  readonly mode: StepMode;
  readonly eventId: number;
  /** Text that is being typed: the number of an event, or a query. */
  readonly typed: string;
  /** Lines by which the details are scrolled. */
  readonly scroll: number;
  /** A query that is to be asked now. */
  readonly ask?: string;
  readonly hasLeft: boolean;
}

/** What the keys need to know of the history. */
export interface StepFacts {
  readonly length: number;
  /** Whether there is code that answers queries. */
  readonly hasCode: boolean;
  /** Whether a workflow task ends with this event: the code has run. */
  endsTask(eventId: number): boolean;
  /** How many lines the details have. */
  readonly details: number;
}

/** A key as `keyOf` names it: what it types, or its name. */
export type StepKey = string;

type Press = (state: StepState, facts: StepFacts, key: StepKey) => StepState;

export interface KeyRow {
  /** `digit` is any of 0 to 9, `text` whatever types something. */
  readonly keys: readonly StepKey[];
  /** For the help; absent: it is not told. */
  readonly help?: string;
  /** Only where there is code, or only where there is none. */
  readonly withCode?: boolean;
  readonly press: Press;
}

const to = (state: StepState, facts: StepFacts, eventId: number): StepState => ({
  ...state,
  eventId: Math.min(facts.length, Math.max(1, eventId)),
  scroll: 0,
});

const back: Press = (state) => ({ ...state, mode: 'events', typed: '' });
const leave: Press = (state) => ({ ...state, hasLeft: true });
const scroll = (state: StepState, { details }: StepFacts, lines: number): StepState => ({
  ...state,
  scroll: Math.max(0, Math.min(details - 1, state.scroll + lines)),
});
const type: Press = (state, _, key) => ({ ...state, typed: state.typed + (key === 'space' ? ' ' : key) });
const untype: Press = (state) => ({ ...state, typed: state.typed.slice(0, -1) });
const PAGE = 8;

/** The nearest end of a workflow task in one direction; the event itself, where there is none. */
function taskFrom({ eventId }: StepState, { length, endsTask }: StepFacts, step: 1 | -1): number {
  for (let id = eventId + step; id >= 1 && id <= length; id += step) if (endsTask(id)) return id;
  return eventId;
}

export const STEP_KEYS: Readonly<Record<StepMode, readonly KeyRow[]>> = {
  events: [
    { keys: ['right', 'n', 'space'], help: 'next event', press: (s, f) => to(s, f, s.eventId + 1) },
    { keys: ['left', 'p'], help: 'the event before', press: (s, f) => to(s, f, s.eventId - 1) },
    { keys: ['t'], help: 'end of the next workflow task', press: (s, f) => to(s, f, taskFrom(s, f, 1)) },
    { keys: ['T'], help: 'end of the workflow task before', press: (s, f) => to(s, f, taskFrom(s, f, -1)) },
    { keys: ['g', 'home'], help: 'first event', press: (s, f) => to(s, f, 1) },
    { keys: ['G', 'end'], help: 'last event', press: (s, f) => to(s, f, f.length) },
    {
      keys: ['digit'],
      help: 'an event by its number, then enter',
      press: (s, _, key) => ({ ...s, mode: 'number', typed: key }),
    },
    { keys: ['down'], help: 'scroll the details', press: (s, f) => scroll(s, f, 1) },
    { keys: ['up'], press: (s, f) => scroll(s, f, -1) },
    { keys: ['pagedown'], press: (s, f) => scroll(s, f, PAGE) },
    { keys: ['pageup'], press: (s, f) => scroll(s, f, -PAGE) },
    { keys: ['q'], withCode: true, help: 'ask a query', press: (s) => ({ ...s, mode: 'query', typed: '' }) },
    { keys: ['q'], withCode: false, press: leave },
    { keys: ['?', 'h'], help: 'this help', press: (s) => ({ ...s, mode: 'help' }) },
    { keys: ['escape', 'ctrl-c', 'ctrl-d'], help: 'leave', press: leave },
  ],
  number: [
    { keys: ['digit'], press: type },
    { keys: ['backspace'], press: untype },
    { keys: ['return', 'enter'], press: (s, f) => to(back(s, f, ''), f, Number(s.typed || s.eventId)) },
    { keys: ['ctrl-c'], press: leave },
    { keys: ['escape'], press: back },
  ],
  query: [
    {
      keys: ['return', 'enter'],
      press: (s, f) => ({ ...back(s, f, ''), ...(s.typed.trim() && { ask: s.typed.trim(), scroll: 0 }) }),
    },
    { keys: ['backspace'], press: untype },
    { keys: ['ctrl-c'], press: leave },
    { keys: ['escape'], press: back },
    { keys: ['text', 'space'], press: type },
  ],
  help: [
    { keys: ['ctrl-c'], press: leave },
    { keys: ['any'], press: back },
  ],
};

export function startOfSteps(eventId: number): StepState {
  return { mode: 'events', eventId, typed: '', scroll: 0, hasLeft: false };
}

/** What a key makes of the state; a key that means nothing there changes nothing. */
export function press(state: StepState, key: StepKey, facts: StepFacts): StepState {
  const row = STEP_KEYS[state.mode].find(
    ({ keys, withCode }) =>
      (withCode === undefined || withCode === facts.hasCode) &&
      keys.some(
        (one) =>
          one === key ||
          one === 'any' ||
          (one === 'digit' && /^\d$/.test(key)) ||
          (one === 'text' && [...key].length === 1),
      ),
  );
  const { ask, ...rest } = state;
  return row ? row.press(rest, facts, key) : rest;
}

/** As node:readline tells of a key that was pressed. */
export interface Keypress {
  readonly name?: string;
  readonly sequence?: string;
  readonly ctrl?: boolean;
}

/** `G`, `?` and the like for what types something; `right`, `escape`, `space`, `ctrl-c` for the rest; undefined: no key of ours. */
export function keyOf({ name, sequence = '', ctrl }: Keypress): StepKey | undefined {
  if (ctrl) return name && `ctrl-${name}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys that type nothing send such.
  return [...sequence].length === 1 && !/[\u0000-\u0020\u007f]/.test(sequence) ? sequence : name;
}

import type { Immer } from 'immer';
import { invariant } from '../base/errors';
import { applyEvent } from './apply-event';
import type { HistoryView } from './event';
import { EMPTY_STATE, type ExecutionState } from './execution-state';

/** A state is kept for each so many events: what `at` has to work through at most, on top of the nearest one that is kept. */
const CHECKPOINT_EVERY = 512;

let loaded: Immer | undefined;

function immer(): Immer {
  if (loaded) return loaded;
  // Loaded when first needed: in most processes nobody looks at the states of a history.
  const { Immer } = require('immer') as typeof import('immer');
  // Not frozen: states hold failures and payloads of the events themselves, which are not ours to freeze.
  loaded = new Immer({ autoFreeze: false });
  return loaded;
}

/**
 * The state of a run at each of its events; a pure function of them. Worked out when asked for, and only as far as asked for; the
 * states share what did not change between them. The history may grow meanwhile.
 */
export class Projection {
  readonly #view: HistoryView;
  readonly #checkpoints: ExecutionState[] = [EMPTY_STATE];
  /** Where the last call ended: walking through a history event by event then costs one event each. */
  #latest: ExecutionState = EMPTY_STATE;

  constructor(view: HistoryView) {
    this.#view = view;
  }

  /** The state just after this event; 0: before the first. */
  at(eventId: number): ExecutionState {
    const isInside = Number.isInteger(eventId) && eventId >= 0 && eventId <= this.#view.length;
    invariant(isInside, `the state at event ${eventId} of ${this.#view.length} was asked for`);
    const wanted = Math.floor(eventId / CHECKPOINT_EVERY);
    while (this.#checkpoints.length <= wanted) {
      this.#checkpoints.push(this.#advance(this.#checkpoints.at(-1)!, this.#checkpoints.length * CHECKPOINT_EVERY));
    }
    const checkpoint = this.#checkpoints[wanted]!;
    const isNearer = this.#latest.eventId <= eventId && this.#latest.eventId > checkpoint.eventId;
    this.#latest = this.#advance(isNearer ? this.#latest : checkpoint, eventId);
    return this.#latest;
  }

  #advance(from: ExecutionState, to: number): ExecutionState {
    if (from.eventId === to) return from;
    return immer().produce(from, (draft) => {
      for (let id = from.eventId + 1; id <= to; id++) applyEvent(draft, this.#view.event(id));
    });
  }
}

/** The append-only log of one history, and the cheap ways to look at a part of it. */
import { WorldlineBug } from '../base/errors';
import type { AnyEvent, HistoryView } from './event';

/**
 * An append-only history. Appending, viewing and forking copy no events: a fork shares the arrays of the log that it came
 * from. Reading costs a binary search over the arrays of a fork of forks, and nothing for a log that was never forked.
 */
export class EventLog implements HistoryView {
  #length = 0;
  /** The arrays that together hold the events; `#starts[i]` is how many events come before `#arrays[i]`. */
  #arrays: AnyEvent[][] = [[]];
  #starts: number[] = [0];

  constructor(events?: readonly AnyEvent[]) {
    if (events) for (const event of events) this.append(event);
  }

  /** The id of the last event; 0 when empty. */
  get length(): number {
    return this.#length;
  }

  /** Adds an event, whose id must be `length + 1`. */
  append(event: AnyEvent): void {
    const next = this.#length + 1;
    if (event.id !== next) throw outOfOrder(event, next);
    const last = this.#arrays.length - 1;
    const array = this.#arrays[last]!;
    // A shared array may have been extended by another log since this one was forked; then this log goes on in its own.
    if (array.length === this.#length - this.#starts[last]!) {
      array.push(event);
    } else {
      this.#arrays.push([event]);
      this.#starts.push(this.#length);
    }
    this.#length = next;
  }

  event(id: number): AnyEvent {
    if (!(id >= 1 && id <= this.#length)) throw outside(id, this.#length);
    const starts = this.#starts;
    let at = starts.length - 1;
    if (starts[at]! >= id) {
      let low = 0;
      while (low < at) {
        const middle = (low + at + 1) >>> 1;
        if (starts[middle]! < id) low = middle;
        else at = middle - 1;
      }
    }
    return this.#arrays[at]![id - 1 - starts[at]!]!;
  }

  /** The first `length` events (default: all there are now); events that are appended later do not show in it. */
  view(length = this.#length): HistoryView {
    assertLength(length, this.#length);
    return new Prefix(this, length);
  }

  /** A new log whose first `length` events are this one's; either may go on without the other. */
  fork(length = this.#length): EventLog {
    assertLength(length, this.#length);
    const fork = new EventLog();
    let used = this.#starts.length;
    while (used > 1 && this.#starts[used - 1]! >= length) used--;
    fork.#arrays = this.#arrays.slice(0, used);
    fork.#starts = this.#starts.slice(0, used);
    fork.#length = length;
    return fork;
  }
}

/** A view of the first events of another view. */
class Prefix implements HistoryView {
  constructor(
    private readonly whole: HistoryView,
    readonly length: number,
  ) {}

  event(id: number): AnyEvent {
    if (!(id >= 1 && id <= this.length)) throw outside(id, this.length);
    return this.whole.event(id);
  }
}

class Extended implements HistoryView {
  readonly length: number;

  constructor(
    private readonly view: HistoryView,
    private readonly tail: readonly AnyEvent[],
  ) {
    this.length = view.length + tail.length;
  }

  event(id: number): AnyEvent {
    if (!(id >= 1 && id <= this.length)) throw outside(id, this.length);
    return id <= this.view.length ? this.view.event(id) : this.tail[id - 1 - this.view.length]!;
  }
}

/**
 * A view with a few provisional events at its end, as a worker sees a transient or speculative workflow task: the events are
 * not in the history (yet). Their ids go on from the view's. The view must not change afterwards: pass `log.view()`, not a log.
 */
export function withTail(view: HistoryView, events: readonly AnyEvent[]): HistoryView {
  events.forEach((event, index) => {
    const next = view.length + 1 + index;
    if (event.id !== next) throw outOfOrder(event, next);
  });
  return new Extended(view, events);
}

/** The first `length` events of a view. */
export function viewUntil(view: HistoryView, length: number): HistoryView {
  assertLength(length, view.length);
  return new Prefix(view, length);
}

/** The events of a view from an id on (default: all), in order. */
export function* eventsOf(view: HistoryView, fromId = 1): Generator<AnyEvent, void, undefined> {
  for (let id = fromId; id <= view.length; id++) yield view.event(id);
}

// Errors are made only where they are thrown: building their texts costs more than an append.
function outOfOrder(event: AnyEvent, due: number): WorldlineBug {
  return new WorldlineBug(`event ${event.id} (${event.type}) was added where event ${due} is due`);
}

function outside(id: number, length: number): WorldlineBug {
  return new WorldlineBug(`there is no event ${id} in a history of ${length} events`);
}

function assertLength(wanted: number, length: number): void {
  if (wanted >= 0 && wanted <= length) return;
  throw new WorldlineBug(`the first ${wanted} events of a history of ${length} were asked for`);
}

/** The history of one workflow run, as users see it. */
import Long from 'long';
import type { temporal } from '../base/api';
import { InvalidInputError } from '../base/errors';
import { type CanonicalOptions, canonicalText } from './canonical';
import { diffHistories, type HistoryDiff } from './diff';
import type { AnyEvent, EventType, HistoryEvent, HistoryView } from './event';
import { EventLog, eventsOf } from './event-log';
import type { ExecutionState } from './execution-state';
import { assertHistory, type HistoryJson, historyFromJson, historyToJson } from './json';
import { isJsonObject } from './json-value';
import { Projection } from './projection';
import { fromProto, toProto } from './proto';
import { type HistoryTextOptions, historyText } from './text';

export type HistoryProto = temporal.api.history.v1.IHistory;

/** What `History.from` reads. */
export type HistorySource =
  | string
  | HistoryProto
  | HistoryView
  | readonly unknown[]
  | { readonly events: readonly unknown[] };

/**
 * The history of one workflow run: a read-only list of events, with the ways to write, compare and understand it. Cheap to make:
 * it wraps a view, and everything else is worked out when asked for.
 */
export class History implements HistoryView, Iterable<AnyEvent> {
  readonly #view: HistoryView;
  readonly #runId: string | undefined;
  #projection: Projection | undefined;

  /** `runId`: where it is known from elsewhere; default: what the first event says (see `runId`). */
  constructor(view: HistoryView, runId?: string) {
    this.#view = view;
    this.#runId = runId;
  }

  /**
   * Reads a history: JSON text or parsed JSON (of `historyToJSON`, of `temporal workflow show --output json`, of the Web UI), or
   * the API's `History` message, as the SDK's `handle.fetchHistory()` gives it.
   * @throws InvalidHistoryError for anything that is not a whole history.
   */
  static from(source: HistorySource | History): History {
    if (source instanceof History) return source;
    if (isProto(source)) return new History(new EventLog(assertHistory(source.events!.map((e, i) => fromProto(e, i)))));
    if (isView(source)) return new History(source);
    return new History(new EventLog(historyFromJson(source)));
  }

  /** The id of the last event; the number of events. */
  get length(): number {
    return this.#view.length;
  }

  /** The event with this id (1 … length). */
  event(id: number): AnyEvent {
    this.#assertInside(id, 1);
    return this.#view.event(id);
  }

  /** All events, in a new array. */
  get events(): AnyEvent[] {
    return Array.from(this);
  }

  [Symbol.iterator](): Iterator<AnyEvent> {
    return eventsOf(this.#view);
  }

  /** The events of one type, in order: `history.ofType('ActivityTaskScheduled')`. */
  ofType<T extends EventType>(type: T): HistoryEvent<T>[] {
    const found: HistoryEvent<T>[] = [];
    for (const event of this) if (event.type === type) found.push(event as HistoryEvent<T>);
    return found;
  }

  get workflowId(): string {
    return this.#started?.attributes.workflowId ?? '';
  }

  /**
   * Histories in JSON do not say which run they are of. What the first event does say is the run that this history began as,
   * which differs only for a run that a reset made.
   */
  get runId(): string {
    return this.#runId ?? this.#started?.attributes.originalExecutionRunId ?? '';
  }

  get workflowType(): string {
    return this.#started?.attributes.workflowType?.name ?? '';
  }

  /** Proto-JSON, as the SDK's `historyToJSON` writes it: `JSON.stringify(history, null, 2)` is a history file. */
  toJSON(): HistoryJson {
    return historyToJson(this.#view);
  }

  /** The API's message: for `historyToJSON`, for `Worker.runReplayHistory`. */
  toProto(): { events: temporal.api.history.v1.IHistoryEvent[] } {
    return { events: Array.from(this, toProto) };
  }

  /** One line for each event, for people: id, time since the start, type, what it says. */
  toText(options?: HistoryTextOptions): string {
    return historyText(this.#view, options);
  }

  toString(): string {
    return this.toText();
  }

  /** Text that is the same for each recording of the same behaviour, for snapshots: ids as symbols, times left out. */
  toCanonicalText(options?: CanonicalOptions): string {
    return canonicalText(this.#view, options);
  }

  /**
   * What the server knew just after an event (default: the last one): pending activities, timers, children, updates, the
   * workflow task, counters. The first call works through the history, later ones are cheap.
   */
  at(eventId = this.length): ExecutionState {
    this.#assertInside(eventId, 0);
    this.#projection ??= new Projection(this.#view);
    return this.#projection.at(eventId);
  }

  /** What tells another history apart from this one (which is the left side). */
  diff(other: History, options?: CanonicalOptions): HistoryDiff {
    return diffHistories(this.#view, other.#view, options);
  }

  #assertInside(id: number, least: number): void {
    if (Number.isInteger(id) && id >= least && id <= this.length) return;
    throw new InvalidInputError(`There is no event ${id} in this history; its events are ${least} to ${this.length}`);
  }

  get #started(): HistoryEvent<'WorkflowExecutionStarted'> | undefined {
    const first = this.length > 0 ? this.event(1) : undefined;
    return first?.type === 'WorkflowExecutionStarted' ? first : undefined;
  }
}

function isView(source: object | string): source is HistoryView {
  return typeof source === 'object' && 'event' in source && typeof source.event === 'function';
}

/** Messages and JSON are both `{ events }`; what tells them apart is that JSON has no `Long`. */
function isProto(source: unknown): source is HistoryProto {
  if (!isJsonObject(source) || !Array.isArray(source.events)) return false;
  const first: unknown = source.events[0];
  return isJsonObject(first) && Long.isLong(first.eventId);
}

/** Histories as proto-JSON: out as the SDK's `historyToJSON`, in from whatever Temporal's tools write. */
import type { temporal } from '../base/api';
import type { AnyEvent, HistoryView } from './event';
import { eventsOf } from './event-log';
import { InvalidHistoryError } from './invalid-history-error';
import { Place } from './json-place';
import { readMessage } from './json-reader';
import { isJsonObject } from './json-value';
import { fromProto, toProto } from './proto';
import { protoRoot } from './proto-root';

/** A history as proto-JSON; `JSON.stringify(json, null, 2)` is byte for byte what the SDK's `historyToJSON` gives. */
export interface HistoryJson {
  events: Record<string, unknown>[];
}

export function historyToJson(view: HistoryView): HistoryJson {
  const { historyEvent, toJson } = protoRoot();
  return {
    events: Array.from(eventsOf(view), (event) => toJson(historyEvent, historyEvent.fromObject(toProto(event)))),
  };
}

/**
 * Reads the events of a history from JSON, as text or parsed: what `historyToJSON`, `temporal workflow show --output json` and
 * the Web UI's download give (`{ events: [...] }` or the bare array; long or short enum names; camelCase or snake_case;
 * payloads in full or in shorthand). Unknown fields are ignored. An event without a time gets the epoch.
 * @throws InvalidHistoryError for anything that is not a history.
 */
export function historyFromJson(input: unknown): AnyEvent[] {
  const json = typeof input === 'string' ? parse(input) : input;
  const list = isJsonObject(json) ? json.events : json;
  if (!Array.isArray(list)) {
    const expected = '{ "events": [...] }, or the array of events itself';
    throw new InvalidHistoryError({ path: '', value: json, problem: 'has no list of events', expected });
  }
  const { historyEvent } = protoRoot();
  return assertHistory(
    Array.from(list, (raw: unknown, position) => {
      const claimed = isJsonObject(raw) ? (raw.eventId ?? raw.event_id) : undefined;
      const message = readMessage(historyEvent, raw, Place.event(position, claimed));
      return fromProto(message as temporal.api.history.v1.IHistoryEvent, position);
    }),
  );
}

/**
 * Returns the events if they are a whole history, beginning with WorkflowExecutionStarted.
 * @throws InvalidHistoryError otherwise.
 */
export function assertHistory(events: AnyEvent[]): AnyEvent[] {
  const expected = 'the whole history, from its WorkflowExecutionStarted event (id 1) on';
  const first = events[0];
  if (!first) throw new InvalidHistoryError({ path: '', value: undefined, problem: 'has no events', expected });
  if (first.type === 'WorkflowExecutionStarted') return events;
  const problem = 'is not how a history begins';
  throw new InvalidHistoryError({ position: 0, eventId: '1', path: 'eventType', value: first.type, problem, expected });
}

function parse(text: string): unknown {
  try {
    // A byte order mark is what some shells put before the output that they redirect into a file.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const expected = 'JSON such as { "events": [...] }';
    throw new InvalidHistoryError({ path: '', value: text, problem: 'is not JSON', expected }, { cause });
  }
}

/** Events to and from the API's `HistoryEvent`, in the shape that protobufjs decodes: what users of the SDK get and give. */
import Long from 'long';
import type { Timestamp, temporal } from '../base/api';
import { type AnyEvent, EVENT_TYPES, type WireFields } from './event';
import { attributesField, eventTypeOfField, eventTypeOfNumber, INT64_FIELDS } from './event-names';
import { InvalidHistoryError } from './invalid-history-error';

export type IHistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One event as a plain object. Payloads, failures and durations are shared with the event, not copied. */
export function toProto(event: AnyEvent): IHistoryEvent {
  const { wire } = event;
  const proto: IHistoryEvent = {
    eventId: Long.fromNumber(event.id),
    eventTime: eventTimestamp(event),
    eventType: EVENT_TYPES[event.type],
    version: wire?.version ?? Long.ZERO,
    taskId: wire?.taskId ?? Long.fromNumber(event.id),
    [attributesField(event.type)]: int64sToLong(event.attributes as Record<string, unknown>),
  };
  if (event.userMetadata) proto.userMetadata = event.userMetadata;
  if (wire?.workerMayIgnore) proto.workerMayIgnore = true;
  if (wire?.links?.length) proto.links = wire.links;
  if (wire?.principal) proto.principal = wire.principal;
  if (wire?.eventGroupMarkers?.length) proto.eventGroupMarkers = wire.eventGroupMarkers;
  return proto;
}

/**
 * One event from the API's message. `position`: its place in the list of events, from 0; its id must then be the next one.
 * @throws InvalidHistoryError where id, type or attributes are missing or do not belong together.
 */
export function fromProto(proto: IHistoryEvent, position?: number): AnyEvent {
  const refuse = (path: string, value: unknown, problem: string, expected: string) =>
    new InvalidHistoryError({ position, eventId: idText(proto.eventId) ?? 'missing', path, value, problem, expected });
  const id = int64(proto.eventId);
  if (!Number.isSafeInteger(id) || id < 1) {
    throw refuse('eventId', idText(proto.eventId), 'is no event id', 'an integer of at least 1');
  }
  if (position !== undefined && id !== position + 1) {
    const problem = id <= position ? 'comes twice or out of order' : 'is not the next one';
    throw refuse('eventId', id, problem, `${position + 1}, because ids begin at 1 and have no gaps`);
  }
  const type = eventTypeOfNumber(proto.eventType ?? 0);
  if (type === undefined)
    throw refuse('eventType', proto.eventType, 'is no event type', 'a number of the EventType enum');
  const field = attributesField(type);
  for (const key in proto) {
    const other = key === field ? undefined : eventTypeOfField(key);
    if (other && proto[key as keyof IHistoryEvent]) {
      throw refuse(key, proto[key as keyof IHistoryEvent], `does not belong to a ${type} event`, `only ${field}`);
    }
  }
  const time = timestampMs(proto.eventTime);
  if (!Number.isSafeInteger(time)) throw refuse('eventTime', proto.eventTime, 'is no time', 'seconds and nanos');
  const attributes = proto[field];
  if (!attributes) throw refuse(field, attributes, 'is missing', `the attributes of a ${type} event`);
  const event = {
    id,
    time,
    type,
    attributes: int64sToNumber(attributes as Record<string, unknown>, id, (key, ...rest) =>
      refuse(`${field}.${key}`, ...rest),
    ),
    ...(proto.userMetadata ? { userMetadata: proto.userMetadata } : undefined),
    ...wireFields(proto, id),
  };
  return event as AnyEvent;
}

/** An int64 as a number; NaN for what is none. */
function int64(value: unknown): number {
  if (typeof value === 'number') return value;
  return Long.isLong(value) ? value.toNumber() : Number.NaN;
}

function idText(id: IHistoryEvent['eventId']): string | undefined {
  return id === null || id === undefined ? undefined : String(id);
}

/** The event's time as the API's timestamp, to the nanosecond. */
export function eventTimestamp(event: AnyEvent): Timestamp {
  const seconds = Math.floor(event.time / 1000);
  const nanos = event.wire?.nanos ?? Math.round((event.time - seconds * 1000) * 1e6);
  return { seconds: Long.fromNumber(seconds), nanos };
}

/** Whole milliseconds, as the SDK reads a timestamp; what is finer goes to the wire fields. */
function timestampMs(timestamp: Timestamp | null | undefined): number {
  return timestamp ? int64(timestamp.seconds ?? 0) * 1000 + Math.floor((timestamp.nanos ?? 0) / 1e6) : 0;
}

function wireFields(proto: IHistoryEvent, id: number): { wire?: WireFields } | undefined {
  const nanos = proto.eventTime?.nanos ?? 0;
  const { taskId, version } = proto;
  const wire: { -readonly [K in keyof WireFields]: WireFields[K] } = {};
  if (nanos % 1e6 !== 0) wire.nanos = nanos;
  if (!taskId || !Long.fromValue(taskId).equals(id)) wire.taskId = taskId ?? Long.ZERO;
  if (version && !Long.fromValue(version).isZero()) wire.version = version;
  if (proto.workerMayIgnore) wire.workerMayIgnore = true;
  if (proto.links?.length) wire.links = proto.links;
  if (proto.principal) wire.principal = proto.principal;
  if (proto.eventGroupMarkers?.length) wire.eventGroupMarkers = proto.eventGroupMarkers;
  return Object.keys(wire).length > 0 ? { wire } : undefined;
}

function int64sToLong(attributes: Record<string, unknown>): Record<string, unknown> {
  const out = { ...attributes };
  for (const key in out) {
    const value = out[key];
    if (typeof value === 'number' && INT64_FIELDS.has(key)) out[key] = Long.fromNumber(value);
  }
  return out;
}

/** Ids of events in another workflow's history; all others name an earlier event of the same history. */
const FOREIGN_IDS: ReadonlySet<string> = new Set(['parentInitiatedEventId', 'externalInitiatedEventId']);

function int64sToNumber(
  attributes: Record<string, unknown>,
  id: number,
  refuse: (key: string, value: unknown, problem: string, expected: string) => Error,
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  // Own fields only: a decoded message has its defaults and methods on its prototype.
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (!INT64_FIELDS.has(key) || value === null || value === undefined) {
      out[key] = value;
      continue;
    }
    const number = int64(value);
    if (!Number.isSafeInteger(number))
      throw refuse(key, String(value), 'is no usable integer', 'an integer below 2^53');
    if (key.endsWith('EventId')) {
      if (number < 0) throw refuse(key, number, 'is negative', 'the id of an event, or 0 for none');
      if (number >= id && !FOREIGN_IDS.has(key)) {
        throw refuse(key, number, 'does not name an earlier event', `an id below ${id}, or 0 for none`);
      }
    }
    out[key] = number;
  }
  return out;
}

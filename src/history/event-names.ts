/** How event types and their attributes stand on the wire. */
import type { temporal } from '../base/api';
import { EVENT_TYPES, type EventType } from './event';

/** The field of the API's `HistoryEvent` that holds the attributes of one event type. */
export type AttributesField = Extract<keyof temporal.api.history.v1.IHistoryEvent, `${string}EventAttributes`>;

const TYPES = Object.keys(EVENT_TYPES) as EventType[];

const FIELDS = Object.fromEntries(
  TYPES.map((type) => [type, `${type[0]!.toLowerCase()}${type.slice(1)}EventAttributes`]),
) as Record<EventType, AttributesField>;

const BY_NUMBER = new Map<number, EventType>(TYPES.map((type) => [EVENT_TYPES[type], type]));
const BY_FIELD = new Map<string, EventType>(TYPES.map((type) => [FIELDS[type], type]));

/** For example `activityTaskScheduledEventAttributes`. */
export function attributesField(type: EventType): AttributesField {
  return FIELDS[type];
}

export function eventTypeOfNumber(number: number): EventType | undefined {
  return BY_NUMBER.get(number);
}

/** The type whose attributes stand in this field of a `HistoryEvent`. */
export function eventTypeOfField(field: string): EventType | undefined {
  return BY_FIELD.get(field);
}

/**
 * The int64 fields of all event attributes: numbers in memory, `Long` on the wire. A field that has one of these names is an
 * int64 in every event type that has it.
 */
export const INT64_FIELDS: ReadonlySet<string> = new Set([
  'parentInitiatedEventId',
  'parentInitiatedEventVersion',
  'workflowTaskCompletedEventId',
  'scheduledEventId',
  'historySizeBytes',
  'buildIdRedirectCounter',
  'startedEventId',
  'forkEventVersion',
  'latestCancelRequestedEventId',
  'externalInitiatedEventId',
  'initiatedEventId',
  'acceptedRequestSequencingEventId',
  'rejectedRequestSequencingEventId',
  'acceptedEventId',
  'requestedEventId',
]);

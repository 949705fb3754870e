/** How an event type is named and numbered on the wire. */
import type { temporal } from '../base/api';
import { EVENT_TYPES, type EventType } from './event';

/** The field of the API's `HistoryEvent` that holds the attributes of one event type. */
export type AttributesField = Extract<keyof temporal.api.history.v1.IHistoryEvent, `${string}EventAttributes`>;

interface EventName {
  readonly type: EventType;
  /** For example `activityTaskScheduledEventAttributes`. */
  readonly field: AttributesField;
  /** For example `EVENT_TYPE_ACTIVITY_TASK_SCHEDULED`. */
  readonly constant: string;
}

const NAMES: readonly EventName[] = (Object.keys(EVENT_TYPES) as EventType[]).map((type) => ({
  type,
  field: `${type[0]!.toLowerCase()}${type.slice(1)}EventAttributes` as AttributesField,
  constant: `EVENT_TYPE_${type.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase()}`,
}));

const BY_TYPE = Object.fromEntries(NAMES.map((name) => [name.type, name])) as Record<EventType, EventName>;
const BY_NUMBER = new Map(NAMES.map((name) => [EVENT_TYPES[name.type] as number, name.type]));
const BY_NAME = new Map(
  NAMES.flatMap(({ type, constant }) => [type, constant, constant.slice(11)].map((n) => [n, type])),
);
const BY_FIELD = new Map<string, EventType>(NAMES.map((name) => [name.field, name.type]));

export function attributesField(type: EventType): AttributesField {
  return BY_TYPE[type].field;
}

/** For example `EVENT_TYPE_TIMER_FIRED` for `TimerFired`. */
export function eventTypeConstant(type: EventType): string {
  return BY_TYPE[type].constant;
}

export function eventTypeOfNumber(number: number): EventType | undefined {
  return BY_NUMBER.get(number);
}

/** Reads `TimerFired`, `TIMER_FIRED` and `EVENT_TYPE_TIMER_FIRED`: what the different tools of Temporal write. */
export function eventTypeOfName(name: string): EventType | undefined {
  return BY_NAME.get(name);
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

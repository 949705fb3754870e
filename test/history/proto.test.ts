import { temporal } from '@temporalio/proto';
import Long from 'long';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, type EventType } from '../../src/history/event';
import { attributesField, INT64_FIELDS } from '../../src/history/event-names';
import { History } from '../../src/history/history';
import { InvalidHistoryError } from '../../src/history/invalid-history-error';
import { fromProto, toProto } from '../../src/history/proto';
import { protoRoot } from '../../src/history/proto-root';
import { build, json, START } from './build';
import { FIXTURES, fixtureText } from './fixtures';

const TYPES = Object.keys(EVENT_TYPES) as EventType[];

describe('the tables of event types', () => {
  it('name and number each type as the API does, and know them all', () => {
    const pascal = (name: string) => name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, c: string) => c.toUpperCase());
    const api = Object.entries(temporal.api.enums.v1.EventType)
      .filter(([, number]) => typeof number === 'number' && number !== 0)
      .map(([name, number]) => [pascal(name.replace(/^EVENT_TYPE_/, '')), number]);
    expect(EVENT_TYPES).toEqual(Object.fromEntries(api));
  });

  it('know exactly the int64 fields of all attributes, none of which is something else elsewhere', () => {
    const { historyEvent } = protoRoot();
    const found = new Set<string>();
    for (const type of TYPES) {
      const attributes = historyEvent.fields[attributesField(type)]!.resolvedType as import('protobufjs').Type;
      for (const field of attributes.fieldsArray) {
        if (field.type === 'int64') found.add(field.name);
        else expect(INT64_FIELDS).not.toContain(field.name);
      }
    }
    expect(found).toEqual(INT64_FIELDS);
  });
});

describe('toProto', () => {
  it('has Long where the API has int64, and shares payloads with the event', () => {
    const result = json('ok');
    const event = build()
      .at(1250)
      .add('ActivityTaskCompleted', { scheduledEventId: 1, startedEventId: 1, result })
      .log.event(2);
    const proto = toProto(event);
    expect(proto).toEqual({
      eventId: Long.fromNumber(2),
      eventTime: { seconds: Long.fromNumber(START / 1000 + 1), nanos: 250_000_000 },
      eventType: temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
      taskId: Long.fromNumber(2),
      version: Long.ZERO,
      activityTaskCompletedEventAttributes: { scheduledEventId: Long.ONE, startedEventId: Long.ONE, result },
    });
    expect(proto.activityTaskCompletedEventAttributes?.result).toBe(result);
  });

  it.each(FIXTURES)('is undone by fromProto, for each event of %s, also after the wire', (name) => {
    const { History: Message } = temporal.api.history.v1;
    const history = History.from(fixtureText(name));
    expect(history.toProto().events.map((event, i) => fromProto(event, i))).toEqual(history.events);
    const decoded = Message.decode(Message.encode(Message.fromObject(history.toProto())).finish());
    expect(JSON.stringify(History.from(decoded))).toBe(JSON.stringify(history));
  });
});

describe('fromProto', () => {
  const good = toProto(build().log.event(1));

  it.each([
    ['no id', { ...good, eventId: undefined }, /eventId is no event id/],
    ['an unknown type', { ...good, eventType: 999 }, /eventType is no event type: 999/],
    [
      'attributes of another type',
      { ...good, timerFiredEventAttributes: {} },
      /does not belong to a WorkflowExecutionStarted/,
    ],
    ['no attributes', { ...good, workflowExecutionStartedEventAttributes: null }, /EventAttributes is missing/],
  ])('refuses an event with %s', (_, event, message) => {
    expect(() => fromProto(event as never)).toThrow(InvalidHistoryError);
    expect(() => fromProto(event as never)).toThrow(message);
  });
});

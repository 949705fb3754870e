import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
import { temporal } from '@temporalio/proto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from '../../src/history/history';
import { InvalidHistoryError } from '../../src/history/invalid-history-error';
import { payloadsText } from '../../src/history/payload-text';
import { build, json, ms } from './build';
import { FIXTURES, fixture, fixtureText } from './fixtures';

function refusal(input: unknown): InvalidHistoryError {
  try {
    History.from(input as never);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidHistoryError);
    return error as InvalidHistoryError;
  }
  throw new Error('the history was accepted');
}

/** The recorded history with one thing changed. */
function changed(change: (events: Record<string, any>[]) => void, name = FIXTURES[3]): unknown {
  const history = fixture(name as never);
  change(history.events);
  return history;
}

describe('histories of a real server', () => {
  it.each(FIXTURES)('%s is written byte for byte as the SDK writes it', (name) => {
    const bySdk = historyToJSON(historyFromJSON(fixture(name)));
    expect(JSON.stringify(History.from(fixtureText(name)), null, 2)).toBe(bySdk);
    expect(JSON.parse(bySdk)).toEqual(fixture(name));
  });

  it.each(FIXTURES)('%s survives the way through the API message', (name) => {
    const history = History.from(fixtureText(name));
    expect(historyToJSON(history.toProto())).toBe(JSON.stringify(history, null, 2));
  });
});

describe('what other tools write', () => {
  const expected = JSON.stringify(History.from(fixtureText('patched.main')));
  const renamed =
    (rename: (key: string) => string) =>
    (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(renamed(rename));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, field]) => [rename(key), renamed(rename)(field)]));
    };

  it('is read from a bare array, and after a byte order mark', () => {
    expect(JSON.stringify(History.from(fixture('patched.main').events))).toBe(expected);
    expect(JSON.stringify(History.from(`\uFEFF${fixtureText('patched.main')}`))).toBe(expected);
  });

  it('may have snake_case names', () => {
    const snake = renamed((key) => (key === 'patch-data' ? key : key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)));
    const { events } = snake(fixture('patched.main')) as { events: Record<string, any>[] };
    // Keys of maps are data and not names of fields.
    const upserts = events.map(
      (e) => e.upsert_workflow_search_attributes_event_attributes?.search_attributes?.indexed_fields,
    );
    for (const fields of upserts.filter(Boolean)) {
      fields.TemporalChangeVersion = fields._temporal_change_version;
      delete fields._temporal_change_version;
    }
    expect(JSON.stringify(History.from({ events }))).toBe(expected);
  });

  it('may have short enum names, in either spelling, or numbers', () => {
    const pascal = (name: string) => name.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, c: string) => c.toUpperCase());
    const spellings: ((short: string) => string | number)[] = [
      (short) => short,
      pascal,
      (short) => temporal.api.enums.v1.EventType[`EVENT_TYPE_${short}` as 'EVENT_TYPE_UNSPECIFIED'],
    ];
    for (const spell of spellings) {
      const history = changed((events) => {
        for (const event of events) {
          event.eventType = spell(event.eventType.slice('EVENT_TYPE_'.length));
          const queue = event.workflowTaskScheduledEventAttributes?.taskQueue;
          if (queue) queue.kind = pascal(queue.kind.slice('TASK_QUEUE_KIND_'.length));
        }
      });
      expect(JSON.stringify(History.from(history as never))).toBe(expected);
    }
  });

  it('may have payloads in shorthand, as `temporal workflow show --output json` writes them', () => {
    const input = ['text', 7, null, { a: { b: [] } }, {}, { _protoMessageType: 'my.Message', field: 1 }];
    const history = History.from(
      changed(([started]) => {
        started!.workflowExecutionStartedEventAttributes.input = input;
      }) as never,
    );
    const payloads = history.ofType('WorkflowExecutionStarted')[0]!.attributes.input!.payloads!;
    const encodings = payloads.map((payload) => new TextDecoder().decode(payload.metadata!.encoding));
    const plain = 'json/plain';
    expect(encodings).toEqual([plain, plain, 'binary/null', plain, plain, 'json/protobuf']);
    expect(payloadsText(payloads, 200)).toBe('"text", 7, null, {"a":{"b":[]}}, {}, {"field":1}');
  });

  it('may have a full payload within a list in shorthand', () => {
    const full = { metadata: { encoding: 'YmluYXJ5L3BsYWlu' }, data: 'AAEC' };
    const history = History.from(
      changed(([started]) => {
        started!.workflowExecutionStartedEventAttributes.input = ['text', full];
      }) as never,
    );
    const payloads = history.ofType('WorkflowExecutionStarted')[0]!.attributes.input!.payloads!;
    expect(payloads[1]!.data).toEqual(new Uint8Array([0, 1, 2]));
  });

  it('may hold fields that this version does not know', () => {
    const history = changed(([started]) => {
      started!.fieldOfTomorrow = { any: 'thing' };
      started!.workflowExecutionStartedEventAttributes.anotherOne = [1];
    });
    expect(JSON.stringify(History.from(history as never))).toBe(expected);
  });
});

describe('what is no history is refused', () => {
  const started = 'workflowExecutionStartedEventAttributes';
  const nested = (levels: number): unknown => JSON.parse(`${'{"cause":'.repeat(levels)}{}${'}'.repeat(levels)}`);
  const failWith = (failure: unknown) =>
    changed((events) => {
      const marker = events.find((event) => event.markerRecordedEventAttributes);
      marker!.markerRecordedEventAttributes.failure = failure;
    });
  const cyclic: Record<string, unknown> = {};
  cyclic.cause = cyclic;
  const cyclicArgument: unknown[] = [];
  cyclicArgument.push(cyclicArgument);

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'events: []', /the history is not JSON: "events: \[\]"\. Expected JSON/],
    ['JSON that is cut off', fixtureText('patched.main').slice(0, 500), /is not JSON/],
    ['a number', 7, /has no list of events: 7/],
    ['null', 'null', /has no list of events: null/],
    ['no list of events', { events: 'many' }, /has no list of events/],
    ['no events at all', { events: [] }, /has no events/],
    [
      'an event that is no object',
      changed((e) => e.splice(1, 1, 7 as never)),
      /position 1 .*the event has the wrong type: 7/,
    ],
    ['a missing id', changed((e) => delete e[2]!.eventId), /position 2 \(eventId missing\): eventId is no event id/],
    [
      'an id twice',
      changed((e) => Object.assign(e[2]!, { eventId: '2' })),
      /comes twice or out of order: 2\. Expected 3/,
    ],
    ['a gap', changed((e) => e.splice(3, 1)), /position 3 \(eventId 5\).*Expected 4, because ids begin at 1/],
    ['a beginning that is missing', changed((e) => e.splice(0, 1)), /position 0 \(eventId 2\)/],
    ['a negative id', changed((e) => Object.assign(e[0]!, { eventId: '-1' })), /eventId is negative: "-1"/],
    [
      'an id that is no number',
      changed((e) => Object.assign(e[0]!, { eventId: 'one' })),
      /eventId is no integer: "one"/,
    ],
    ['an id with a fraction', changed((e) => Object.assign(e[0]!, { eventId: 1.5 })), /eventId is no integer: 1.5/],
    ['an enormous id', changed((e) => Object.assign(e[0]!, { eventId: '9'.repeat(40) })), /out of range for int64/],
    [
      'an id beyond 2^53',
      changed((e) => Object.assign(e[0]!, { eventId: '9223372036854775807' })),
      /eventId is no event id/,
    ],
    [
      'an unknown type',
      changed((e) => Object.assign(e[1]!, { eventType: 'WorkflowTaskDreamt' })),
      /eventType is no EventType: "WorkflowTaskDreamt"/,
    ],
    [
      'an unknown type number',
      changed((e) => Object.assign(e[1]!, { eventType: 4711 })),
      /eventType is no EventType: 4711/,
    ],
    ['no type', changed((e) => delete e[1]!.eventType), /eventType is no event type/],
    ['no attributes', changed((e) => delete e[0]![started]), /workflowExecutionStartedEventAttributes is missing/],
    [
      'two blocks of attributes',
      changed((e) => Object.assign(e[0]!, { timerFiredEventAttributes: {} })),
      /timerFiredEventAttributes stands beside workflowExecutionStarted/,
    ],
    [
      'attributes of another type',
      changed((e) => Object.assign(e[1]!, { eventType: 'TimerFired' })),
      /does not belong to a TimerFired event/,
    ],
    ['a field given twice', changed((e) => Object.assign(e[0]!, { event_id: '1' })), /event_id is given twice/],
    [
      'a history that does not begin with its start',
      [{ eventId: 1, eventType: 'TimerFired', timerFiredEventAttributes: {} }],
      /eventType is not how a history begins/,
    ],
    [
      'a reference to a later event',
      changed((e) => Object.assign(e[2]!.workflowTaskStartedEventAttributes, { scheduledEventId: '9' })),
      /scheduledEventId does not name an earlier event: 9/,
    ],
    [
      'a wrong type deep inside',
      changed((e) => Object.assign(e[0]![started].taskQueue, { name: 7 })),
      /workflowExecutionStartedEventAttributes\.taskQueue\.name has the wrong type: 7\. Expected a string/,
    ],
    [
      'a list where one object belongs',
      changed((e) => Object.assign(e[0]![started], { header: [] })),
      /header has the wrong type: an array of 0/,
    ],
    [
      'an unknown enum name',
      changed((e) => Object.assign(e[0]![started].taskQueue, { kind: 'GLUEY' })),
      /kind is no TaskQueueKind: "GLUEY"/,
    ],
    ['a negative count', changed((e) => Object.assign(e[0]![started], { attempt: -1 })), /attempt is negative/],
    [
      'a count too large',
      changed((e) => Object.assign(e[0]![started], { attempt: 2 ** 40 })),
      /attempt is out of range for int32/,
    ],
    [
      'a time that is none',
      changed((e) => Object.assign(e[0]!, { eventTime: '2030-02-30T00:00:00Z' })),
      /eventTime is no time/,
    ],
    [
      'a duration that is none',
      changed((e) => Object.assign(e[0]![started], { workflowTaskTimeout: '10 s' })),
      /workflowTaskTimeout is no duration: "10 s"/,
    ],
    [
      'a negative duration',
      changed((e) => Object.assign(e[0]![started], { workflowTaskTimeout: '-10s' })),
      /workflowTaskTimeout is negative/,
    ],
    [
      'broken base64',
      changed((e) => Object.assign(e[0]![started], { input: { payloads: [{ data: 'a*b' }] } })),
      /input\.payloads\[0\]\.data is broken base64: "a\*b"/,
    ],
    [
      'a payload that is no string',
      changed((e) => Object.assign(e[0]![started], { input: { payloads: [{ data: 5 }] } })),
      /data has the wrong type: 5\. Expected a base64 string/,
    ],
    [
      'half a character',
      changed((e) => Object.assign(e[0]![started], { identity: '\ud800' })),
      /identity is not well-formed Unicode/,
    ],
    ['causes without end', failWith(cyclic), /nested too deeply/],
    ['causes beyond what the SDK can read', failWith(nested(120)), /nested too deeply/],
    [
      'an argument that contains itself',
      changed((e) => Object.assign(e[0]![started], { input: cyclicArgument })),
      /contains itself/,
    ],
    [
      'an argument that is code',
      changed((e) => Object.assign(e[0]![started], { input: [() => 1] })),
      /is not JSON: a function/,
    ],
  ])('%s', (_, input, message) => {
    expect(refusal(input).message).toMatch(message);
    expect(refusal(input).code).toBe('INVALID_HISTORY');
  });

  it('a string of 100 MB, without repeating it in the message', () => {
    const error = refusal(changed((e) => Object.assign(e[0]![started], { identity: 'x'.repeat(100 * 1024 * 1024) })));
    expect(error.message).toMatch(/identity is too long: "x+…" \(104857600 characters\)/);
    expect(error.message.length).toBeLessThan(500);
  });

  it('and __proto__ keys reach no prototype', () => {
    const text = fixtureText('patched.main')
      .replace('"patch-data"', '"__proto__"')
      .replace('"eventId"', '"__proto__":{"polluted":1},"eventId"');
    const history = History.from(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(history.ofType('MarkerRecorded')[0]!.attributes.details!)).toEqual(['__proto__']);
  });
});

describe('for all histories', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const bytes = fc.uint8Array({ maxLength: 12 });
  const payload = fc.record({
    metadata: fc.dictionary(text, bytes, { minKeys: 1, noNullPrototype: true }),
    data: bytes,
  });
  const payloads = fc.record({ payloads: fc.array(payload, { minLength: 1, maxLength: 2 }) });
  const duration = fc.nat({ max: 10 ** 12 }).map(ms);
  const event = fc.oneof(
    fc.record({
      type: fc.constant('TimerStarted' as const),
      attributes: fc.record({ timerId: text, startToFireTimeout: duration }),
    }),
    fc.record({
      type: fc.constant('WorkflowExecutionSignaled' as const),
      attributes: fc.record({ signalName: text, input: payloads }),
    }),
    fc.record({
      type: fc.constant('ActivityTaskFailed' as const),
      attributes: fc.record({
        scheduledEventId: fc.constant(1),
        failure: fc.record({ message: text, cause: fc.record({ message: text }) }),
        retryState: fc.integer({ min: 1, max: 7 }),
      }),
    }),
    fc.record({
      type: fc.constant('MarkerRecorded' as const),
      attributes: fc.record({
        markerName: text,
        details: fc.dictionary(text, payloads, { minKeys: 1, noNullPrototype: true }),
      }),
    }),
  );
  const history = fc.array(fc.tuple(fc.nat({ max: 10 ** 10 }), event), { maxLength: 6 }).map((events) => {
    const builder = build({ input: json('x') });
    for (const [at, { type, attributes }] of events) builder.at(at).add(type, attributes as never);
    return builder.history;
  });

  it('JSON is what the SDK writes, and reading it gives it back', () => {
    fc.assert(
      fc.property(history, (original) => {
        const written = JSON.stringify(original, null, 2);
        expect(written).toBe(historyToJSON(original.toProto()));
        expect(JSON.stringify(History.from(written), null, 2)).toBe(written);
      }),
    );
  });

  it('a mutation is either a history again, or refused by InvalidHistoryError', () => {
    const names = ['__proto__', 'eventId', 'taskQueue', 'cause', 'payloads', 'metadata', 'data'];
    const junk = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>(...names, null, -1, Number.POSITIVE_INFINITY, '1s', {}, []),
    );
    const mutation = fc.record({
      path: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      value: junk,
      key: fc.option(fc.constantFrom(...names)),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...FIXTURES.filter((name) => !name.startsWith('long'))),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (name, mutations) => {
          const mutant: any = fixture(name);
          for (const { path, value, key } of mutations) {
            let node = mutant;
            for (const [depth, step] of path.entries()) {
              const keys = typeof node === 'object' && node !== null ? Object.keys(node) : [];
              if (keys.length === 0) break;
              const chosen = keys[step % keys.length]!;
              if (depth === path.length - 1) node[key ?? chosen] = value;
              else node = node[chosen];
            }
          }
          let read: History | undefined;
          try {
            read = History.from(mutant);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidHistoryError);
          }
          if (read) expect(JSON.stringify(History.from(JSON.stringify(read)))).toBe(JSON.stringify(read));
          expect(({} as Record<string, unknown>).payloads).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });
});

"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const proto_utils_1 = require("@temporalio/common/lib/proto-utils");
const proto_1 = require("@temporalio/proto");
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const history_1 = require("../../src/history/history");
const invalid_history_error_1 = require("../../src/history/invalid-history-error");
const payload_text_1 = require("../../src/history/payload-text");
const build_1 = require("./build");
const fixtures_1 = require("./fixtures");
function refusal(input) {
    try {
        history_1.History.from(input);
    }
    catch (error) {
        (0, vitest_1.expect)(error).toBeInstanceOf(invalid_history_error_1.InvalidHistoryError);
        return error;
    }
    throw new Error('the history was accepted');
}
/** The recorded history with one thing changed. */
function changed(change, name = fixtures_1.FIXTURES[3]) {
    const history = (0, fixtures_1.fixture)(name);
    change(history.events);
    return history;
}
(0, vitest_1.describe)('histories of a real server', () => {
    vitest_1.it.each(fixtures_1.FIXTURES)('%s is written byte for byte as the SDK writes it', (name) => {
        const bySdk = (0, proto_utils_1.historyToJSON)((0, proto_utils_1.historyFromJSON)((0, fixtures_1.fixture)(name)));
        (0, vitest_1.expect)(JSON.stringify(history_1.History.from((0, fixtures_1.fixtureText)(name)), null, 2)).toBe(bySdk);
        (0, vitest_1.expect)(JSON.parse(bySdk)).toEqual((0, fixtures_1.fixture)(name));
    });
    vitest_1.it.each(fixtures_1.FIXTURES)('%s survives the way through the API message', (name) => {
        const history = history_1.History.from((0, fixtures_1.fixtureText)(name));
        (0, vitest_1.expect)((0, proto_utils_1.historyToJSON)(history.toProto())).toBe(JSON.stringify(history, null, 2));
    });
});
(0, vitest_1.describe)('what other tools write', () => {
    const expected = JSON.stringify(history_1.History.from((0, fixtures_1.fixtureText)('patched.main')));
    const renamed = (rename) => (value) => {
        if (Array.isArray(value))
            return value.map(renamed(rename));
        if (typeof value !== 'object' || value === null)
            return value;
        return Object.fromEntries(Object.entries(value).map(([key, field]) => [rename(key), renamed(rename)(field)]));
    };
    (0, vitest_1.it)('is read from a bare array, and after a byte order mark', () => {
        (0, vitest_1.expect)(JSON.stringify(history_1.History.from((0, fixtures_1.fixture)('patched.main').events))).toBe(expected);
        (0, vitest_1.expect)(JSON.stringify(history_1.History.from(`\uFEFF${(0, fixtures_1.fixtureText)('patched.main')}`))).toBe(expected);
    });
    (0, vitest_1.it)('may have snake_case names', () => {
        const snake = renamed((key) => (key === 'patch-data' ? key : key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)));
        const { events } = snake((0, fixtures_1.fixture)('patched.main'));
        // Keys of maps are data and not names of fields.
        const upserts = events.map((e) => e.upsert_workflow_search_attributes_event_attributes?.search_attributes?.indexed_fields);
        for (const fields of upserts.filter(Boolean)) {
            fields.TemporalChangeVersion = fields._temporal_change_version;
            delete fields._temporal_change_version;
        }
        (0, vitest_1.expect)(JSON.stringify(history_1.History.from({ events }))).toBe(expected);
    });
    (0, vitest_1.it)('may have short enum names, in either spelling, or numbers', () => {
        const pascal = (name) => name.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, c) => c.toUpperCase());
        const spellings = [
            (short) => short,
            pascal,
            (short) => proto_1.temporal.api.enums.v1.EventType[`EVENT_TYPE_${short}`],
        ];
        for (const spell of spellings) {
            const history = changed((events) => {
                for (const event of events) {
                    event.eventType = spell(event.eventType.slice('EVENT_TYPE_'.length));
                    const queue = event.workflowTaskScheduledEventAttributes?.taskQueue;
                    if (queue)
                        queue.kind = pascal(queue.kind.slice('TASK_QUEUE_KIND_'.length));
                }
            });
            (0, vitest_1.expect)(JSON.stringify(history_1.History.from(history))).toBe(expected);
        }
    });
    (0, vitest_1.it)('may have payloads in shorthand, as `temporal workflow show --output json` writes them', () => {
        const input = ['text', 7, null, { a: { b: [] } }, {}, { _protoMessageType: 'my.Message', field: 1 }];
        const history = history_1.History.from(changed(([started]) => {
            started.workflowExecutionStartedEventAttributes.input = input;
        }));
        const payloads = history.ofType('WorkflowExecutionStarted')[0].attributes.input.payloads;
        const encodings = payloads.map((payload) => new TextDecoder().decode(payload.metadata.encoding));
        const plain = 'json/plain';
        (0, vitest_1.expect)(encodings).toEqual([plain, plain, 'binary/null', plain, plain, 'json/protobuf']);
        (0, vitest_1.expect)((0, payload_text_1.payloadsText)(payloads, 200)).toBe('"text", 7, null, {"a":{"b":[]}}, {}, {"field":1}');
    });
    (0, vitest_1.it)('may have a full payload within a list in shorthand', () => {
        const full = { metadata: { encoding: 'YmluYXJ5L3BsYWlu' }, data: 'AAEC' };
        const history = history_1.History.from(changed(([started]) => {
            started.workflowExecutionStartedEventAttributes.input = ['text', full];
        }));
        const payloads = history.ofType('WorkflowExecutionStarted')[0].attributes.input.payloads;
        (0, vitest_1.expect)(payloads[1].data).toEqual(new Uint8Array([0, 1, 2]));
    });
    (0, vitest_1.it)('may hold fields that this version does not know', () => {
        const history = changed(([started]) => {
            started.fieldOfTomorrow = { any: 'thing' };
            started.workflowExecutionStartedEventAttributes.anotherOne = [1];
        });
        (0, vitest_1.expect)(JSON.stringify(history_1.History.from(history))).toBe(expected);
    });
});
(0, vitest_1.describe)('what is no history is refused', () => {
    const started = 'workflowExecutionStartedEventAttributes';
    const nested = (levels) => JSON.parse(`${'{"cause":'.repeat(levels)}{}${'}'.repeat(levels)}`);
    const failWith = (failure) => changed((events) => {
        const marker = events.find((event) => event.markerRecordedEventAttributes);
        marker.markerRecordedEventAttributes.failure = failure;
    });
    const cyclic = {};
    cyclic.cause = cyclic;
    const cyclicArgument = [];
    cyclicArgument.push(cyclicArgument);
    vitest_1.it.each([
        ['no JSON', 'events: []', /the history is not JSON: "events: \[\]"\. Expected JSON/],
        ['JSON that is cut off', (0, fixtures_1.fixtureText)('patched.main').slice(0, 500), /is not JSON/],
        ['a number', 7, /has no list of events: 7/],
        ['null', 'null', /has no list of events: null/],
        ['no list of events', { events: 'many' }, /has no list of events/],
        ['no events at all', { events: [] }, /has no events/],
        [
            'an event that is no object',
            changed((e) => e.splice(1, 1, 7)),
            /position 1 .*the event has the wrong type: 7/,
        ],
        ['a missing id', changed((e) => delete e[2].eventId), /position 2 \(eventId missing\): eventId is no event id/],
        [
            'an id twice',
            changed((e) => Object.assign(e[2], { eventId: '2' })),
            /comes twice or out of order: 2\. Expected 3/,
        ],
        ['a gap', changed((e) => e.splice(3, 1)), /position 3 \(eventId 5\).*Expected 4, because ids begin at 1/],
        ['a beginning that is missing', changed((e) => e.splice(0, 1)), /position 0 \(eventId 2\)/],
        ['a negative id', changed((e) => Object.assign(e[0], { eventId: '-1' })), /eventId is negative: "-1"/],
        [
            'an id that is no number',
            changed((e) => Object.assign(e[0], { eventId: 'one' })),
            /eventId is no integer: "one"/,
        ],
        ['an id with a fraction', changed((e) => Object.assign(e[0], { eventId: 1.5 })), /eventId is no integer: 1.5/],
        ['an enormous id', changed((e) => Object.assign(e[0], { eventId: '9'.repeat(40) })), /out of range for int64/],
        [
            'an id beyond 2^53',
            changed((e) => Object.assign(e[0], { eventId: '9223372036854775807' })),
            /eventId is no event id/,
        ],
        [
            'an unknown type',
            changed((e) => Object.assign(e[1], { eventType: 'WorkflowTaskDreamt' })),
            /eventType is no EventType: "WorkflowTaskDreamt"/,
        ],
        [
            'an unknown type number',
            changed((e) => Object.assign(e[1], { eventType: 4711 })),
            /eventType is no EventType: 4711/,
        ],
        ['no type', changed((e) => delete e[1].eventType), /eventType is no event type/],
        ['no attributes', changed((e) => delete e[0][started]), /workflowExecutionStartedEventAttributes is missing/],
        [
            'two blocks of attributes',
            changed((e) => Object.assign(e[0], { timerFiredEventAttributes: {} })),
            /timerFiredEventAttributes stands beside workflowExecutionStarted/,
        ],
        [
            'attributes of another type',
            changed((e) => Object.assign(e[1], { eventType: 'TimerFired' })),
            /does not belong to a TimerFired event/,
        ],
        ['a field given twice', changed((e) => Object.assign(e[0], { event_id: '1' })), /event_id is given twice/],
        [
            'a history that does not begin with its start',
            [{ eventId: 1, eventType: 'TimerFired', timerFiredEventAttributes: {} }],
            /eventType is not how a history begins/,
        ],
        [
            'a reference to a later event',
            changed((e) => Object.assign(e[2].workflowTaskStartedEventAttributes, { scheduledEventId: '9' })),
            /scheduledEventId does not name an earlier event: 9/,
        ],
        [
            'a wrong type deep inside',
            changed((e) => Object.assign(e[0][started].taskQueue, { name: 7 })),
            /workflowExecutionStartedEventAttributes\.taskQueue\.name has the wrong type: 7\. Expected a string/,
        ],
        [
            'a list where one object belongs',
            changed((e) => Object.assign(e[0][started], { header: [] })),
            /header has the wrong type: an array of 0/,
        ],
        [
            'an unknown enum name',
            changed((e) => Object.assign(e[0][started].taskQueue, { kind: 'GLUEY' })),
            /kind is no TaskQueueKind: "GLUEY"/,
        ],
        ['a negative count', changed((e) => Object.assign(e[0][started], { attempt: -1 })), /attempt is negative/],
        [
            'a count too large',
            changed((e) => Object.assign(e[0][started], { attempt: 2 ** 40 })),
            /attempt is out of range for int32/,
        ],
        [
            'a time that is none',
            changed((e) => Object.assign(e[0], { eventTime: '2030-02-30T00:00:00Z' })),
            /eventTime is no time/,
        ],
        [
            'a duration that is none',
            changed((e) => Object.assign(e[0][started], { workflowTaskTimeout: '10 s' })),
            /workflowTaskTimeout is no duration: "10 s"/,
        ],
        [
            'a negative duration',
            changed((e) => Object.assign(e[0][started], { workflowTaskTimeout: '-10s' })),
            /workflowTaskTimeout is negative/,
        ],
        [
            'broken base64',
            changed((e) => Object.assign(e[0][started], { input: { payloads: [{ data: 'a*b' }] } })),
            /input\.payloads\[0\]\.data is broken base64: "a\*b"/,
        ],
        [
            'a payload that is no string',
            changed((e) => Object.assign(e[0][started], { input: { payloads: [{ data: 5 }] } })),
            /data has the wrong type: 5\. Expected a base64 string/,
        ],
        [
            'half a character',
            changed((e) => Object.assign(e[0][started], { identity: '\ud800' })),
            /identity is not well-formed Unicode/,
        ],
        ['causes without end', failWith(cyclic), /nested too deeply/],
        ['causes beyond what the SDK can read', failWith(nested(120)), /nested too deeply/],
        [
            'an argument that contains itself',
            changed((e) => Object.assign(e[0][started], { input: cyclicArgument })),
            /contains itself/,
        ],
        [
            'an argument that is code',
            changed((e) => Object.assign(e[0][started], { input: [() => 1] })),
            /is not JSON: a function/,
        ],
    ])('%s', (_, input, message) => {
        (0, vitest_1.expect)(refusal(input).message).toMatch(message);
        (0, vitest_1.expect)(refusal(input).code).toBe('INVALID_HISTORY');
    });
    (0, vitest_1.it)('a string of 100 MB, without repeating it in the message', () => {
        const error = refusal(changed((e) => Object.assign(e[0][started], { identity: 'x'.repeat(100 * 1024 * 1024) })));
        (0, vitest_1.expect)(error.message).toMatch(/identity is too long: "x+…" \(104857600 characters\)/);
        (0, vitest_1.expect)(error.message.length).toBeLessThan(500);
    });
    (0, vitest_1.it)('and __proto__ keys reach no prototype', () => {
        const text = (0, fixtures_1.fixtureText)('patched.main')
            .replace('"patch-data"', '"__proto__"')
            .replace('"eventId"', '"__proto__":{"polluted":1},"eventId"');
        const history = history_1.History.from(text);
        (0, vitest_1.expect)({}.polluted).toBeUndefined();
        (0, vitest_1.expect)(Object.keys(history.ofType('MarkerRecorded')[0].attributes.details)).toEqual(['__proto__']);
    });
});
(0, vitest_1.describe)('for all histories', () => {
    const text = fast_check_1.default.string({ unit: 'grapheme', maxLength: 12 });
    const bytes = fast_check_1.default.uint8Array({ maxLength: 12 });
    const payload = fast_check_1.default.record({
        metadata: fast_check_1.default.dictionary(text, bytes, { minKeys: 1, noNullPrototype: true }),
        data: bytes,
    });
    const payloads = fast_check_1.default.record({ payloads: fast_check_1.default.array(payload, { minLength: 1, maxLength: 2 }) });
    const duration = fast_check_1.default.nat({ max: 10 ** 12 }).map(build_1.ms);
    const event = fast_check_1.default.oneof(fast_check_1.default.record({
        type: fast_check_1.default.constant('TimerStarted'),
        attributes: fast_check_1.default.record({ timerId: text, startToFireTimeout: duration }),
    }), fast_check_1.default.record({
        type: fast_check_1.default.constant('WorkflowExecutionSignaled'),
        attributes: fast_check_1.default.record({ signalName: text, input: payloads }),
    }), fast_check_1.default.record({
        type: fast_check_1.default.constant('ActivityTaskFailed'),
        attributes: fast_check_1.default.record({
            scheduledEventId: fast_check_1.default.constant(1),
            failure: fast_check_1.default.record({ message: text, cause: fast_check_1.default.record({ message: text }) }),
            retryState: fast_check_1.default.integer({ min: 1, max: 7 }),
        }),
    }), fast_check_1.default.record({
        type: fast_check_1.default.constant('MarkerRecorded'),
        attributes: fast_check_1.default.record({
            markerName: text,
            details: fast_check_1.default.dictionary(text, payloads, { minKeys: 1, noNullPrototype: true }),
        }),
    }));
    const history = fast_check_1.default.array(fast_check_1.default.tuple(fast_check_1.default.nat({ max: 10 ** 10 }), event), { maxLength: 6 }).map((events) => {
        const builder = (0, build_1.build)({ input: (0, build_1.json)('x') });
        for (const [at, { type, attributes }] of events)
            builder.at(at).add(type, attributes);
        return builder.history;
    });
    (0, vitest_1.it)('JSON is what the SDK writes, and reading it gives it back', () => {
        fast_check_1.default.assert(fast_check_1.default.property(history, (original) => {
            const written = JSON.stringify(original, null, 2);
            (0, vitest_1.expect)(written).toBe((0, proto_utils_1.historyToJSON)(original.toProto()));
            (0, vitest_1.expect)(JSON.stringify(history_1.History.from(written), null, 2)).toBe(written);
        }));
    });
    (0, vitest_1.it)('a mutation is either a history again, or refused by InvalidHistoryError', () => {
        const names = ['__proto__', 'eventId', 'taskQueue', 'cause', 'payloads', 'metadata', 'data'];
        const junk = fast_check_1.default.oneof(fast_check_1.default.anything(), fast_check_1.default.constantFrom(...names, null, -1, Number.POSITIVE_INFINITY, '1s', {}, []));
        const mutation = fast_check_1.default.record({
            path: fast_check_1.default.array(fast_check_1.default.nat(), { minLength: 1, maxLength: 8 }),
            value: junk,
            key: fast_check_1.default.option(fast_check_1.default.constantFrom(...names)),
        });
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.constantFrom(...fixtures_1.FIXTURES.filter((name) => !name.startsWith('long'))), fast_check_1.default.array(mutation, { minLength: 1, maxLength: 3 }), (name, mutations) => {
            const mutant = (0, fixtures_1.fixture)(name);
            for (const { path, value, key } of mutations) {
                let node = mutant;
                for (const [depth, step] of path.entries()) {
                    const keys = typeof node === 'object' && node !== null ? Object.keys(node) : [];
                    if (keys.length === 0)
                        break;
                    const chosen = keys[step % keys.length];
                    if (depth === path.length - 1)
                        node[key ?? chosen] = value;
                    else
                        node = node[chosen];
                }
            }
            let read;
            try {
                read = history_1.History.from(mutant);
            }
            catch (error) {
                (0, vitest_1.expect)(error).toBeInstanceOf(invalid_history_error_1.InvalidHistoryError);
            }
            if (read)
                (0, vitest_1.expect)(JSON.stringify(history_1.History.from(JSON.stringify(read)))).toBe(JSON.stringify(read));
            (0, vitest_1.expect)({}.payloads).toBeUndefined();
        }), { numRuns: 300 });
    });
});

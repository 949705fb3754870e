"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const proto_1 = require("@temporalio/proto");
const long_1 = __importDefault(require("long"));
const vitest_1 = require("vitest");
const event_1 = require("../../src/history/event");
const event_names_1 = require("../../src/history/event-names");
const history_1 = require("../../src/history/history");
const invalid_history_error_1 = require("../../src/history/invalid-history-error");
const proto_2 = require("../../src/history/proto");
const proto_root_1 = require("../../src/history/proto-root");
const build_1 = require("./build");
const fixtures_1 = require("./fixtures");
const TYPES = Object.keys(event_1.EVENT_TYPES);
(0, vitest_1.describe)('the tables of event types', () => {
    (0, vitest_1.it)('name and number each type as the API does, and know them all', () => {
        const pascal = (name) => name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, c) => c.toUpperCase());
        const api = Object.entries(proto_1.temporal.api.enums.v1.EventType)
            .filter(([, number]) => typeof number === 'number' && number !== 0)
            .map(([name, number]) => [pascal(name.replace(/^EVENT_TYPE_/, '')), number]);
        (0, vitest_1.expect)(event_1.EVENT_TYPES).toEqual(Object.fromEntries(api));
    });
    (0, vitest_1.it)('know exactly the int64 fields of all attributes, none of which is something else elsewhere', () => {
        const { historyEvent } = (0, proto_root_1.protoRoot)();
        const found = new Set();
        for (const type of TYPES) {
            const attributes = historyEvent.fields[(0, event_names_1.attributesField)(type)].resolvedType;
            for (const field of attributes.fieldsArray) {
                if (field.type === 'int64')
                    found.add(field.name);
                else
                    (0, vitest_1.expect)(event_names_1.INT64_FIELDS).not.toContain(field.name);
            }
        }
        (0, vitest_1.expect)(found).toEqual(event_names_1.INT64_FIELDS);
    });
});
(0, vitest_1.describe)('toProto', () => {
    (0, vitest_1.it)('has Long where the API has int64, and shares payloads with the event', () => {
        const result = (0, build_1.json)('ok');
        const event = (0, build_1.build)()
            .at(1250)
            .add('ActivityTaskCompleted', { scheduledEventId: 1, startedEventId: 1, result })
            .log.event(2);
        const proto = (0, proto_2.toProto)(event);
        (0, vitest_1.expect)(proto).toEqual({
            eventId: long_1.default.fromNumber(2),
            eventTime: { seconds: long_1.default.fromNumber(build_1.START / 1000 + 1), nanos: 250_000_000 },
            eventType: proto_1.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
            taskId: long_1.default.fromNumber(2),
            version: long_1.default.ZERO,
            activityTaskCompletedEventAttributes: { scheduledEventId: long_1.default.ONE, startedEventId: long_1.default.ONE, result },
        });
        (0, vitest_1.expect)(proto.activityTaskCompletedEventAttributes?.result).toBe(result);
    });
    vitest_1.it.each(fixtures_1.FIXTURES)('is undone by fromProto, for each event of %s, also after the wire', (name) => {
        const { History: Message } = proto_1.temporal.api.history.v1;
        const history = history_1.History.from((0, fixtures_1.fixtureText)(name));
        (0, vitest_1.expect)(history.toProto().events.map((event, i) => (0, proto_2.fromProto)(event, i))).toEqual(history.events);
        const decoded = Message.decode(Message.encode(Message.fromObject(history.toProto())).finish());
        (0, vitest_1.expect)(JSON.stringify(history_1.History.from(decoded))).toBe(JSON.stringify(history));
    });
});
(0, vitest_1.describe)('fromProto', () => {
    const good = (0, proto_2.toProto)((0, build_1.build)().log.event(1));
    vitest_1.it.each([
        ['no id', { ...good, eventId: undefined }, /eventId is no event id/],
        ['an unknown type', { ...good, eventType: 999 }, /eventType is no event type: 999/],
        [
            'attributes of another type',
            { ...good, timerFiredEventAttributes: {} },
            /does not belong to a WorkflowExecutionStarted/,
        ],
        ['no attributes', { ...good, workflowExecutionStartedEventAttributes: null }, /EventAttributes is missing/],
    ])('refuses an event with %s', (_, event, message) => {
        (0, vitest_1.expect)(() => (0, proto_2.fromProto)(event)).toThrow(invalid_history_error_1.InvalidHistoryError);
        (0, vitest_1.expect)(() => (0, proto_2.fromProto)(event)).toThrow(message);
    });
});

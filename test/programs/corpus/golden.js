"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.compact = compact;
exports.withoutTiming = withoutTiming;
/** The golden form of a program's run: the kit's normaliser, with the time that things took, in few bytes. */
const kit_1 = require("../../conformance/kit/kit");
const CLOSERS = {
    ACTIVITY_TASK_COMPLETED: 'scheduledEventId', ACTIVITY_TASK_FAILED: 'scheduledEventId', ACTIVITY_TASK_TIMED_OUT: 'scheduledEventId',
};
/**
 * How long activities took, retries included, rounded down to 500 ms: all durations of the programs are multiples of that, and a real
 * server is only ever late. Nothing is said of gates (the driver opens them when it likes) and of those that hang after a heartbeat (a
 * real server notices up to 1 s late).
 */
function tookMs(event, type, events) {
    const field = CLOSERS[type];
    if (!field)
        return undefined;
    const key = Object.keys(event).find((k) => k.endsWith('Attributes'));
    const begin = events[Number(event[key][field]) - 1];
    const input = begin.activityTaskScheduledEventAttributes?.input?.payloads?.[0]?.data;
    const script = input ? Buffer.from(input, 'base64').toString('utf8') : '';
    if (script.includes('"do":"gate"') || (script.includes('"beats"') && script.includes('"do":"hang"')))
        return undefined;
    return Math.floor((Date.parse(event.eventTime) - Date.parse(begin.eventTime) + 20) / 500) * 500;
}
function compact(name, raw, names, timing) {
    const histories = {};
    for (const [label, history] of Object.entries(raw.histories)) {
        histories[label] = (0, kit_1.normaliseHistory)(history, names).map((event, i) => {
            const took = timing ? tookMs(history.events[i], event.type, history.events) : undefined;
            const attributes = sortKeys(event.attributes);
            return took === undefined ? [event.type, attributes] : [event.type, attributes, took];
        });
    }
    const outcome = raw.outcome === undefined ? null : JSON.parse(JSON.stringify(raw.outcome));
    return { name, outcome: sortKeys(names.value(outcome)), histories };
}
function sortKeys(value) {
    return JSON.parse((0, kit_1.stringify)({ outcome: value, histories: {} })).outcome;
}
function withoutTiming(golden) {
    const histories = Object.fromEntries(Object.entries(golden.histories).map(([label, events]) => [label, events.map(([type, attributes]) => [type, attributes])]));
    return { ...golden, histories };
}

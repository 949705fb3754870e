"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.formatDuration = void 0;
exports.parseDuration = parseDuration;
exports.formatNanos = formatNanos;
exports.parseTime = parseTime;
const nanos_1 = require("../../src/server/policy/nanos");
const NANOS_PER_SECOND = 1000000000n;
/** `"1.500s"` as a duration. */
function parseDuration(text) {
    const [, sign, seconds, fraction] = /^(-?)(\d+)(?:\.(\d{1,9}))?s$/.exec(text);
    const count = BigInt(seconds) * NANOS_PER_SECOND + BigInt((fraction ?? '').padEnd(9, '0'));
    return (0, nanos_1.fromNanos)((0, nanos_1.narrow)(sign ? -count : count));
}
/** Nanoseconds as `"1.500s"`, with 0, 3, 6 or 9 digits of fraction. */
function formatNanos(count) {
    const nanos = BigInt(count);
    const size = nanos < 0n ? -nanos : nanos;
    const fraction = String(size % NANOS_PER_SECOND)
        .padStart(9, '0')
        .replace(/(000){1,3}$/, '');
    return `${nanos < 0n ? '-' : ''}${size / NANOS_PER_SECOND}${fraction ? `.${fraction}` : ''}s`;
}
/** A duration as the tables write it. */
const formatDuration = (duration) => formatNanos((0, nanos_1.toNanos)(duration));
exports.formatDuration = formatDuration;
/** An RFC 3339 time in UTC as nanoseconds since the epoch. */
function parseTime(text) {
    const [, seconds, fraction] = /^([^.Z]+)(?:\.(\d{1,9}))?Z$/.exec(text);
    return BigInt(Date.parse(`${seconds}Z`)) * 1000000n + BigInt((fraction ?? '').padEnd(9, '0'));
}

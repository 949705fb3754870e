/** The scalars and the two time types of proto-JSON. */
import Long from 'long';
import type { Field } from 'protobufjs';
import type { Place } from './json-place';
import type { JsonObject } from './json-value';

/** Eight times what a server takes as one payload, so that whatever one accepted can be read. */
const TEXT_LENGTH_MAX = 16 * 1024 * 1024;
const DURATION_SECONDS_MAX = 315_576_000_000;
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/;
const DURATION = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** What may be negative: failover versions (-24 stands for none), and the retry delay that a user's failure asks for. */
const SIGNED = new Set(['version', 'parentInitiatedEventVersion', 'forkEventVersion', 'nextRetryDelay']);

export function readText(value: unknown, place: Place): string {
  if (typeof value !== 'string') throw place.refuse(value, 'has the wrong type', 'a string');
  assertLength(value, place);
  if (LONE_SURROGATE.test(value))
    throw place.refuse(value, 'is not well-formed Unicode', 'a string without lone surrogates');
  return value;
}

export function readBytes(value: unknown, place: Place): Uint8Array {
  if (typeof value !== 'string') throw place.refuse(value, 'has the wrong type', 'a base64 string');
  assertLength(value, place);
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  const complete = padding > 0 ? value.length % 4 === 0 : value.length % 4 !== 1;
  if (!complete || !BASE64.test(value)) throw place.refuse(value, 'is broken base64', 'base64 as RFC 4648 defines it');
  // Node's decoder takes both alphabets. A copy of its own: small Buffers share one pool, which payloads must not keep alive.
  return new Uint8Array(Buffer.from(value, 'base64'));
}

function assertLength(value: string, place: Place): void {
  if (value.length <= TEXT_LENGTH_MAX) return;
  throw place.refuse(value, 'is too long', `at most ${TEXT_LENGTH_MAX} characters`);
}

export function readDouble(value: unknown, place: Place): number {
  const number = typeof value === 'string' && /^[-+.\deE]+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') throw place.refuse(value, 'has the wrong type', 'a number');
  if (!Number.isFinite(number)) throw place.refuse(value, 'is not finite', 'a finite number');
  return number;
}

const RANGES: Record<string, readonly [bigint, bigint]> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** An integer of any size, as a number or as a string, within the range of the field's type. */
export function readInteger(field: Field, value: unknown, place: Place): Long {
  const range = RANGES[field.type];
  if (!range)
    throw place.refuse(value, `has a type that histories do not use (${field.type})`, Object.keys(RANGES).join(', '));
  const isInteger =
    typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && /^[-+]?\d+$/.test(value);
  if (!isInteger) throw place.refuse(value, 'is no integer', `an integer (${field.type})`);
  const tooLong = typeof value === 'string' && value.length > 20;
  const integer = tooLong ? undefined : BigInt(typeof value === 'string' ? value.replace('+', '') : (value as number));
  if (integer === undefined || integer < range[0] || integer > range[1]) {
    throw place.refuse(value, `is out of range for ${field.type}`, `${range[0]} to ${range[1]}`);
  }
  if (integer < 0n && !SIGNED.has(field.name)) throw place.refuse(value, 'is negative', 'zero or more');
  return Long.fromBigInt(integer);
}

export function readTimestamp(value: unknown, place: Place): JsonObject {
  const match = typeof value === 'string' ? TIMESTAMP.exec(value) : null;
  const ms = match ? Date.parse(value as string) : Number.NaN;
  // The engine takes February 30th for March 2nd; that the day survives the way through Date shows that it exists.
  const [year, month, day] = match ? [Number(match[1]), Number(match[2]), Number(match[3])] : [0, 0, 0];
  if (!match || Number.isNaN(ms) || year === 0 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) {
    throw place.refuse(value, 'is no time', 'an RFC 3339 time such as "2030-01-01T00:00:00.250Z"');
  }
  return { seconds: Long.fromNumber(Math.floor(ms / 1000)), nanos: nanosOf(match[4]) };
}

export function readDuration(value: unknown, place: Place): JsonObject {
  const match = typeof value === 'string' ? DURATION.exec(value) : null;
  if (!match) throw place.refuse(value, 'is no duration', 'seconds such as "1.500s"');
  const seconds = Number(match[2]);
  if (seconds > DURATION_SECONDS_MAX) throw place.refuse(value, 'is out of range', `at most ${DURATION_SECONDS_MAX}s`);
  const nanos = nanosOf(match[3]);
  const negative = match[1] === '-' && (seconds > 0 || nanos > 0);
  if (negative && !SIGNED.has(place.name)) throw place.refuse(value, 'is negative', 'a duration of zero or more');
  const sign = negative ? -1 : 1;
  return { seconds: Long.fromNumber(sign * seconds), nanos: nanos === 0 ? 0 : sign * nanos };
}

function nanosOf(fraction: string | undefined): number {
  return fraction ? Number(fraction.padEnd(9, '0')) : 0;
}

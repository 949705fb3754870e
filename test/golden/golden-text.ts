/** Durations and times as the golden tables write them, to the nanosecond. */
import type { Duration } from '../../src/base/api';
import { fromNanos, type Nanos, narrow, toNanos } from '../../src/server/policy/nanos';

const NANOS_PER_SECOND = 1_000_000_000n;

/** `"1.500s"` as a duration. */
export function parseDuration(text: string): Duration {
  const [, sign, seconds, fraction] = /^(-?)(\d+)(?:\.(\d{1,9}))?s$/.exec(text)!;
  const count = BigInt(seconds!) * NANOS_PER_SECOND + BigInt((fraction ?? '').padEnd(9, '0'));
  return fromNanos(narrow(sign ? -count : count));
}

/** Nanoseconds as `"1.500s"`, with 0, 3, 6 or 9 digits of fraction. */
export function formatNanos(count: Nanos): string {
  const nanos = BigInt(count);
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = String(size % NANOS_PER_SECOND)
    .padStart(9, '0')
    .replace(/(000){1,3}$/, '');
  return `${nanos < 0n ? '-' : ''}${size / NANOS_PER_SECOND}${fraction ? `.${fraction}` : ''}s`;
}

/** A duration as the tables write it. */
export const formatDuration = (duration: Duration): string => formatNanos(toNanos(duration));

/** An RFC 3339 time in UTC as nanoseconds since the epoch. */
export function parseTime(text: string): bigint {
  const [, seconds, fraction] = /^([^.Z]+)(?:\.(\d{1,9}))?Z$/.exec(text)!;
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt((fraction ?? '').padEnd(9, '0'));
}

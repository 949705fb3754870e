/**
 * Durations to the nanosecond. An int64 count of nanoseconds does not always fit a double, yet nearly all durations of a
 * test do: so a count is a number where that is exact and a bigint elsewhere. The two compare exactly with each other
 * (`1n < 1.5`), hence only addition and multiplication have to look which one they have.
 */
import Long from 'long';
import { type Duration, toNumber } from '../../base/api';

/** Nanoseconds within int64: a safe integer as a number, any other as a bigint. */
export type Nanos = number | bigint;

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const NANOS_PER_SECOND = 1_000_000_000n;
/** Up to this many seconds (104 days), seconds and nanoseconds together stay a safe integer. */
const SAFE_SECONDS = 9_000_000;

/** The narrowest form of an int64 count. */
export function narrow(value: bigint): Nanos {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A duration in nanoseconds, as Go's AsDuration gives it: absent is 0, what int64 cannot hold is its nearest end (292 years). */
export function toNanos(duration: Duration | null | undefined): Nanos {
  if (!duration) return 0;
  const seconds = toNumber(duration.seconds);
  const nanos = duration.nanos ?? 0;
  if (seconds <= SAFE_SECONDS && seconds >= -SAFE_SECONDS) return seconds * 1e9 + nanos;
  const exact = BigInt(String(duration.seconds)) * NANOS_PER_SECOND + BigInt(nanos);
  if (exact > INT64_MAX) return INT64_MAX;
  return exact < INT64_MIN ? INT64_MIN : narrow(exact);
}

/** Nanoseconds as a duration; seconds and nanos have the same sign. */
export function fromNanos(count: Nanos): Duration {
  if (typeof count === 'number') {
    const seconds = Math.trunc(count / 1e9);
    return { seconds: Long.fromNumber(seconds), nanos: count - seconds * 1e9 };
  }
  const nanos = count % NANOS_PER_SECOND;
  return { seconds: Long.fromString((count / NANOS_PER_SECOND).toString()), nanos: Number(nanos) };
}

/** The product of a count and a small integer, wrapped round as int64 does it. */
export function multiplyWrapping(count: Nanos, factor: number): Nanos {
  const product = Number(count) * factor;
  if (Number.isSafeInteger(product)) return product;
  return narrow(BigInt.asIntN(64, BigInt(count) * BigInt(factor)));
}

/** The smaller of two counts. */
export function minNanos(a: Nanos, b: Nanos): Nanos {
  return a < b ? a : b;
}

/** A count in milliseconds, with a fraction. */
export function nanosToMs(count: Nanos): number {
  return Number(count) / 1e6;
}

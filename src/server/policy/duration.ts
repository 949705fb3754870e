/** The checks that the server makes on every duration of a request or command. */
import Long from 'long';
import { type Duration, toNumber } from '../../base/api';
import { toNanos } from './nanos';

/** 100 years of 365 days, in seconds: longer durations are cut to it. */
export const MAX_DURATION_SECONDS = 3_153_600_000;

const MAX_DURATION_NANOS = BigInt(MAX_DURATION_SECONDS) * 1_000_000_000n;

/** Why the server refuses a duration (its own words, which other messages embed); undefined where it accepts. Absent is fine. */
export function durationError(duration: Duration | null | undefined): string | undefined {
  if (!duration) return undefined;
  const seconds = toNumber(duration.seconds);
  const nanos = duration.nanos ?? 0;
  if ((seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0)) {
    return 'duration has seconds and nanos with different signs';
  }
  return seconds < 0 || nanos < 0 ? 'negative duration' : undefined;
}

/** The duration itself, or 100 years where it is longer; absent stays absent. */
export function capDuration<T extends Duration | null | undefined>(duration: T): T | Duration {
  if (!duration || toNanos(duration) <= MAX_DURATION_NANOS) return duration;
  return { seconds: Long.fromNumber(MAX_DURATION_SECONDS), nanos: 0 };
}

/** Jitter: how much later than its nominal time a schedule fires. The same schedule and time always give the same jitter. */

import type { Duration } from '../../base/api';
import { type Nanos, narrow, toNanos } from '../policy/nanos';
import { fingerprint32 } from './farm-hash';

/** From year 1, where Go's times begin, to 1970. */
const SECONDS_FROM_YEAR_1 = 62_135_596_800;
/** Go's binary form of a UTC time: a version byte, seconds in 8, nanoseconds in 4, minutes off UTC (−1 for UTC itself) in 2. */
const TIME_BYTES = 15;
const MAX_JITTER_MS = 2 ** 32 - 1;

export class Jitter {
  private readonly maxMs: number;
  private readonly hashed: DataView;

  /** `seed` is `<namespace id>-<schedule id>`; the jitter is at most `max`, and none where that is absent, 0 or negative. */
  constructor(seed: string, max: Duration | null | undefined) {
    this.maxMs = milliseconds(toNanos(max));
    const seedBytes = Buffer.from(seed, 'utf8');
    const bytes = new Uint8Array(TIME_BYTES + seedBytes.length);
    bytes.set(seedBytes, TIME_BYTES);
    this.hashed = new DataView(bytes.buffer);
    this.hashed.setUint8(0, 1);
    this.hashed.setInt16(13, -1);
  }

  get isNone(): boolean {
    return this.maxMs === 0;
  }

  /** Milliseconds of jitter at a nominal time (whole seconds), so that it does not pass the following one, where there is one. */
  msAt(nominal: number, following: number | undefined): number {
    const gapMs = following === undefined ? Number.POSITIVE_INFINITY : (following - nominal) * 1000;
    const maxMs = Math.max(0, Math.min(this.maxMs, gapMs));
    const seconds = nominal + SECONDS_FROM_YEAR_1;
    this.hashed.setInt32(1, Math.floor(seconds / 2 ** 32));
    this.hashed.setUint32(5, seconds % 2 ** 32);
    return scale(fingerprint32(this.hashed), maxMs);
  }
}

function milliseconds(nanos: Nanos): number {
  const ms = Number(typeof nanos === 'bigint' ? narrow(nanos / 1_000_000n) : Math.trunc(nanos / 1e6));
  return Math.min(Math.max(ms, 0), MAX_JITTER_MS);
}

/** (hash × ms) / 2^32, rounded down. The product has 64 bits, so the hash is taken in two halves. */
function scale(hash: number, ms: number): number {
  const low = Math.floor(((hash & 0xffff) * ms) / 2 ** 16);
  return Math.floor(((hash >>> 16) * ms + low) / 2 ** 16);
}

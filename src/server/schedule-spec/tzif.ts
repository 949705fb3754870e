/** Time zones that a schedule brings itself: compiled data (TZif, RFC 9636), as in the files of /usr/share/zoneinfo. */
import { type TimeZone, zoneOf } from './time-zone';
import { parseYearlyRule, type Transition, type YearlyRule } from './yearly-rule';

const MALFORMED = { error: 'malformed time zone information' };
const HEADER_BYTES = 44;
const TYPE_BYTES = 6;

interface Counts {
  readonly isUt: number;
  readonly isStd: number;
  readonly leap: number;
  readonly times: number;
  readonly types: number;
  readonly chars: number;
}

interface LocalType {
  readonly offset: number;
  readonly isSummer: boolean;
}

/** The zone of these bytes. Otherwise the server's reason why there is none. */
export function readTzif(data: Uint8Array): TimeZone | { readonly error: string } {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  try {
    return read(bytes);
  } catch (error) {
    // Reading beyond the end.
    if (error instanceof RangeError) return MALFORMED;
    throw error;
  }
}

function read(bytes: Buffer): ReturnType<typeof readTzif> {
  const first = countsAt(bytes, 0);
  if (!first) return MALFORMED;
  // Version 1 has times of 32 bits; later ones have the same data again, with 64 bits, and a rule for what comes after.
  if (bytes[4] === 0) return zoneAt(bytes, HEADER_BYTES, first, 4);
  const second = HEADER_BYTES + sizeOf(first, 4);
  const counts = countsAt(bytes, second);
  return counts ? zoneAt(bytes, second + HEADER_BYTES, counts, 8) : MALFORMED;
}

function countsAt(bytes: Buffer, at: number): Counts | undefined {
  if (bytes.toString('latin1', at, at + 4) !== 'TZif') return undefined;
  const [isUt, isStd, leap, times, types, chars] = [20, 24, 28, 32, 36, 40].map((offset) =>
    bytes.readUInt32BE(at + offset),
  );
  return types === 0
    ? undefined
    : { isUt: isUt!, isStd: isStd!, leap: leap!, times: times!, types: types!, chars: chars! };
}

function sizeOf({ isUt, isStd, leap, times, types, chars }: Counts, timeBytes: number): number {
  return times * (timeBytes + 1) + types * TYPE_BYTES + chars + leap * (timeBytes + 4) + isStd + isUt;
}

function zoneAt(bytes: Buffer, at: number, counts: Counts, timeBytes: 4 | 8): ReturnType<typeof readTzif> {
  const end = at + sizeOf(counts, timeBytes);
  if (end > bytes.length) return MALFORMED;
  const typesAt = at + counts.times * (timeBytes + 1);
  const types = Array.from({ length: counts.types }, (_, i) => typeAt(bytes, typesAt + i * TYPE_BYTES));
  const transitions: (Transition & { readonly type: number })[] = [];
  for (let i = 0; i < counts.times; i++) {
    const timeAt = at + i * timeBytes;
    const time = timeBytes === 8 ? Number(bytes.readBigInt64BE(timeAt)) : bytes.readInt32BE(timeAt);
    const type = bytes.readUInt8(at + counts.times * timeBytes + i);
    if (type >= types.length) return MALFORMED;
    transitions.push({ time, offset: types[type]!.offset, type });
  }
  const used = transitions.map(({ type }) => type);
  const rule = timeBytes === 8 ? ruleOf(bytes.toString('latin1', end)) : undefined;
  return zoneOf(types[firstType(types, used)]!.offset, transitions, rule);
}

function typeAt(bytes: Buffer, at: number): LocalType {
  return { offset: bytes.readInt32BE(at), isSummer: bytes.readUInt8(at + 4) !== 0 };
}

/** What holds before the first transition, as Go chooses it: not summer time, if it can be helped. */
function firstType(types: readonly LocalType[], used: readonly number[]): number {
  if (!used.includes(0)) return 0;
  if (types[used[0]!]!.isSummer) {
    for (let type = used[0]! - 1; type >= 0; type--) if (!types[type]!.isSummer) return type;
  }
  return Math.max(
    types.findIndex(({ isSummer }) => !isSummer),
    0,
  );
}

/** The text between the last two newlines. One without summer time, or that is none, leaves it at the last transition, as in Go. */
function ruleOf(footer: string): YearlyRule | undefined {
  const text = /^\n([^\n]*)\n/.exec(footer)?.[1] ?? '';
  if (!text.includes(',')) return undefined;
  try {
    return parseYearlyRule(text);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Texts that the server reads and quotes as Go does: whole numbers and durations, with Go's own error messages. */
import { type Nanos, narrow } from '../policy/nanos';

/** What was read, or Go's error. */
export type Parsed<T> = { readonly value: T } | { readonly error: string };

const INT64_MAX = 2n ** 63n - 1n;

const UNIT_NANOS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3], // U+00B5, the micro sign
  ['μs', 1e3], // U+03BC, the Greek letter
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
]);

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** A text in double quotes; control characters are escaped. */
export function goQuote(text: string): string {
  const escaped = (char: string) => ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${text.replace(/["\\\p{Cc}]/gu, escaped)}"`;
}

/** A decimal integer of 64 bits, as strconv.Atoi reads it. */
export function parseInteger(text: string): Parsed<number> {
  const failed = (reason: string) => ({ error: `strconv.Atoi: parsing ${goQuote(text)}: ${reason}` });
  if (!/^[+-]?[0-9]+$/.test(text)) return failed('invalid syntax');
  const value = BigInt(text.replace(/^\+/, ''));
  if (value > INT64_MAX || value < -INT64_MAX - 1n) return failed('value out of range');
  return { value: Number(value) };
}

/** A duration such as `1h30m` or `1.5s`, as time.ParseDuration reads it. */
export function parseGoDuration(text: string): Parsed<Nanos> {
  const failed = (reason: string) => ({ error: `time: ${reason} ${goQuote(text)}` });
  const negative = text.startsWith('-');
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return { value: 0 };
  if (rest === '') return failed('invalid duration');
  let total = 0n;
  while (rest !== '') {
    const [number, whole, fraction] = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest)!;
    if (whole === '' && !fraction) return failed('invalid duration');
    const unitName = /^[^.0-9]*/.exec(rest.slice(number.length))![0];
    if (unitName === '') return failed('missing unit in duration');
    const unit = UNIT_NANOS.get(unitName);
    if (unit === undefined) return failed(`unknown unit ${goQuote(unitName)} in duration`);
    total += BigInt(whole!) * BigInt(unit) + BigInt(fractionOf(fraction ?? '', unit));
    if (total > INT64_MAX + 1n) return failed('invalid duration');
    rest = rest.slice(number.length + unitName.length);
  }
  if (!negative && total > INT64_MAX) return failed('invalid duration');
  return { value: narrow(negative ? -total : total) };
}

/** Nanoseconds of a decimal fraction of a unit, through a double as Go takes it. Digits beyond 18 do not count. */
function fractionOf(digits: string, unit: number): number {
  const significant = digits.slice(0, 18);
  if (significant === '') return 0;
  return Math.trunc(Number(significant) * (unit / 10 ** significant.length));
}

/** A duration that may also have days (`1d2h`), each 24 hours. */
export function parseDurationWithDays(text: string): Parsed<Nanos> {
  const inHours = text.replace(/([0-9]+(?:\.[0-9]*)?|\.[0-9]+)d/g, (_, days) => `${(24 * Number(days)).toFixed(6)}h`);
  return parseGoDuration(inHours);
}

/**
 * Points in time as the development server's database (SQLite) keeps them: as text, which it also compares as text. What the
 * server itself records has up to six decimals, without trailing zeros; custom attributes have exactly three. So a custom
 * attribute never equals a whole second, though it lies between its neighbours.
 */

const RFC3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/** `secondsMs` is a whole second in milliseconds; `decimals` the digits behind it. */
function textOf(secondsMs: number, decimals: string): string {
  const iso = new Date(secondsMs).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${decimals === '' ? '' : `.${decimals}`}+00:00`;
}

function trimmed(decimals: string): string {
  return decimals.slice(0, 6).replace(/0+$/, '');
}

/** A time that the server recorded, in milliseconds since the epoch. */
export function systemTimeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const micros = Math.floor((ms - seconds * 1000) * 1000);
  return textOf(seconds * 1000, trimmed(String(micros).padStart(6, '0')));
}

/** A time of a filter, as RFC 3339 has it; undefined where the text is something else (a date alone, for example). */
export function datetimeText(rfc3339: string): string | undefined {
  const match = RFC3339.exec(rfc3339);
  if (!match) return undefined;
  const [, seconds, decimals = '', zone] = match;
  const ms = Date.parse(seconds! + zone!);
  return Number.isNaN(ms) ? undefined : textOf(ms, trimmed(decimals));
}

/** A time of a filter, in nanoseconds since the epoch. */
export function nanosText(nanos: bigint): string {
  const fraction = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const ms = Number((nanos - fraction) / 1_000_000n);
  return textOf(ms, trimmed(String(fraction).padStart(9, '0')));
}

/** The value of a custom attribute; undefined where it is no time. */
export function customTimeText(rfc3339: string): string | undefined {
  const ms = Date.parse(rfc3339);
  if (Number.isNaN(ms)) return undefined;
  const seconds = Math.floor(ms / 1000);
  return textOf(seconds * 1000, String(ms - seconds * 1000).padStart(3, '0'));
}

/** Runs that have not closed compare as if they closed then. */
export const END_OF_TIME = '9999-12-31 23:59:59+00:00';

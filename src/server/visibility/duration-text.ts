/** Durations in list filters: nanoseconds, `1h30m` (with `d` for days), or `hh:mm:ss`. */

const NANOS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
};
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/y;

/** Nanoseconds; undefined where the text is no duration. */
export function parseDurationText(text: string): number | undefined {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  return parseUnits(text) ?? parseClock(text);
}

function parseUnits(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  let at = /^[+-]/.test(text) ? 1 : 0;
  if (at === text.length) return undefined;
  let total = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    if (!part) return undefined;
    total += Number(part[1]) * NANOS[part[2]!]!;
    at += part[0].length;
  }
  return sign * Math.trunc(total);
}

function parseClock(text: string): number | undefined {
  const match = /^(\d+):([0-5]?\d):([0-5]?\d)$/.exec(text);
  return match ? Number(match[1]) * NANOS.h! + Number(match[2]) * NANOS.m! + Number(match[3]) * NANOS.s! : undefined;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallSecondsOf, wallTimeAt, weekdayAt } from '../../../src/server/schedule-spec/civil';
import { loadTimeZone, momentOf, type TimeZone, UTC } from '../../../src/server/schedule-spec/time-zone';

const ZONES = [
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Apia',
  'US/Pacific',
];
const FROM = Date.UTC(1970, 0, 1) / 1000;
const TO = Date.UTC(2100, 0, 1) / 1000;

function zoneOf(name: string): TimeZone {
  const zone = loadTimeZone(name);
  if ('error' in zone) throw new Error(zone.error);
  return zone;
}

function offsetByIntl(name: string, time: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  const text = format.formatToParts(time * 1000).find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/.exec(text)!;
  const size = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return sign === '-' ? 0 - size : size;
}

describe('a time zone', () => {
  it('has the offsets that Intl has, whatever was asked before', () => {
    const zones = ZONES.map((name) => ({ name, zone: zoneOf(name) }));
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: FROM, max: TO }), ({ name, zone }, time) => {
        expect(zone.offsetAt(time)).toBe(offsetByIntl(name, time));
      }),
      { numRuns: 500 },
    );
  });

  it('changes its offset at the second at which the clock jumps', () => {
    const newYork = zoneOf('America/New_York');
    const jump = Date.UTC(2026, 2, 8, 7) / 1000;
    expect([newYork.offsetAt(jump - 1), newYork.offsetAt(jump)]).toEqual([-5 * 3600, -4 * 3600]);
    // The last second before midnight of one year and the first of the next lie in blocks of their own somewhere.
    for (const year of [1999, 2026, 2099]) expect(newYork.offsetAt(Date.UTC(year, 0, 1) / 1000)).toBe(-5 * 3600);
  });

  it('tells which moment a wall clock shows', () => {
    const berlin = zoneOf('Europe/Berlin');
    const noon = Date.UTC(2030, 6, 1, 12) / 1000;
    expect(momentOf(noon, berlin)).toBe(noon - 2 * 3600);
    expect(momentOf(noon, UTC)).toBe(noon);
  });

  it('must be spelled as the database spells it', () => {
    expect(loadTimeZone('')).toBe(UTC);
    expect(loadTimeZone('europe/berlin')).toEqual({ error: 'unknown time zone europe/berlin' });
    expect(loadTimeZone('+05:00')).toEqual({ error: 'unknown time zone +05:00' });
    expect(loadTimeZone('../Berlin')).toEqual({ error: 'time: invalid location name' });
  });
});

describe('calendar arithmetic', () => {
  it('agrees with Date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (time) => {
        const date = new Date(time * 1000);
        const wall = wallTimeAt(time);
        expect(wall).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour: date.getUTCHours(),
          minute: date.getUTCMinutes(),
          second: date.getUTCSeconds(),
        });
        expect(wallSecondsOf(wall)).toBe(time);
        expect(weekdayAt(time)).toBe(date.getUTCDay());
      }),
    );
  });
});

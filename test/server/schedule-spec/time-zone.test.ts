import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallSecondsOf, wallTimeAt, weekdayAt } from '../../../src/server/schedule-spec/civil';
import { loadTimeZone, momentOf, type TimeZone, UTC } from '../../../src/server/schedule-spec/time-zone';

function zoneOf(name: string): TimeZone {
  const zone = loadTimeZone(name);
  if ('error' in zone) throw new Error(zone.error);
  return zone;
}

const HOUR = 3600;

describe('a time zone', () => {
  it.each([
    ['Asia/Kathmandu', '2030-01-01T00:00:00Z', 5.75],
    ['Asia/Kathmandu', '1980-01-01T00:00:00Z', 5.5],
    ['America/New_York', '2006-03-20T00:00:00Z', -5],
    ['America/New_York', '2007-03-20T00:00:00Z', -4],
    ['US/Eastern', '2099-07-01T00:00:00Z', -4],
    ['Australia/Lord_Howe', '2050-01-01T00:00:00Z', 11],
    ['Australia/Lord_Howe', '2050-07-01T00:00:00Z', 10.5],
    ['Europe/Dublin', '2050-01-01T00:00:00Z', 0],
    ['Antarctica/Troll', '2004-07-01T00:00:00Z', 0],
    ['Antarctica/Troll', '2005-07-01T00:00:00Z', 2],
    ['Africa/Casablanca', '2030-01-10T00:00:00Z', 0],
    ['Africa/Casablanca', '2030-06-01T00:00:00Z', 1],
    ['Africa/Monrovia', '1971-06-01T00:00:00Z', -0.7416666666666667],
    ['Etc/GMT+5', '1950-01-01T00:00:00Z', -5],
  ])('%s, %s: %d hours', (name, time, hours) => {
    expect(zoneOf(name).offsetAt(Date.parse(time) / 1000)).toBe(hours * HOUR);
  });

  it('answers the same whatever was asked before', () => {
    const zone = zoneOf('Africa/Casablanca');
    const times = fc.array(fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) / 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(times, (asked) => {
        const forward = asked.map((time) => zone.offsetAt(time));
        const backward = asked.toReversed().map((time) => zone.offsetAt(time));
        expect(backward.toReversed()).toEqual(forward);
      }),
    );
  });

  it('changes its offset at the second at which the clock jumps', () => {
    const newYork = zoneOf('America/New_York');
    const jump = Date.UTC(2026, 2, 8, 7) / 1000;
    expect([newYork.offsetAt(jump - 1), newYork.offsetAt(jump)]).toEqual([-5 * HOUR, -4 * HOUR]);
  });

  it('tells which moment a wall clock shows', () => {
    const berlin = zoneOf('Europe/Berlin');
    const noon = Date.UTC(2030, 6, 1, 12) / 1000;
    expect(momentOf(noon, berlin)).toBe(noon - 2 * HOUR);
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

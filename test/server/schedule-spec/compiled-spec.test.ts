import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { msToDuration, msToTimestamp } from '../../../src/base/api';
import { LimitError } from '../../../src/base/errors';
import { canonicaliseSpec, describeSpec, type ScheduleSpec } from '../../../src/server/schedule-spec/canonical-spec';
import { compileSpec } from '../../../src/server/schedule-spec/compiled-spec';

const SEED = 'namespace-schedule';
const HOUR = 3_600_000;
const JAN_1 = Date.UTC(2030, 0, 1);

const timesOf = (spec: ScheduleSpec, after: number, count: number) => [
  ...compileSpec(spec, SEED).timesBetween(after, Number.POSITIVE_INFINITY, count),
];
const iso = (spec: ScheduleSpec, after: number, count: number) =>
  timesOf(spec, after, count).map(({ nominal }) => new Date(nominal).toISOString().slice(0, 16));

const element = (min: number, max: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min, max }).map(String),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min: 1, max: 7 })).map(([start, step]) => `${start}/${step}`),
  );
const cronString = fc
  .tuple(element(0, 59), element(0, 23), element(1, 28), element(1, 12), element(0, 6))
  .map((fields) => fields.join(' '));
const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) });

describe('the times of a schedule', () => {
  it('are strictly later than the time asked about, and the spec admits them', () => {
    const zones = fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
    fc.assert(
      fc.property(cronString, zones, moment, (cron, timezoneName, after) => {
        const spec = compileSpec({ cronString: [cron], timezoneName }, SEED);
        const first = spec.next(after);
        if (!first) return;
        expect(first.nominal).toBeGreaterThan(after);
        expect(spec.next(first.nominal - 1)).toEqual(first);
        // Asked from any time in between, the answer is the same: no time was passed over.
        expect(spec.next(after + Math.floor((first.nominal - 1 - after) / 2))).toEqual(first);
      }),
    );
  });

  it('are those of all its parts, in order, without those it excludes', () => {
    const spec = {
      interval: [{ interval: msToDuration(6 * HOUR), phase: msToDuration(HOUR) }],
      cronString: ['30 12 * * *'],
      excludeCalendar: [{ hour: '7', minute: '*', second: '*' }],
    };
    expect(iso(spec, JAN_1, 5)).toEqual([
      '2030-01-01T01:00',
      '2030-01-01T12:30',
      '2030-01-01T13:00',
      '2030-01-01T19:00',
      '2030-01-02T01:00',
    ]);
  });

  it('lie between start and end, both included', () => {
    const spec = {
      cronString: ['@hourly'],
      startTime: msToTimestamp(JAN_1 + HOUR),
      endTime: msToTimestamp(JAN_1 + 3 * HOUR),
    };
    expect(iso(spec, 0, 10)).toEqual(['2030-01-01T01:00', '2030-01-01T02:00', '2030-01-01T03:00']);
  });

  it('skip what the clock skips, and come twice where the clock repeats an hour', () => {
    const nightly = { cronString: ['30 2 * * *'], timezoneName: 'America/New_York' };
    expect(iso(nightly, Date.UTC(2026, 2, 7, 12), 2)).toEqual(['2026-03-09T06:30', '2026-03-10T06:30']);
    const repeated = { cronString: ['30 1 * * *'], timezoneName: 'America/New_York' };
    expect(iso(repeated, Date.UTC(2026, 9, 31, 12), 3)).toEqual([
      '2026-11-01T05:30',
      '2026-11-01T06:30',
      '2026-11-02T06:30',
    ]);
  });

  it('end with the year 2100', () => {
    expect(timesOf({ cronString: ['@yearly'] }, Date.UTC(2099, 5, 1), 5)).toHaveLength(1);
    expect(timesOf({ interval: [{ interval: msToDuration(HOUR) }] }, Date.UTC(2101, 0, 1), 5)).toEqual([]);
  });

  it('do not exist without calendars and intervals', () => {
    expect(compileSpec({}, SEED).next(0)).toBeUndefined();
  });
});

describe('jitter', () => {
  it('is the same each time, at most as long as allowed, and never passes the following time', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 2 * HOUR }), moment, (seed, jitterMs, after) => {
        const spec = { cronString: ['@hourly'], jitter: msToDuration(jitterMs) };
        const time = compileSpec(spec, seed).next(after)!;
        expect(compileSpec(spec, seed).next(after)).toEqual(time);
        expect(time.actual - time.nominal).toBeGreaterThanOrEqual(0);
        expect(time.actual - time.nominal).toBeLessThanOrEqual(Math.max(0, Math.min(jitterMs, HOUR) - 1));
      }),
    );
  });

  it('differs between schedules', () => {
    const spec = { cronString: ['@daily'], jitter: msToDuration(HOUR) };
    const jitters = ['a', 'b', 'c', 'd'].map((seed) => compileSpec(spec, seed).next(JAN_1)!.actual);
    expect(new Set(jitters).size).toBe(4);
  });
});

describe('a search without end', () => {
  it('is given up where all times are excluded', () => {
    const everything = { second: '*', minute: '*', hour: '*' };
    const spec = compileSpec({ interval: [{ interval: msToDuration(1000) }], excludeCalendar: [everything] }, SEED);
    expect(() => spec.next(JAN_1)).toThrow(LimitError);
    expect(() => spec.next(JAN_1)).toThrow('excludes 1000000 of its times in a row');
  });

  it('is given up where the server itself never gets past a day that a zone has skipped', () => {
    const spec = compileSpec({ cronString: ['* * * * *'], timezoneName: 'Pacific/Apia' }, SEED);
    let time = spec.next(Date.UTC(2011, 11, 30, 8));
    const walk = () => {
      for (let i = 0; i < 600; i++) time = spec.next(time!.actual);
    };
    expect(walk).toThrow('does not get past 2011-12-30T09:59:00.000Z, where the clocks of Pacific/Apia jump');
  });
});

describe('the stored form of a spec', () => {
  const canonical = (spec: ScheduleSpec) => {
    const parsed = canonicaliseSpec(spec);
    if ('error' in parsed) throw new Error(parsed.error);
    return parsed.value;
  };

  it('is its own stored form', () => {
    fc.assert(
      fc.property(cronString, (cron) => {
        const stored = canonical({ cronString: [`CRON_TZ=Asia/Tokyo ${cron} # note`], calendar: [{ hour: '1-5/2' }] });
        expect(canonical(stored)).toEqual(stored);
        expect(describeSpec(describeSpec(stored))).toEqual(describeSpec(stored));
      }),
    );
  });

  it('fires as its description does', () => {
    fc.assert(
      fc.property(cronString, moment, (cron, after) => {
        const stored = canonical({ cronString: [cron] });
        expect(timesOf(describeSpec(stored), after, 3)).toEqual(timesOf(stored, after, 3));
      }),
    );
  });

  it('leaves the given spec as it was', () => {
    const given = Object.freeze({ cronString: Object.freeze(['@every 5m/1m']) as string[] });
    expect(canonical(given).interval).toEqual([{ interval: msToDuration(300_000), phase: msToDuration(60_000) }]);
  });

  it('refuses what cannot be kept as it is', () => {
    expect(() => compileSpec({ cronString: ['* * *'] }, SEED)).toThrow(
      'INVALID_ARGUMENT: Invalid schedule spec: CronString does not have 5-7 fields',
    );
  });
});

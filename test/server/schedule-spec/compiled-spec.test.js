"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const errors_1 = require("../../../src/base/errors");
const canonical_spec_1 = require("../../../src/server/schedule-spec/canonical-spec");
const compiled_spec_1 = require("../../../src/server/schedule-spec/compiled-spec");
const SEED = 'namespace-schedule';
const HOUR = 3_600_000;
const JAN_1 = Date.UTC(2030, 0, 1);
const timesOf = (spec, after, count) => [
    ...(0, compiled_spec_1.compileSpec)(spec, SEED).timesBetween(after, Number.POSITIVE_INFINITY, count),
];
const iso = (spec, after, count) => timesOf(spec, after, count).map(({ nominal }) => new Date(nominal).toISOString().slice(0, 16));
const element = (min, max) => fast_check_1.default.oneof(fast_check_1.default.constant('*'), fast_check_1.default.integer({ min, max }).map(String), fast_check_1.default.tuple(fast_check_1.default.integer({ min, max }), fast_check_1.default.integer({ min: 1, max: 7 })).map(([start, step]) => `${start}/${step}`));
const cronString = fast_check_1.default
    .tuple(element(0, 59), element(0, 23), element(1, 28), element(1, 12), element(0, 6))
    .map((fields) => fields.join(' '));
const moment = fast_check_1.default.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) });
(0, vitest_1.describe)('the times of a schedule', () => {
    (0, vitest_1.it)('are strictly later than the time asked about, and the spec admits them', () => {
        const zones = fast_check_1.default.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata');
        fast_check_1.default.assert(fast_check_1.default.property(cronString, zones, moment, (cron, timezoneName, after) => {
            const spec = (0, compiled_spec_1.compileSpec)({ cronString: [cron], timezoneName }, SEED);
            const first = spec.next(after);
            if (!first)
                return;
            (0, vitest_1.expect)(first.nominal).toBeGreaterThan(after);
            (0, vitest_1.expect)(spec.next(first.nominal - 1)).toEqual(first);
            // Asked from any time in between, the answer is the same: no time was passed over.
            (0, vitest_1.expect)(spec.next(after + Math.floor((first.nominal - 1 - after) / 2))).toEqual(first);
        }));
    });
    (0, vitest_1.it)('are those of all its parts, in order, without those it excludes', () => {
        const spec = {
            interval: [{ interval: (0, api_1.msToDuration)(6 * HOUR), phase: (0, api_1.msToDuration)(HOUR) }],
            cronString: ['30 12 * * *'],
            excludeCalendar: [{ hour: '7', minute: '*', second: '*' }],
        };
        (0, vitest_1.expect)(iso(spec, JAN_1, 5)).toEqual([
            '2030-01-01T01:00',
            '2030-01-01T12:30',
            '2030-01-01T13:00',
            '2030-01-01T19:00',
            '2030-01-02T01:00',
        ]);
    });
    (0, vitest_1.it)('lie between start and end, both included', () => {
        const spec = {
            cronString: ['@hourly'],
            startTime: (0, api_1.msToTimestamp)(JAN_1 + HOUR),
            endTime: (0, api_1.msToTimestamp)(JAN_1 + 3 * HOUR),
        };
        (0, vitest_1.expect)(iso(spec, 0, 10)).toEqual(['2030-01-01T01:00', '2030-01-01T02:00', '2030-01-01T03:00']);
    });
    (0, vitest_1.it)('skip what the clock skips, and come twice where the clock repeats an hour', () => {
        const nightly = { cronString: ['30 2 * * *'], timezoneName: 'America/New_York' };
        (0, vitest_1.expect)(iso(nightly, Date.UTC(2026, 2, 7, 12), 2)).toEqual(['2026-03-09T06:30', '2026-03-10T06:30']);
        const repeated = { cronString: ['30 1 * * *'], timezoneName: 'America/New_York' };
        (0, vitest_1.expect)(iso(repeated, Date.UTC(2026, 9, 31, 12), 3)).toEqual([
            '2026-11-01T05:30',
            '2026-11-01T06:30',
            '2026-11-02T06:30',
        ]);
    });
    (0, vitest_1.it)('end with the year 2100', () => {
        (0, vitest_1.expect)(timesOf({ cronString: ['@yearly'] }, Date.UTC(2099, 5, 1), 5)).toHaveLength(1);
        (0, vitest_1.expect)(timesOf({ interval: [{ interval: (0, api_1.msToDuration)(HOUR) }] }, Date.UTC(2101, 0, 1), 5)).toEqual([]);
    });
    (0, vitest_1.it)('do not exist without calendars and intervals', () => {
        (0, vitest_1.expect)((0, compiled_spec_1.compileSpec)({}, SEED).next(0)).toBeUndefined();
    });
});
(0, vitest_1.describe)('jitter', () => {
    (0, vitest_1.it)('is the same each time, at most as long as allowed, and never passes the following time', () => {
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.string(), fast_check_1.default.integer({ min: 0, max: 2 * HOUR }), moment, (seed, jitterMs, after) => {
            const spec = { cronString: ['@hourly'], jitter: (0, api_1.msToDuration)(jitterMs) };
            const time = (0, compiled_spec_1.compileSpec)(spec, seed).next(after);
            (0, vitest_1.expect)((0, compiled_spec_1.compileSpec)(spec, seed).next(after)).toEqual(time);
            (0, vitest_1.expect)(time.actual - time.nominal).toBeGreaterThanOrEqual(0);
            (0, vitest_1.expect)(time.actual - time.nominal).toBeLessThanOrEqual(Math.max(0, Math.min(jitterMs, HOUR) - 1));
        }));
    });
    (0, vitest_1.it)('differs between schedules', () => {
        const spec = { cronString: ['@daily'], jitter: (0, api_1.msToDuration)(HOUR) };
        const jitters = ['a', 'b', 'c', 'd'].map((seed) => (0, compiled_spec_1.compileSpec)(spec, seed).next(JAN_1).actual);
        (0, vitest_1.expect)(new Set(jitters).size).toBe(4);
    });
});
(0, vitest_1.describe)('a search without end', () => {
    (0, vitest_1.it)('is given up where all times are excluded', () => {
        const everything = { second: '*', minute: '*', hour: '*' };
        const spec = (0, compiled_spec_1.compileSpec)({ interval: [{ interval: (0, api_1.msToDuration)(1000) }], excludeCalendar: [everything] }, SEED);
        (0, vitest_1.expect)(() => spec.next(JAN_1)).toThrow(errors_1.LimitError);
        (0, vitest_1.expect)(() => spec.next(JAN_1)).toThrow('excludes 1000000 of its times in a row');
    });
    (0, vitest_1.it)('is given up where the server itself never gets past a day that a zone has skipped', () => {
        const spec = (0, compiled_spec_1.compileSpec)({ cronString: ['* * * * *'], timezoneName: 'Pacific/Apia' }, SEED);
        let time = spec.next(Date.UTC(2011, 11, 30, 8));
        const walk = () => {
            for (let i = 0; i < 600; i++)
                time = spec.next(time.actual);
        };
        (0, vitest_1.expect)(walk).toThrow('does not get past 2011-12-30T09:59:00.000Z, where the clocks of Pacific/Apia jump');
    });
});
(0, vitest_1.describe)('the stored form of a spec', () => {
    const canonical = (spec) => {
        const parsed = (0, canonical_spec_1.canonicaliseSpec)(spec);
        if ('error' in parsed)
            throw new Error(parsed.error);
        return parsed.value;
    };
    (0, vitest_1.it)('is its own stored form', () => {
        fast_check_1.default.assert(fast_check_1.default.property(cronString, (cron) => {
            const stored = canonical({ cronString: [`CRON_TZ=Asia/Tokyo ${cron} # note`], calendar: [{ hour: '1-5/2' }] });
            (0, vitest_1.expect)(canonical(stored)).toEqual(stored);
            (0, vitest_1.expect)((0, canonical_spec_1.describeSpec)((0, canonical_spec_1.describeSpec)(stored))).toEqual((0, canonical_spec_1.describeSpec)(stored));
        }));
    });
    (0, vitest_1.it)('fires as its description does', () => {
        fast_check_1.default.assert(fast_check_1.default.property(cronString, moment, (cron, after) => {
            const stored = canonical({ cronString: [cron] });
            (0, vitest_1.expect)(timesOf((0, canonical_spec_1.describeSpec)(stored), after, 3)).toEqual(timesOf(stored, after, 3));
        }));
    });
    (0, vitest_1.it)('leaves the given spec as it was', () => {
        const given = Object.freeze({ cronString: Object.freeze(['@every 5m/1m']) });
        (0, vitest_1.expect)(canonical(given).interval).toEqual([{ interval: (0, api_1.msToDuration)(300_000), phase: (0, api_1.msToDuration)(60_000) }]);
    });
    (0, vitest_1.it)('refuses what cannot be kept as it is', () => {
        const data = { timezoneName: 'Mine', timezoneData: new Uint8Array([1]) };
        (0, vitest_1.expect)(() => (0, compiled_spec_1.compileSpec)({ ...data, interval: [] }, SEED)).toThrow('UNIMPLEMENTED: timezoneData');
        (0, vitest_1.expect)(() => (0, compiled_spec_1.compileSpec)({ cronString: ['* * *'] }, SEED)).toThrow('INVALID_ARGUMENT: Invalid schedule spec: CronString does not have 5-7 fields');
    });
});

"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const cron_backoff_1 = require("../../../src/server/schedule-spec/cron-backoff");
const cron_schedule_1 = require("../../../src/server/schedule-spec/cron-schedule");
const at = (text) => Date.parse(text) / 1000;
const nextOf = (cron, after) => {
    const next = (0, cron_schedule_1.parseCronSchedule)(cron)?.next(at(after));
    return next === undefined ? undefined : new Date(next * 1000).toISOString().slice(0, 16);
};
(0, vitest_1.describe)('a cronSchedule', () => {
    (0, vitest_1.it)('takes days of the month and of the week in alternative, unless one of them is a star', () => {
        (0, vitest_1.expect)(nextOf('0 0 13 * FRI', '2030-05-01T00:00:00Z')).toBe('2030-05-03T00:00');
        (0, vitest_1.expect)(nextOf('0 0 13 * FRI', '2030-05-10T00:00:00Z')).toBe('2030-05-13T00:00');
        (0, vitest_1.expect)(nextOf('0 0 13 * *', '2030-05-01T00:00:00Z')).toBe('2030-05-13T00:00');
        // A star with a step is no star.
        (0, vitest_1.expect)(nextOf('0 0 */20 * MON', '2030-05-01T00:00:00Z')).toBe('2030-05-06T00:00');
    });
    (0, vitest_1.it)('is read in the zone that it names, and names it in front', () => {
        (0, vitest_1.expect)(nextOf('CRON_TZ=America/New_York 0 12 * * *', '2030-01-01T00:00:00Z')).toBe('2030-01-01T17:00');
        (0, vitest_1.expect)(nextOf('TZ=Asia/Tokyo @daily', '2030-01-01T00:00:00Z')).toBe('2030-01-01T15:00');
    });
    vitest_1.it.each([
        '0 0 * * MONDAY',
        '* * * * * *',
        '0 0 * * 7',
        'TZ=Asia/Tokyo',
        '@every 1d',
        '@fortnightly',
        '1-2-3 * * * *',
        '',
    ])('cannot be "%s"', (cron) => {
        (0, vitest_1.expect)((0, cron_schedule_1.parseCronSchedule)(cron)).toBeUndefined();
    });
    (0, vitest_1.it)('gives the first minute that fits, found by looking at every minute', () => {
        const value = (min, max) => fast_check_1.default.oneof(fast_check_1.default.constant('*'), fast_check_1.default.integer({ min, max }).map(String));
        const crons = fast_check_1.default.tuple(value(0, 59), value(0, 23), value(1, 31), value(1, 12), value(0, 6));
        const fits = (fields, date) => {
            const [minute, hour, day, month, weekday] = fields.map((field) => (field === '*' ? undefined : Number(field)));
            const either = day !== undefined && weekday !== undefined;
            const fitsDay = date.getUTCDate() === (day ?? date.getUTCDate());
            const fitsWeekday = date.getUTCDay() === (weekday ?? date.getUTCDay());
            return (date.getUTCMinutes() === (minute ?? date.getUTCMinutes()) &&
                date.getUTCHours() === (hour ?? date.getUTCHours()) &&
                date.getUTCMonth() + 1 === (month ?? date.getUTCMonth() + 1) &&
                (either ? fitsDay || fitsWeekday : fitsDay && fitsWeekday));
        };
        fast_check_1.default.assert(fast_check_1.default.property(crons, fast_check_1.default.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2050-01-01T00:00:00Z') }), (fields, after) => {
            const next = (0, cron_schedule_1.parseCronSchedule)(fields.join(' ')).next(after);
            const end = Math.min(next ?? Number.POSITIVE_INFINITY, after + 3 * 86_400);
            for (let minute = Math.floor(after / 60) * 60 + 60; minute < end; minute += 60) {
                if (fits(fields, new Date(minute * 1000)))
                    throw new Error(`${new Date(minute * 1000).toISOString()} fits`);
            }
            if (next !== undefined) {
                (0, vitest_1.expect)(next).toBeGreaterThan(after);
                (0, vitest_1.expect)(fits(fields, new Date(next * 1000))).toBe(true);
            }
        }), { numRuns: 50 });
    });
});
(0, vitest_1.describe)('cronBackoffMs', () => {
    const start = Date.UTC(2030, 0, 1, 0, 0, 30, 500);
    (0, vitest_1.it)('waits for the first time of the schedule, in whole seconds rounded up', () => {
        (0, vitest_1.expect)((0, cron_backoff_1.cronBackoffMs)('* * * * *', start, start)).toBe(30_000);
        (0, vitest_1.expect)((0, cron_backoff_1.cronBackoffMs)('@every 90s', start, start)).toBe(90_000);
    });
    (0, vitest_1.it)('passes over the times that a long run has missed, and starts at once where one is due right now', () => {
        (0, vitest_1.expect)((0, cron_backoff_1.cronBackoffMs)('* * * * *', start, start + 10 * 60_000)).toBe(30_000);
        (0, vitest_1.expect)((0, cron_backoff_1.cronBackoffMs)('* * * * *', start, Date.UTC(2030, 0, 1, 0, 5))).toBe(0);
    });
    (0, vitest_1.it)('counts the ticks of @every from the execution time', () => {
        (0, vitest_1.expect)((0, cron_backoff_1.cronBackoffMs)('@every 10s', start, start + 34_000)).toBe(6000);
    });
    (0, vitest_1.it)('knows no next run without a schedule, or where none comes within five years', () => {
        (0, vitest_1.expect)((0, cron_backoff_1.cronBackoffMs)('', start, start)).toBeUndefined();
        (0, vitest_1.expect)((0, cron_backoff_1.cronBackoffMs)('0 0 29 2 *', Date.UTC(2096, 2, 1), Date.UTC(2096, 2, 1))).toBeUndefined();
    });
});
(0, vitest_1.describe)('validateCronSchedule', () => {
    (0, vitest_1.it)('tells a text that cannot be read from a schedule that never fires', () => {
        const now = Date.UTC(2030, 0, 1);
        (0, vitest_1.expect)(() => (0, cron_backoff_1.validateCronSchedule)('', now)).not.toThrow();
        (0, vitest_1.expect)(() => (0, cron_backoff_1.validateCronSchedule)('@hourly', now)).not.toThrow();
        (0, vitest_1.expect)(() => (0, cron_backoff_1.validateCronSchedule)('hourly', now)).toThrow('INVALID_ARGUMENT: invalid CronSchedule.');
        (0, vitest_1.expect)(() => (0, cron_backoff_1.validateCronSchedule)('0 0 30 2 *', now)).toThrow('no time can be found to satisfy the schedule');
    });
});

"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const civil_1 = require("../../../src/server/schedule-spec/civil");
const time_zone_1 = require("../../../src/server/schedule-spec/time-zone");
function zoneOf(name) {
    const zone = (0, time_zone_1.loadTimeZone)(name);
    if ('error' in zone)
        throw new Error(zone.error);
    return zone;
}
const HOUR = 3600;
(0, vitest_1.describe)('a time zone', () => {
    vitest_1.it.each([
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
        (0, vitest_1.expect)(zoneOf(name).offsetAt(Date.parse(time) / 1000)).toBe(hours * HOUR);
    });
    (0, vitest_1.it)('answers the same whatever was asked before', () => {
        const zone = zoneOf('Africa/Casablanca');
        const times = fast_check_1.default.array(fast_check_1.default.integer({ min: 0, max: Date.UTC(2100, 0, 1) / 1000 }), { minLength: 1 });
        fast_check_1.default.assert(fast_check_1.default.property(times, (asked) => {
            const forward = asked.map((time) => zone.offsetAt(time));
            const backward = asked.toReversed().map((time) => zone.offsetAt(time));
            (0, vitest_1.expect)(backward.toReversed()).toEqual(forward);
        }));
    });
    (0, vitest_1.it)('changes its offset at the second at which the clock jumps', () => {
        const newYork = zoneOf('America/New_York');
        const jump = Date.UTC(2026, 2, 8, 7) / 1000;
        (0, vitest_1.expect)([newYork.offsetAt(jump - 1), newYork.offsetAt(jump)]).toEqual([-5 * HOUR, -4 * HOUR]);
    });
    (0, vitest_1.it)('tells which moment a wall clock shows', () => {
        const berlin = zoneOf('Europe/Berlin');
        const noon = Date.UTC(2030, 6, 1, 12) / 1000;
        (0, vitest_1.expect)((0, time_zone_1.momentOf)(noon, berlin)).toBe(noon - 2 * HOUR);
        (0, vitest_1.expect)((0, time_zone_1.momentOf)(noon, time_zone_1.UTC)).toBe(noon);
    });
    (0, vitest_1.it)('must be spelled as the database spells it', () => {
        (0, vitest_1.expect)((0, time_zone_1.loadTimeZone)('')).toBe(time_zone_1.UTC);
        (0, vitest_1.expect)((0, time_zone_1.loadTimeZone)('europe/berlin')).toEqual({ error: 'unknown time zone europe/berlin' });
        (0, vitest_1.expect)((0, time_zone_1.loadTimeZone)('+05:00')).toEqual({ error: 'unknown time zone +05:00' });
        (0, vitest_1.expect)((0, time_zone_1.loadTimeZone)('../Berlin')).toEqual({ error: 'time: invalid location name' });
    });
});
(0, vitest_1.describe)('calendar arithmetic', () => {
    (0, vitest_1.it)('agrees with Date', () => {
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.integer({ min: -1e10, max: 1e10 }), (time) => {
            const date = new Date(time * 1000);
            const wall = (0, civil_1.wallTimeAt)(time);
            (0, vitest_1.expect)(wall).toEqual({
                year: date.getUTCFullYear(),
                month: date.getUTCMonth() + 1,
                day: date.getUTCDate(),
                hour: date.getUTCHours(),
                minute: date.getUTCMinutes(),
                second: date.getUTCSeconds(),
            });
            (0, vitest_1.expect)((0, civil_1.wallSecondsOf)(wall)).toBe(time);
            (0, vitest_1.expect)((0, civil_1.weekdayAt)(time)).toBe(date.getUTCDay());
        }));
    });
});

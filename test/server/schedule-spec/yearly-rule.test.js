"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const yearly_rule_1 = require("../../../src/server/schedule-spec/yearly-rule");
const changesOf = (rule, year) => (0, yearly_rule_1.ruleTransitions)((0, yearly_rule_1.parseYearlyRule)(rule), year, year).map(({ time, offset }) => `${new Date(time * 1000).toISOString().slice(0, 16)} ${offset / 3600}`);
(0, vitest_1.describe)('a yearly rule', () => {
    vitest_1.it.each([
        ['EST5EDT,M3.2.0,M11.1.0', ['2030-03-10T07:00 -4', '2030-11-03T06:00 -5']],
        // Summer time in the south spans the new year.
        ['AEST-10AEDT,M10.1.0,M4.1.0/3', ['2030-04-06T16:00 10', '2030-10-05T16:00 11']],
        // Irish law calls the winter the exception.
        ['IST-1GMT0,M10.5.0,M3.5.0/1', ['2030-03-31T01:00 1', '2030-10-27T01:00 0']],
        // Hours before the day's midnight, and beyond its end.
        ['<-02>2<-01>,M3.5.0/-1,M10.5.0/0', ['2030-03-31T01:00 -1', '2030-10-27T01:00 -2']],
        ['EET-2EEST,M3.4.4/50,M10.4.4/50', ['2030-03-30T00:00 3', '2030-10-25T23:00 2']],
        ['<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', ['2030-04-06T15:00 10.5', '2030-10-05T15:30 11']],
    ])('%s', (rule, changes) => {
        (0, vitest_1.expect)(changesOf(rule, 2030)).toEqual(changes);
    });
    (0, vitest_1.it)('must be one of weekdays', () => {
        (0, vitest_1.expect)(() => (0, yearly_rule_1.parseYearlyRule)('EST5')).toThrow('"EST5" is no yearly rule of a time zone');
    });
});

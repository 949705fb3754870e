"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const go_text_1 = require("../../../src/server/schedule-spec/go-text");
(0, vitest_1.describe)('durations in Go’s notation', () => {
    vitest_1.it.each([
        ['0', 0],
        ['1h30m', 5400e9],
        ['-1.5s', -1.5e9],
        ['+.5m', 30e9],
        ['1.h', 3600e9],
        ['100us', 1e5],
        ['1µs2ns', 1002],
        ['0.000000001s', 1],
        ['2562047h47m16.854775807s', 2n ** 63n - 1n],
        ['-9223372036854775808ns', -(2n ** 63n)],
    ])('%s', (text, value) => {
        (0, vitest_1.expect)((0, go_text_1.parseGoDuration)(text)).toEqual({ value });
    });
    vitest_1.it.each([
        ['', 'time: invalid duration ""'],
        ['-', 'time: invalid duration "-"'],
        ['.s', 'time: invalid duration ".s"'],
        ['1h x', 'time: unknown unit "h x" in duration "1h x"'],
        ['12', 'time: missing unit in duration "12"'],
        ['1d', 'time: unknown unit "d" in duration "1d"'],
        ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
    ])('refuses "%s"', (text, error) => {
        (0, vitest_1.expect)((0, go_text_1.parseGoDuration)(text)).toEqual({ error });
    });
    (0, vitest_1.it)('may have days, where the server lets them', () => {
        (0, vitest_1.expect)((0, go_text_1.parseDurationWithDays)('1d2h')).toEqual({ value: 26 * 3600e9 });
        (0, vitest_1.expect)((0, go_text_1.parseDurationWithDays)('.5d')).toEqual({ value: 12 * 3600e9 });
        (0, vitest_1.expect)((0, go_text_1.parseDurationWithDays)('xd')).toEqual({ error: 'time: invalid duration "xd"' });
    });
});
(0, vitest_1.describe)('whole numbers', () => {
    (0, vitest_1.it)('are decimal and fit 64 bits', () => {
        (0, vitest_1.expect)((0, go_text_1.parseInteger)('+07')).toEqual({ value: 7 });
        (0, vitest_1.expect)((0, go_text_1.parseInteger)('-3')).toEqual({ value: -3 });
        (0, vitest_1.expect)((0, go_text_1.parseInteger)('0x1')).toEqual({ error: 'strconv.Atoi: parsing "0x1": invalid syntax' });
        (0, vitest_1.expect)((0, go_text_1.parseInteger)('9223372036854775808')).toEqual({
            error: 'strconv.Atoi: parsing "9223372036854775808": value out of range',
        });
    });
});
(0, vitest_1.it)('quotes as Go does', () => {
    (0, vitest_1.expect)((0, go_text_1.goQuote)('a"b\\c\té\x01')).toBe(String.raw `"a\"b\\c\té\x01"`);
});

import { describe, expect, it } from 'vitest';
import {
  goQuote,
  parseDurationWithDays,
  parseGoDuration,
  parseInteger,
} from '../../../src/server/schedule-spec/go-text';

describe('durations in Go’s notation', () => {
  it.each([
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
    expect(parseGoDuration(text)).toEqual({ value });
  });

  it.each([
    ['', 'time: invalid duration ""'],
    ['-', 'time: invalid duration "-"'],
    ['.s', 'time: invalid duration ".s"'],
    ['1h x', 'time: unknown unit "h x" in duration "1h x"'],
    ['12', 'time: missing unit in duration "12"'],
    ['1d', 'time: unknown unit "d" in duration "1d"'],
    ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
  ])('refuses "%s"', (text, error) => {
    expect(parseGoDuration(text)).toEqual({ error });
  });

  it('may have days, where the server lets them', () => {
    expect(parseDurationWithDays('1d2h')).toEqual({ value: 26 * 3600e9 });
    expect(parseDurationWithDays('.5d')).toEqual({ value: 12 * 3600e9 });
    expect(parseDurationWithDays('xd')).toEqual({ error: 'time: invalid duration "xd"' });
  });
});

describe('whole numbers', () => {
  it('are decimal and fit 64 bits', () => {
    expect(parseInteger('+07')).toEqual({ value: 7 });
    expect(parseInteger('-3')).toEqual({ value: -3 });
    expect(parseInteger('0x1')).toEqual({ error: 'strconv.Atoi: parsing "0x1": invalid syntax' });
    expect(parseInteger('9223372036854775808')).toEqual({
      error: 'strconv.Atoi: parsing "9223372036854775808": value out of range',
    });
  });
});

it('quotes as Go does', () => {
  expect(goQuote('a"b\\c\té\x01')).toBe(String.raw`"a\"b\\c\té\x01"`);
});

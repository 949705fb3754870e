import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { power } from '../../../src/server/policy/power';

describe('power', () => {
  it('is exact while the result fits a double', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), fc.integer({ min: 0, max: 7 }), (base, exponent) => {
        expect(power(base, exponent)).toBe(Number(BigInt(base) ** BigInt(exponent)));
      }),
    );
    expect(power(2, 1023)).toBe(2 ** 1023);
    expect(power(0.5, 1074)).toBe(Number.MIN_VALUE);
  });

  it('grows without bound, and shrinks to nothing', () => {
    expect(power(1.5, 1e6)).toBe(Number.POSITIVE_INFINITY);
    expect(power(0.5, 1e6)).toBe(0);
    expect(power(0, 3)).toBe(0);
    expect(power(-3, 3)).toBe(-27);
  });

  it("rounds as Go's math.Pow rounds, where Math.pow may not", () => {
    expect(power(1.7, 2)).toBe(2.8899999999999997);
    expect(power(1.1, 10)).toBe(2.593742460100002);
    expect(power(4.17, 40)).toBe(6.38913697492687e24);
    expect(power(1.3333333333333333, 521)).toBe(1.2390298604058667e65);
  });
});

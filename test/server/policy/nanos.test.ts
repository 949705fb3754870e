import fc from 'fast-check';
import Long from 'long';
import { describe, expect, it } from 'vitest';
import { fromNanos, multiplyWrapping, narrow, toNanos } from '../../../src/server/policy/nanos';

const INT64_MAX = 2n ** 63n - 1n;
const int64 = () => fc.bigInt({ min: -INT64_MAX - 1n, max: INT64_MAX });

describe('durations in nanoseconds', () => {
  it('survive the way to a duration and back', () => {
    fc.assert(
      fc.property(int64(), (count) => {
        const duration = fromNanos(narrow(count));
        expect(BigInt(toNanos(duration))).toBe(count);
        expect(Math.abs(duration.nanos!)).toBeLessThan(1e9);
      }),
    );
  });

  it('end where int64 ends', () => {
    expect(toNanos({ seconds: Long.fromString('315576000000'), nanos: 0 })).toBe(INT64_MAX);
    expect(toNanos({ seconds: Long.fromString('-315576000000'), nanos: 0 })).toBe(-INT64_MAX - 1n);
    expect(toNanos(null)).toBe(0);
  });

  it('wrap round when multiplied', () => {
    fc.assert(
      fc.property(int64(), fc.integer({ min: 0, max: 1000 }), (count, factor) => {
        expect(BigInt(multiplyWrapping(narrow(count), factor))).toBe(BigInt.asIntN(64, count * BigInt(factor)));
      }),
    );
  });
});

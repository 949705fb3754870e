"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const long_1 = __importDefault(require("long"));
const vitest_1 = require("vitest");
const nanos_1 = require("../../../src/server/policy/nanos");
const INT64_MAX = 2n ** 63n - 1n;
const int64 = () => fast_check_1.default.bigInt({ min: -INT64_MAX - 1n, max: INT64_MAX });
(0, vitest_1.describe)('durations in nanoseconds', () => {
    (0, vitest_1.it)('survive the way to a duration and back', () => {
        fast_check_1.default.assert(fast_check_1.default.property(int64(), (count) => {
            const duration = (0, nanos_1.fromNanos)((0, nanos_1.narrow)(count));
            (0, vitest_1.expect)(BigInt((0, nanos_1.toNanos)(duration))).toBe(count);
            (0, vitest_1.expect)(Math.abs(duration.nanos)).toBeLessThan(1e9);
        }));
    });
    (0, vitest_1.it)('end where int64 ends', () => {
        (0, vitest_1.expect)((0, nanos_1.toNanos)({ seconds: long_1.default.fromString('315576000000'), nanos: 0 })).toBe(INT64_MAX);
        (0, vitest_1.expect)((0, nanos_1.toNanos)({ seconds: long_1.default.fromString('-315576000000'), nanos: 0 })).toBe(-INT64_MAX - 1n);
        (0, vitest_1.expect)((0, nanos_1.toNanos)(null)).toBe(0);
    });
    (0, vitest_1.it)('wrap round when multiplied', () => {
        fast_check_1.default.assert(fast_check_1.default.property(int64(), fast_check_1.default.integer({ min: 0, max: 1000 }), (count, factor) => {
            (0, vitest_1.expect)(BigInt((0, nanos_1.multiplyWrapping)((0, nanos_1.narrow)(count), factor))).toBe(BigInt.asIntN(64, count * BigInt(factor)));
        }));
    });
});

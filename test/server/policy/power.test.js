"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const power_1 = require("../../../src/server/policy/power");
(0, vitest_1.describe)('power', () => {
    (0, vitest_1.it)('is exact while the result fits a double', () => {
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.integer({ min: 2, max: 100 }), fast_check_1.default.integer({ min: 0, max: 7 }), (base, exponent) => {
            (0, vitest_1.expect)((0, power_1.power)(base, exponent)).toBe(Number(BigInt(base) ** BigInt(exponent)));
        }));
        (0, vitest_1.expect)((0, power_1.power)(2, 1023)).toBe(2 ** 1023);
        (0, vitest_1.expect)((0, power_1.power)(0.5, 1074)).toBe(Number.MIN_VALUE);
    });
    (0, vitest_1.it)('grows without bound, and shrinks to nothing', () => {
        (0, vitest_1.expect)((0, power_1.power)(1.5, 1e6)).toBe(Number.POSITIVE_INFINITY);
        (0, vitest_1.expect)((0, power_1.power)(0.5, 1e6)).toBe(0);
        (0, vitest_1.expect)((0, power_1.power)(0, 3)).toBe(0);
        (0, vitest_1.expect)((0, power_1.power)(-3, 3)).toBe(-27);
    });
    (0, vitest_1.it)("rounds as Go's math.Pow rounds, where Math.pow may not", () => {
        (0, vitest_1.expect)((0, power_1.power)(1.7, 2)).toBe(2.8899999999999997);
        (0, vitest_1.expect)((0, power_1.power)(1.1, 10)).toBe(2.593742460100002);
        (0, vitest_1.expect)((0, power_1.power)(4.17, 40)).toBe(6.38913697492687e24);
        (0, vitest_1.expect)((0, power_1.power)(1.3333333333333333, 521)).toBe(1.2390298604058667e65);
    });
});

"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const local_retry_1 = require("../../../src/worker/activity/local-retry");
(0, vitest_1.it)('fills in what a policy leaves out', () => {
    const { initialInterval, maximumInterval, ...rest } = (0, local_retry_1.localRetryPolicy)(null);
    (0, vitest_1.expect)([(0, api_1.durationToMs)(initialInterval), (0, api_1.durationToMs)(maximumInterval)]).toEqual([1000, 100_000]);
    (0, vitest_1.expect)(rest).toEqual({ backoffCoefficient: 2, maximumAttempts: 0, nonRetryableErrorTypes: [] });
});
(0, vitest_1.it)('takes a coefficient below 1 for none, and raises a maximum interval below the initial one', () => {
    const policy = (0, local_retry_1.localRetryPolicy)({
        initialInterval: (0, api_1.msToDuration)(5000),
        maximumInterval: (0, api_1.msToDuration)(10),
        backoffCoefficient: 0.5,
    });
    (0, vitest_1.expect)(policy.backoffCoefficient).toBe(2);
    (0, vitest_1.expect)((0, api_1.durationToMs)(policy.maximumInterval)).toBe(5000);
});
(0, vitest_1.it)('never waits shorter after a later attempt, nor longer than the maximum', () => {
    const policies = fast_check_1.default.record({
        initial: fast_check_1.default.integer({ min: 1, max: 1e6 }),
        maximum: fast_check_1.default.integer({ min: 1, max: 1e9 }),
        coefficient: fast_check_1.default.double({ min: 1, max: 10, noNaN: true }),
    });
    fast_check_1.default.assert(fast_check_1.default.property(policies, fast_check_1.default.integer({ min: 1, max: 1e6 }), ({ initial, maximum, coefficient }, attempt) => {
        const policy = (0, local_retry_1.localRetryPolicy)({
            initialInterval: (0, api_1.msToDuration)(initial),
            maximumInterval: (0, api_1.msToDuration)(maximum),
            backoffCoefficient: coefficient,
        });
        const [first, delay, next] = [1, attempt, attempt + 1].map((n) => (0, local_retry_1.localRetryDelayMs)(policy, n, {}));
        (0, vitest_1.expect)(first).toBe(initial);
        (0, vitest_1.expect)(next).toBeGreaterThanOrEqual(delay);
        (0, vitest_1.expect)(next).toBeLessThanOrEqual(Math.max(initial, maximum));
    }));
});

"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const enums_1 = require("../../../src/base/enums");
const nanos_1 = require("../../../src/server/policy/nanos");
const retry_policy_1 = require("../../../src/server/policy/retry-policy");
const seconds = (count) => (0, api_1.msToDuration)(count * 1000);
const NOW = Date.UTC(2030, 0, 1);
const policy = (0, retry_policy_1.normaliseRetryPolicy)({ initialInterval: seconds(1), maximumInterval: seconds(10), maximumAttempts: 5 });
const failed = (more = {}) => ({
    policy,
    attempt: 1,
    failure: { message: 'no luck', applicationFailureInfo: { type: 'Error' } },
    kind: 'activity',
    now: NOW,
    expiration: undefined,
    ...more,
});
const failureWith = (info) => ({ message: 'no luck', ...info });
(0, vitest_1.describe)('nextRetry', () => {
    (0, vitest_1.it)('doubles the interval from attempt to attempt, up to the maximum', () => {
        const unlimited = (0, retry_policy_1.normaliseRetryPolicy)({ ...policy, maximumAttempts: 0 });
        const intervals = [1, 2, 3, 4, 5, 60].map((attempt) => (0, retry_policy_1.nextRetry)(failed({ policy: unlimited, attempt })));
        (0, vitest_1.expect)(intervals).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000].map((intervalMs) => ({ retryState: 'IN_PROGRESS', intervalMs })));
    });
    (0, vitest_1.it)('says why no attempt follows', () => {
        const nonRetryable = { applicationFailureInfo: { nonRetryable: true } };
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ policy: null }))).toEqual({ retryState: 'RETRY_POLICY_NOT_SET' });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ cancelRequested: true }))).toEqual({ retryState: 'CANCEL_REQUESTED' });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ failure: failureWith(nonRetryable) }))).toEqual({ retryState: 'NON_RETRYABLE_FAILURE' });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ attempt: 5 }))).toEqual({ retryState: 'MAXIMUM_ATTEMPTS_REACHED' });
    });
    (0, vitest_1.it)('lets an attempt start exactly at the expiration, and none a millisecond later', () => {
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)({ ...failed(), expiration: NOW + 1000 })).toEqual({ retryState: 'IN_PROGRESS', intervalMs: 1000 });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)({ ...failed(), expiration: NOW + 999 })).toEqual({ retryState: 'TIMEOUT' });
    });
    (0, vitest_1.it)('takes the delay that an activity asks for as it is, and holds that of a workflow to the maximum', () => {
        const failure = failureWith({ applicationFailureInfo: { nextRetryDelay: seconds(60) } });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ failure }))).toEqual({ retryState: 'IN_PROGRESS', intervalMs: 60_000 });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ failure, kind: 'workflow' }))).toEqual({ retryState: 'IN_PROGRESS', intervalMs: 10_000 });
    });
    (0, vitest_1.it)("names an activity's missed deadline as the server of each version does", () => {
        const failure = failureWith({ timeoutFailureInfo: { timeoutType: enums_1.TimeoutType.SCHEDULE_TO_CLOSE } });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ failure }))).toEqual({ retryState: 'TIMEOUT' });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetry)(failed({ failure, serverVersion: '1.29' }))).toEqual({ retryState: 'NON_RETRYABLE_FAILURE' });
    });
    (0, vitest_1.it)('is exact where milliseconds and doubles are not', () => {
        const odd = (0, retry_policy_1.normaliseRetryPolicy)({ initialInterval: seconds(5), backoffCoefficient: 1.7 });
        (0, vitest_1.expect)((0, retry_policy_1.nextRetryExact)(failed({ policy: odd, attempt: 3 }), undefined)).toEqual({
            retryState: 'IN_PROGRESS',
            interval: 14_449_999_999,
        });
    });
    (0, vitest_1.it)('never lowers the interval from one attempt to the next, nor exceeds the maximum', () => {
        const policies = fast_check_1.default.record({
            initialMs: fast_check_1.default.integer({ min: 1, max: 1e6 }),
            factor: fast_check_1.default.integer({ min: 1, max: 1000 }),
            backoffCoefficient: fast_check_1.default.double({ min: 1, max: 10, noNaN: true }),
            attempt: fast_check_1.default.integer({ min: 1, max: 2000 }),
        });
        fast_check_1.default.assert(fast_check_1.default.property(policies, ({ initialMs, factor, backoffCoefficient, attempt }) => {
            const maximumInterval = (0, api_1.msToDuration)(initialMs * factor);
            const any = (0, retry_policy_1.normaliseRetryPolicy)({
                initialInterval: (0, api_1.msToDuration)(initialMs),
                backoffCoefficient,
                maximumInterval,
            });
            const intervalOf = (n) => {
                const decision = (0, retry_policy_1.nextRetryExact)(failed({ policy: any, attempt: n }), undefined);
                return 'interval' in decision ? decision.interval : Number.NaN;
            };
            (0, vitest_1.expect)(intervalOf(attempt + 1) >= intervalOf(attempt)).toBe(true);
            (0, vitest_1.expect)(intervalOf(attempt) <= (0, nanos_1.toNanos)(maximumInterval)).toBe(true);
        }));
    });
});
(0, vitest_1.describe)('normaliseRetryPolicy', () => {
    (0, vitest_1.it)('fills in what is not set', () => {
        (0, vitest_1.expect)((0, retry_policy_1.normaliseRetryPolicy)({ initialInterval: (0, api_1.msToDuration)(100) })).toEqual({
            initialInterval: (0, api_1.msToDuration)(100),
            backoffCoefficient: 2,
            maximumInterval: seconds(10),
            maximumAttempts: 0,
            nonRetryableErrorTypes: [],
        });
    });
    (0, vitest_1.it)('changes nothing the second time, and never the policy that it is given', () => {
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.integer({ min: 0, max: 1e9 }), fast_check_1.default.integer({ min: 0, max: 5 }), (initialMs, maximumAttempts) => {
            const given = Object.freeze({ initialInterval: (0, api_1.msToDuration)(initialMs), maximumAttempts });
            const stored = (0, retry_policy_1.normaliseRetryPolicy)(given);
            (0, vitest_1.expect)((0, retry_policy_1.normaliseRetryPolicy)(stored)).toEqual(stored);
        }));
    });
    (0, vitest_1.it)('refuses in the words of the server', () => {
        (0, vitest_1.expect)(() => (0, retry_policy_1.normaliseRetryPolicy)({ maximumAttempts: -1 })).toThrow('INVALID_ARGUMENT: MaximumAttempts cannot be negative on retry policy.');
        const mixedSigns = { seconds: seconds(1).seconds, nanos: -1 };
        (0, vitest_1.expect)(() => (0, retry_policy_1.normaliseRetryPolicy)({ initialInterval: mixedSigns })).toThrow('invalid InitialInterval set on retry policy: duration has seconds and nanos with different signs');
    });
});

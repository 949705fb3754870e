"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const activity_timeouts_1 = require("../../../src/server/policy/activity-timeouts");
const attributes = (more = {}) => ({
    activityId: '1',
    activityType: { name: 'charge' },
    taskQueue: { name: 'queue' },
    startToCloseTimeout: (0, api_1.msToDuration)(30_000),
    ...more,
});
const workflow = { runTimeout: null, taskQueue: 'queue' };
const messageOf = (more) => {
    const answer = (0, activity_timeouts_1.normaliseActivityAttributes)(attributes(more), workflow);
    return 'message' in answer ? answer.message : undefined;
};
(0, vitest_1.describe)('normaliseActivityAttributes', () => {
    (0, vitest_1.it)('bounds all timeouts by schedule-to-close and by the run', () => {
        const optionalMs = fast_check_1.default.option(fast_check_1.default.integer({ min: 0, max: 100_000 }));
        const given = fast_check_1.default.record({ whole: optionalMs, toStart: optionalMs, run: optionalMs, heartbeat: optionalMs });
        fast_check_1.default.assert(fast_check_1.default.property(given, ({ whole, toStart, run, heartbeat }) => {
            const timeout = (ms) => (ms === null ? null : (0, api_1.msToDuration)(ms));
            const answer = (0, activity_timeouts_1.normaliseActivityAttributes)(attributes({
                scheduleToCloseTimeout: timeout(whole),
                scheduleToStartTimeout: timeout(toStart),
                heartbeatTimeout: timeout(heartbeat),
            }), { runTimeout: timeout(run), taskQueue: 'queue' });
            if (!('stored' in answer))
                throw new Error(answer.message);
            const bound = Math.min(whole || Number.POSITIVE_INFINITY, run || Number.POSITIVE_INFINITY);
            const { stored } = answer;
            (0, vitest_1.expect)((0, api_1.durationToMs)(stored.scheduleToCloseTimeout)).toBe(Number.isFinite(bound) ? bound : 0);
            (0, vitest_1.expect)((0, api_1.durationToMs)(stored.scheduleToStartTimeout)).toBeLessThanOrEqual(bound);
            (0, vitest_1.expect)((0, api_1.durationToMs)(stored.startToCloseTimeout)).toBe(Math.min(30_000, bound));
            (0, vitest_1.expect)((0, api_1.durationToMs)(stored.heartbeatTimeout)).toBe(Math.min(heartbeat ?? 0, 30_000, bound));
        }));
    });
    (0, vitest_1.it)('counts the length of ids in bytes of UTF-8', () => {
        (0, vitest_1.expect)(messageOf({ activityId: 'é'.repeat(500) })).toBeUndefined();
        (0, vitest_1.expect)(messageOf({ activityId: 'é'.repeat(501) })).toBe('activityId exceeds length limit. Length=1002 Limit=1000');
        (0, vitest_1.expect)(messageOf({ activityType: { name: '☃'.repeat(334) } })).toBe('activityType exceeds length limit. Length=1002 Limit=1000');
    });
    (0, vitest_1.it)('refuses task queues and priorities that nobody may use', () => {
        (0, vitest_1.expect)(messageOf({ taskQueue: null })).toBe('taskQueue is not set');
        (0, vitest_1.expect)(messageOf({ taskQueue: { name: 'q'.repeat(1001) } })).toBe('taskQueue length exceeds limit');
        (0, vitest_1.expect)(messageOf({ taskQueue: { name: 'temporal-sys-per-ns-tq' } })).toBe('cannot use internal per-namespace task queue:temporal-sys-per-ns-tq (in parent component task queue: queue)');
        (0, vitest_1.expect)(messageOf({ priority: { fairnessKey: 'k'.repeat(65) } })).toBe('invalid priorities: fairness key length exceeds limit');
        (0, vitest_1.expect)(messageOf({ priority: { fairnessWeight: -1 } })).toBe('invalid priorities: must be greater than zero');
    });
    (0, vitest_1.it)('passes on an error that is not the command’s', () => {
        const broken = {
            get taskQueue() {
                throw new TypeError('broken');
            },
        };
        (0, vitest_1.expect)(() => (0, activity_timeouts_1.normaliseActivityAttributes)(broken, workflow)).toThrow(TypeError);
    });
});

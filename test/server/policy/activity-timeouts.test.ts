import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationToMs, msToDuration } from '../../../src/base/api';
import {
  normaliseActivityAttributes,
  type ScheduleActivityAttributes,
} from '../../../src/server/policy/activity-timeouts';

const attributes = (more: ScheduleActivityAttributes = {}): ScheduleActivityAttributes => ({
  activityId: '1',
  activityType: { name: 'charge' },
  taskQueue: { name: 'queue' },
  startToCloseTimeout: msToDuration(30_000),
  ...more,
});
const workflow = { runTimeout: null, taskQueue: 'queue' };
const messageOf = (more: ScheduleActivityAttributes) => {
  const answer = normaliseActivityAttributes(attributes(more), workflow);
  return 'message' in answer ? answer.message : undefined;
};

describe('normaliseActivityAttributes', () => {
  it('bounds all timeouts by schedule-to-close and by the run', () => {
    const optionalMs = fc.option(fc.integer({ min: 0, max: 100_000 }));
    const given = fc.record({ whole: optionalMs, toStart: optionalMs, run: optionalMs, heartbeat: optionalMs });
    fc.assert(
      fc.property(given, ({ whole, toStart, run, heartbeat }) => {
        const timeout = (ms: number | null) => (ms === null ? null : msToDuration(ms));
        const answer = normaliseActivityAttributes(
          attributes({
            scheduleToCloseTimeout: timeout(whole),
            scheduleToStartTimeout: timeout(toStart),
            heartbeatTimeout: timeout(heartbeat),
          }),
          { runTimeout: timeout(run), taskQueue: 'queue' },
        );
        if (!('stored' in answer)) throw new Error(answer.message);
        const bound = Math.min(whole || Number.POSITIVE_INFINITY, run || Number.POSITIVE_INFINITY);
        const { stored } = answer;
        expect(durationToMs(stored.scheduleToCloseTimeout)).toBe(Number.isFinite(bound) ? bound : 0);
        expect(durationToMs(stored.scheduleToStartTimeout)).toBeLessThanOrEqual(bound);
        expect(durationToMs(stored.startToCloseTimeout)).toBe(Math.min(30_000, bound));
        expect(durationToMs(stored.heartbeatTimeout)).toBe(Math.min(heartbeat ?? 0, 30_000, bound));
      }),
    );
  });

  it('counts the length of ids in bytes of UTF-8', () => {
    expect(messageOf({ activityId: 'é'.repeat(500) })).toBeUndefined();
    expect(messageOf({ activityId: 'é'.repeat(501) })).toBe('activityId exceeds length limit. Length=1002 Limit=1000');
    expect(messageOf({ activityType: { name: '☃'.repeat(334) } })).toBe(
      'activityType exceeds length limit. Length=1002 Limit=1000',
    );
  });

  it('refuses task queues and priorities that nobody may use', () => {
    expect(messageOf({ taskQueue: null })).toBe('taskQueue is not set');
    expect(messageOf({ taskQueue: { name: 'q'.repeat(1001) } })).toBe('taskQueue length exceeds limit');
    expect(messageOf({ taskQueue: { name: 'temporal-sys-per-ns-tq' } })).toBe(
      'cannot use internal per-namespace task queue:temporal-sys-per-ns-tq (in parent component task queue: queue)',
    );
    expect(messageOf({ priority: { fairnessKey: 'k'.repeat(65) } })).toBe(
      'invalid priorities: fairness key length exceeds limit',
    );
    expect(messageOf({ priority: { fairnessWeight: -1 } })).toBe('invalid priorities: must be greater than zero');
  });

  it('passes on an error that is not the command’s', () => {
    const broken = {
      get taskQueue(): never {
        throw new TypeError('broken');
      },
    };
    expect(() => normaliseActivityAttributes(broken, workflow)).toThrow(TypeError);
  });
});

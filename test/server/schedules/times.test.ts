import { describe, expect, it } from 'vitest';
import { msToDuration } from '../../../src/base/api';
import { VirtualClock } from '../../../src/clock/virtual-clock';
import { createSchedule } from '../../../src/server/rpc/create-schedule';
import { describeSchedule } from '../../../src/server/rpc/describe-schedule';
import { OverlapPolicy } from '../../../src/server/schedules/overlap';
import type { describeSchedule as view } from '../../../src/server/schedules/view';
import { Server } from '../../../src/server/server';
import { counts, hourly, START, scheduleWorld, startOf, starts, worldWithoutWorkers } from './schedule-world';

const lateSchedule = {
  namespace: 'default',
  scheduleId: 's',
  requestId: 'r',
  schedule: {
    spec: { interval: [{ interval: msToDuration(3_600_000) }] },
    policies: { overlapPolicy: OverlapPolicy.ALLOW_ALL, catchupWindow: msToDuration(2 * 3_600_000) },
    action: { startWorkflow: { workflowId: 'w', workflowType: { name: 'echo' }, taskQueue: { name: 'q' } } },
  },
};
const call = {
  deadline: undefined,
  wait: () => {
    throw new Error('a schedule waits for nothing');
  },
};

const hourOf = (time: Date) => time.toISOString().slice(5, 16);

describe('a schedule in time', () => {
  it('starts its workflow every day of a year', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'echo', { spec: { calendars: [{ hour: 9 }] }, action: { args: ['done'] } });
    await world.sleep('365 days');
    const { info } = await schedule.describe();
    expect(info.numActionsTaken).toBe(365);
    expect(info.recentActions.map(({ takenAt }) => hourOf(takenAt))).toEqual(
      Array.from({ length: 10 }, (_, i) => `12-${22 + i}T09:00`),
    );
    expect(info.nextActionTimes.slice(0, 2).map(hourOf)).toEqual(['01-01T09:00', '01-02T09:00']);
    const last = info.recentActions.at(-1)!.action.workflow;
    expect(last.workflowId).toBe('w-2030-12-31T09:00:00Z');
    expect(await world.client.workflow.getHandle(last.workflowId, last.firstExecutionRunId).result()).toBe('done');
  });

  it('costs nothing but its next time while it has nothing to start', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'never');
    await world.sleep('365 days');
    expect(counts(await schedule.describe())).toEqual({ taken: 1, skipped: 8759, buffered: 0, running: ['01:00'] });
  });

  it('writes into the first event of a run what the server writes there', async () => {
    await using world = await worldWithoutWorkers();
    await hourly(world, 'echo', { action: { args: [7], memo: { a: 1 }, workflowRunTimeout: '5m' } });
    await world.sleep('1h');
    const [run] = world.histories();
    expect(startOf(run!)).toMatchObject({
      workflowId: 'w-2030-01-01T01:00:00Z',
      workflowType: { name: 'echo' },
      identity: 'temporal-scheduler-default-s',
      attempt: 1,
      cronSchedule: '',
      initiator: 0,
      lastCompletionResult: null,
      continuedFailure: null,
    });
    const { execution, searchAttributes, memo } = await world.client.workflow
      .getHandle('w-2030-01-01T01:00:00Z')
      .describe()
      .then(({ raw, ...rest }) => ({ ...rest, execution: raw.executionConfig }));
    expect(memo).toEqual({ a: 1 });
    expect(execution!.workflowRunTimeout!.seconds!.toNumber()).toBe(300);
    expect(searchAttributes).toEqual({
      TemporalScheduledById: ['s'],
      TemporalScheduledStartTime: [new Date('2030-01-01T01:00:00Z')],
    });
  });

  it('jitters the start, not the id, and the same seed jitters the same', async () => {
    const run = async () => {
      await using world = await worldWithoutWorkers();
      const spec = { intervals: [{ every: '1h' as const }], jitter: '30m' as const };
      const schedule = await hourly(world, 'never', { spec, policies: { overlap: 'ALLOW_ALL' } });
      await world.sleep('1 day');
      const { info } = await schedule.describe();
      return info.recentActions.map(({ scheduledAt, takenAt, action }) => {
        expect(scheduledAt).toEqual(takenAt);
        const nominal = Date.parse(action.workflow.workflowId.slice(2));
        expect(nominal % 3_600_000).toBe(0);
        return takenAt.getTime() - nominal;
      });
    };
    const delays = await run();
    expect(await run()).toEqual(delays);
    expect(new Set(delays).size).toBe(delays.length);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(30 * 60_000);
  });

  it('follows the clocks of its zone: an hour that is skipped starts nothing, one that comes twice starts twice', async () => {
    const run = async (startTime: string) => {
      await using world = await worldWithoutWorkers({ startTime });
      const spec = { cronExpressions: ['30 1,2 * * *'], timezone: 'America/New_York' };
      await hourly(world, 'never', { spec, policies: { overlap: 'ALLOW_ALL' } });
      await world.sleep('1 day');
      return starts(world);
    };
    expect(await run('2030-03-10T05:00:00Z')).toEqual(['w 06:30']);
    expect(await run('2030-11-03T05:00:00Z')).toEqual(['w 05:30', 'w 06:30', 'w 07:30']);
  });

  it('begins and ends with its spec', async () => {
    await using world = await scheduleWorld();
    const startAt = new Date('2030-01-01T03:00:00Z');
    const endAt = new Date('2030-01-01T05:00:00Z');
    const schedule = await hourly(world, 'echo', { spec: { intervals: [{ every: '1h' }], startAt, endAt } });
    await world.sleep('1 day');
    expect(starts(world)).toEqual(['w 03:00', 'w 04:00', 'w 05:00']);
    expect((await schedule.describe()).info.nextActionTimes).toEqual([]);
  });

  it('takes as many actions as it may', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'echo', { state: { remainingActions: 2 } });
    expect((await schedule.describe()).info.nextActionTimes.map(hourOf)).toEqual(['01-01T01:00', '01-01T02:00']);
    await world.sleep('1 day');
    const { state, info } = await schedule.describe();
    expect(starts(world)).toEqual(['w 01:00', 'w 02:00']);
    expect(state.remainingActions).toBe(0);
    expect(info.nextActionTimes).toEqual([]);
  });

  it('neither catches up nor counts what fell into a pause', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'echo');
    await world.sleep('1h');
    await schedule.pause('maintenance');
    await world.sleep('3h');
    await schedule.unpause('done');
    await world.sleep('1h');
    expect(starts(world)).toEqual(['w 01:00', 'w 05:00']);
    const { info, state } = await schedule.describe();
    expect(info.numActionsMissedCatchupWindow).toBe(0);
    expect(state).toEqual({ paused: false, note: 'done', remainingActions: undefined });
  });

  it('counts what it wakes up too late for, and catches up with the rest', () => {
    // A world's clock is never late by itself, so here nobody fires the timer that is due at 01:00.
    const clock = new VirtualClock(Date.parse(START));
    const server = new Server({ clock, seed: 0, version: '1.31', post: () => {} });
    createSchedule(server, lateSchedule, call);
    clock.advanceTo(Date.parse('2030-01-01T01:00:00Z'));
    const timer = clock.takeDue()!;
    clock.advanceTo(Date.parse('2030-01-01T05:30:00Z'));
    timer.fire();
    expect([...server.executions()].map(({ workflowId }) => workflowId.slice(-9, -4))).toEqual(['04:00', '05:00']);
    const { info } = describeSchedule(server, lateSchedule, call) as ReturnType<typeof view>;
    expect(info.missedCatchupWindow.toNumber()).toBe(3);
    expect(clock.nextDueAt()).toBe(Date.parse('2030-01-01T06:00:00Z'));
  });
});

import { ScheduleAlreadyRunning, ScheduleNotFoundError, type ScheduleSummary } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { World } from '../../../src';
import { decodeConflictToken, encodeConflictToken } from '../../../src/server/schedules/conflict-token';
import { hourly, starts, worldWithoutWorkers } from './schedule-world';

async function listed(world: World, options?: { query?: string; pageSize?: number }): Promise<ScheduleSummary[]> {
  const schedules: ScheduleSummary[] = [];
  for await (const one of world.client.schedule.list(options)) schedules.push(one);
  return schedules;
}

const request = { namespace: 'default', scheduleId: 's' };

describe('create', () => {
  it('refuses an id that is taken, but not the same request again', async () => {
    await using world = await worldWithoutWorkers();
    await hourly(world, 'echo');
    await expect(hourly(world, 'echo')).rejects.toThrow(ScheduleAlreadyRunning);
    const { workflowService } = world.connection;
    const again = { ...request, scheduleId: 't', requestId: 'one', schedule: {} };
    const { conflictToken } = await workflowService.createSchedule(again);
    expect(await workflowService.createSchedule(again)).toEqual({ conflictToken });
  });

  it.each([
    ['a zone that is none', { spec: { cronExpressions: ['0 0 * * *'], timezone: 'Mars' } }, /unknown time zone Mars/],
    ['too short an interval', { spec: { intervals: [{ every: 1 }] } }, /interval is too small/],
    ['an action without a name', { action: { workflowType: '' } }, undefined],
  ])('refuses %s', async (_, options, text) => {
    await using world = await worldWithoutWorkers();
    const created = hourly(world, 'echo', options as object);
    await (text ? expect(created).rejects.toThrow(text) : expect(created).rejects.toThrow());
    expect(await listed(world)).toEqual([]);
  });

  it.each([
    [{ cronSchedule: '* * * * *' }, 'Scheduled workflow must not contain CronSchedule'],
    [{ workflowIdReusePolicy: 3 }, 'Scheduled workflow must not contain WorkflowIDReusePolicy'],
  ])('refuses an action with %j', async (extra, details) => {
    await using world = await worldWithoutWorkers();
    const startWorkflow = { workflowId: 'w', workflowType: { name: 'echo' }, taskQueue: { name: 'q' }, ...extra };
    const schedule = { action: { startWorkflow } };
    await expect(
      world.connection.workflowService.createSchedule({ ...request, requestId: 'r', schedule }),
    ).rejects.toMatchObject({ code: 3, details });
  });
});

describe('update', () => {
  it('replaces what the schedule does, and keeps what it has done', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'echo', { policies: { overlap: 'ALLOW_ALL' } });
    await world.sleep('1h');
    await schedule.update(({ action, policies }) => ({
      ...{ policies, state: { note: 'at night only' } },
      spec: { calendars: [{ hour: 3 }] },
      action: { ...action, workflowId: 'night' },
    }));
    await world.sleep('1 day');
    expect(starts(world)).toEqual(['w 01:00', 'night 03:00']);
    const { info, state, spec } = await schedule.describe();
    expect(info.numActionsTaken).toBe(2);
    expect(info.lastUpdatedAt).toEqual(new Date('2030-01-01T01:30:00Z'));
    expect(state.note).toBe('at night only');
    expect(spec.intervals).toEqual([]);
  });

  it('does not look back: times of the new spec before the update are not taken', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'echo', { spec: { calendars: [{ hour: 23 }] } });
    await world.sleep('5h');
    await schedule.update((now) => ({ ...now, spec: { intervals: [{ every: '1h' }] } }));
    expect((await schedule.describe()).info.nextActionTimes[0]).toEqual(new Date('2030-01-01T06:00:00Z'));
    await world.sleep('1h');
    expect(starts(world)).toEqual(['w 06:00']);
  });

  it('of a state that is no more changes nothing', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'echo');
    const { workflowService } = world.connection;
    const { conflictToken } = await workflowService.describeSchedule(request);
    await schedule.pause('first');
    const update = { ...request, schedule: { state: { notes: 'second' } }, requestId: 'a' };
    await workflowService.updateSchedule({ ...update, conflictToken });
    expect((await schedule.describe()).state.note).toBe('first');
    const fresh = await workflowService.describeSchedule(request);
    await workflowService.updateSchedule({ ...update, requestId: 'b', conflictToken: fresh.conflictToken });
    expect((await workflowService.describeSchedule(request)).schedule!.state!.notes).toBe('second');
  });

  it('replaces search attributes only where it has some', async () => {
    await using world = await worldWithoutWorkers();
    const key = defineSearchAttributeKey('CustomKeywordField', 'KEYWORD');
    const schedule = await hourly(world, 'echo', { typedSearchAttributes: [{ key, value: 'a' }] });
    const valueAfter = async (typedSearchAttributes?: { key: typeof key; value: string }[]) => {
      await schedule.update(({ spec, action, state }) => ({ spec, action, state, typedSearchAttributes }));
      return (await schedule.describe()).typedSearchAttributes.get(key);
    };
    expect(await valueAfter()).toBe('a');
    expect(await valueAfter([{ key, value: 'b' }])).toBe('b');
    expect(await valueAfter([])).toBe(undefined);
  });
});

describe('patch', () => {
  it('is made once, however often its request comes', async () => {
    await using world = await worldWithoutWorkers();
    await hourly(world, 'echo');
    const { workflowService } = world.connection;
    const trigger = { ...request, requestId: 'r', patch: { triggerImmediately: { overlapPolicy: 3 } } };
    for (const _ of [1, 2]) await workflowService.patchSchedule(trigger);
    const { info } = await workflowService.describeSchedule(request);
    expect(info).toMatchObject({ actionCount: { low: 1 }, bufferSize: { low: 0 } });
  });

  it('refuses notes of more than 1000 bytes', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'echo');
    await schedule.pause('ü'.repeat(500));
    await expect(schedule.pause('ü'.repeat(501))).rejects.toMatchObject({
      cause: { code: 3, details: 'Schedule notes exceeds limit.' },
    });
  });
});

describe('delete', () => {
  it('ends the schedule, not its runs, and leaves the id free', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'echo');
    await world.sleep('1h');
    await schedule.delete();
    await world.sleep('2h');
    expect(starts(world)).toEqual(['w 01:00']);
    expect((await world.client.workflow.getHandle('w-2030-01-01T01:00:00Z').describe()).status.name).toBe('RUNNING');
    await expect(schedule.describe()).rejects.toThrow(new ScheduleNotFoundError('schedule not found', 's'));
    for (const change of [() => schedule.delete(), () => schedule.pause()]) {
      await expect(change()).rejects.toThrow(new ScheduleNotFoundError('workflow execution already completed', 's'));
    }
    await hourly(world, 'echo');
    expect((await listed(world)).map(({ scheduleId }) => scheduleId)).toEqual(['s']);
  });

  it('of an unknown one is refused', async () => {
    await using world = await worldWithoutWorkers();
    const unknown = world.client.schedule.getHandle('unknown');
    const text = 'workflow not found for ID: temporal-sys-scheduler:unknown';
    await expect(unknown.delete()).rejects.toThrow(new ScheduleNotFoundError(text, 'unknown'));
  });
});

describe('list', () => {
  it('gives the newest first, in pages, with the next and the last five times of each', async () => {
    await using world = await worldWithoutWorkers();
    for (const scheduleId of ['a', 'b', 'c', 'd', 'e']) {
      await hourly(world, 'echo', { scheduleId, memo: { scheduleId }, policies: { overlap: 'ALLOW_ALL' } });
    }
    await world.sleep('7h');
    const all = await listed(world, { pageSize: 2 });
    expect(all.map(({ scheduleId, memo }) => [scheduleId, memo])).toEqual(
      ['e', 'd', 'c', 'b', 'a'].map((scheduleId) => [scheduleId, { scheduleId }]),
    );
    const { info, action, state } = all[0]!;
    expect(action).toEqual({ type: 'startWorkflow', workflowType: 'echo' });
    expect(state).toEqual({ paused: false, note: '' });
    // The five schedules have one workflow id, so each time was taken by the first of them that came.
    expect(info.nextActionTimes).toHaveLength(5);
    expect(all.at(-1)!.info.recentActions.map(({ scheduledAt }) => scheduledAt.getUTCHours())).toEqual([3, 4, 5, 6, 7]);
  });

  it('takes filters over their own attributes and over pauses', async () => {
    await using world = await worldWithoutWorkers();
    const key = defineSearchAttributeKey('CustomKeywordField', 'KEYWORD');
    await hourly(world, 'echo', { scheduleId: 'a', state: { paused: true } });
    await hourly(world, 'echo', { scheduleId: 'b', typedSearchAttributes: [{ key, value: 'x' }] });
    const ids = async (query: string) => (await listed(world, { query })).map(({ scheduleId }) => scheduleId);
    expect(await ids('TemporalSchedulePaused = true')).toEqual(['a']);
    expect(await ids("CustomKeywordField = 'x' OR TemporalSchedulePaused = true")).toEqual(['b', 'a']);
    expect(await ids("CustomKeywordField = 'y'")).toEqual([]);
    const counted = async (query: string) =>
      Number((await world.connection.workflowService.countSchedules({ namespace: 'default', query })).count);
    expect(await counted('')).toBe(2);
    expect(await counted('TemporalSchedulePaused = true')).toBe(1);
  });
});

describe('matching times', () => {
  it('lie after the start and up to the end, and are a thousand at most', async () => {
    await using world = await worldWithoutWorkers();
    await hourly(world, 'echo');
    const times = async (start: string, end: string) => {
      const [startTime, endTime] = [start, end].map((text) => ({ seconds: Date.parse(text) / 1000 }));
      const list = world.connection.workflowService.listScheduleMatchingTimes as (request: object) => Promise<any>;
      const answer = await list({ ...request, startTime, endTime });
      return answer.startTime.map(({ seconds }: { seconds: { toNumber(): number } }) =>
        new Date(seconds.toNumber() * 1000).toISOString(),
      );
    };
    expect(await times('2040-01-01T00:00:00Z', '2040-01-01T02:00:00Z')).toEqual([
      '2040-01-01T01:00:00.000Z',
      '2040-01-01T02:00:00.000Z',
    ]);
    expect(await times('2040-01-01T00:00:00Z', '2041-01-01T02:00:00Z')).toHaveLength(1000);
  });
});

it('conflict tokens are eight bytes, read as they were written; none means no conflict', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (count) => {
      const token = encodeConflictToken(count);
      expect(token).toHaveLength(8);
      expect(decodeConflictToken(token)).toBe(count);
    }),
  );
  expect([...encodeConflictToken(258)]).toEqual([0, 0, 0, 0, 0, 0, 1, 2]);
  expect(decodeConflictToken(undefined)).toBe(0);
});

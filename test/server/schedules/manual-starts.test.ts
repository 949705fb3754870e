import { describe, expect, it } from 'vitest';
import { counts, hourly, scheduleWorld, starts, worldWithoutWorkers } from './schedule-world';

describe('a trigger', () => {
  it('starts at once, pause and limit notwithstanding', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'echo', { state: { paused: true, remainingActions: 1 } });
    await schedule.trigger();
    await world.sleep('1h');
    expect(starts(world)).toEqual(['w 00:30']);
    expect((await schedule.describe()).state).toMatchObject({ paused: true, remainingActions: 1 });
  });

  it('may come with the schedule', async () => {
    await using world = await scheduleWorld();
    await hourly(world, 'echo', { state: { triggerImmediately: true } });
    await world.sleep('1h');
    expect(starts(world)).toEqual(['w 00:30', 'w 01:00']);
  });

  it('takes the policy it names', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'never', { policies: { overlap: 'BUFFER_ALL' } });
    await schedule.trigger('SKIP');
    await world.sleep('10s');
    await schedule.trigger('SKIP');
    await world.sleep('10s');
    await schedule.trigger();
    expect(counts(await schedule.describe())).toMatchObject({ taken: 2, skipped: 1, running: ['00:30'] });
  });

  it('comes to nothing beside another one of the same second, until that has ended', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'takes', { action: { args: ['500ms'] } });
    await schedule.trigger();
    await schedule.trigger();
    expect(counts(await schedule.describe())).toMatchObject({ taken: 1, skipped: 0 });
    await world.sleep('600ms');
    await schedule.trigger();
    expect(counts(await schedule.describe())).toMatchObject({ taken: 2, skipped: 0 });
    expect(starts(world)).toEqual(['w 00:30', 'w 00:30']);
  });
});

describe('a backfill', () => {
  it('takes the times of its range, both ends included, over a change of the clocks', async () => {
    await using world = await worldWithoutWorkers({ startTime: '2030-12-01T00:00:00Z' });
    const spec = { cronExpressions: ['30 1 * * *'], timezone: 'America/New_York' };
    const schedule = await hourly(world, 'never', { spec, state: { paused: true } });
    await schedule.backfill({
      start: new Date('2030-11-02T05:30:00Z'),
      end: new Date('2030-11-04T06:30:00Z'),
      overlap: 'ALLOW_ALL',
    });
    expect(world.histories().map(({ workflowId }) => workflowId)).toEqual([
      'w-2030-11-02T05:30:00Z',
      'w-2030-11-03T05:30:00Z',
      'w-2030-11-03T06:30:00Z',
      'w-2030-11-04T06:30:00Z',
    ]);
    const { info, state } = await schedule.describe();
    expect(info.recentActions[0]!.scheduledAt.toISOString()).toBe('2030-11-02T05:30:00.000Z');
    expect(info.recentActions[0]!.takenAt.toISOString()).toBe('2030-12-01T00:00:00.000Z');
    expect(state.paused).toBe(true);
  });

  it('takes ten actions a second where all may overlap', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'never', { state: { paused: true } });
    const [start, end] = [new Date('2029-12-01T00:00:00Z'), new Date('2029-12-01T23:00:00Z')];
    await schedule.backfill({ start, end, overlap: 'ALLOW_ALL' });
    const taken = [world.histories().length];
    for (let i = 0; i < 3; i++) {
      await world.sleep('1100ms');
      taken.push(world.histories().length);
    }
    expect(taken).toEqual([10, 20, 24, 24]);
  });

  it('takes one action after another where all are buffered', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'takes', { state: { paused: true }, action: { args: ['2 minutes'] } });
    const [start, end] = [new Date('2029-12-01T00:00:00Z'), new Date('2029-12-01T23:00:00Z')];
    await schedule.backfill({ start, end, overlap: 'BUFFER_ALL' });
    await world.sleep('21 minutes');
    expect(counts(await schedule.describe())).toMatchObject({ taken: 11, skipped: 0 });
    await world.sleep('1h');
    expect(counts(await schedule.describe())).toMatchObject({ taken: 24, skipped: 0, buffered: 0, running: [] });
  });

  it('is dropped where a time has had its run, which is still open', async () => {
    await using world = await worldWithoutWorkers();
    const schedule = await hourly(world, 'never', { policies: { overlap: 'ALLOW_ALL' } });
    await world.sleep('2h');
    await schedule.backfill({ start: new Date('2030-01-01T00:00:00Z'), end: new Date('2030-01-01T02:00:00Z') });
    expect(starts(world)).toEqual(['w 01:00', 'w 02:00', 'w 00:00']);
  });
});

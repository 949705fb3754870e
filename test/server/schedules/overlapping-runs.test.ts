import type { ScheduleOverlapPolicy } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { counts, hourly, scheduleWorld, startOf, starts } from './schedule-world';

/** An hourly workflow that takes nearly two and a half hours, for six of its hours. */
async function sixHours(overlap: ScheduleOverlapPolicy) {
  const world = await scheduleWorld();
  const schedule = await hourly(world, 'takes', { policies: { overlap }, action: { args: ['145 minutes'] } });
  await world.sleep('6h');
  const story = { starts: starts(world), ...counts(await schedule.describe()) };
  await world.dispose();
  return story;
}

describe('runs that take longer than the schedule waits', () => {
  it('are waited for, and starts meanwhile skipped: SKIP', async () => {
    expect(await sixHours('SKIP')).toEqual({
      starts: ['w 01:00', 'w 04:00'],
      ...{ taken: 2, skipped: 4, buffered: 0, running: [] },
    });
  });

  it('are followed at once by one that waits: BUFFER_ONE', async () => {
    // 02:00 waits until 03:25, and 03:00 is one too many; 04:00 waits until 05:50, and 05:00 is one too many.
    expect(await sixHours('BUFFER_ONE')).toEqual({
      starts: ['w 01:00', 'w 02:00', 'w 04:00'],
      ...{ taken: 3, skipped: 2, buffered: 1, running: ['04:00'] },
    });
  });

  it('are followed by all that wait, one at a time: BUFFER_ALL', async () => {
    expect(await sixHours('BUFFER_ALL')).toEqual({
      starts: ['w 01:00', 'w 02:00', 'w 03:00'],
      ...{ taken: 3, skipped: 0, buffered: 3, running: ['03:00'] },
    });
  });

  it('run side by side, and none is waited for: ALLOW_ALL', async () => {
    expect(await sixHours('ALLOW_ALL')).toEqual({
      starts: ['w 01:00', 'w 02:00', 'w 03:00', 'w 04:00', 'w 05:00', 'w 06:00'],
      ...{ taken: 6, skipped: 0, buffered: 0, running: [] },
    });
  });

  it('are terminated: TERMINATE_OTHER', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'never', { policies: { overlap: 'TERMINATE_OTHER' } });
    await world.sleep('2h');
    expect(starts(world)).toEqual(['w 01:00', 'w 02:00']);
    expect(world.histories()[0]!.events.at(-1)).toMatchObject({
      type: 'WorkflowExecutionTerminated',
      attributes: { reason: 'terminated by schedule overlap policy', identity: 'temporal-scheduler-default-s' },
    });
    expect(counts(await schedule.describe())).toMatchObject({ taken: 2, running: ['02:00'] });
  });

  it('are cancelled, and have the time to tidy up: CANCEL_OTHER', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'tidiesUp', { policies: { overlap: 'CANCEL_OTHER' } });
    await world.sleep('95 minutes');
    expect(counts(await schedule.describe())).toMatchObject({ taken: 1, buffered: 1, running: ['01:00'] });
    await world.sleep('10 minutes');
    const [first, second] = world.histories();
    expect(first!.ofType('WorkflowExecutionCancelRequested')[0]!.attributes).toMatchObject({
      cause: 'cancelled by schedule overlap policy',
      identity: 'temporal-scheduler-default-s',
    });
    expect(first!.events.at(-1)!.type).toBe('WorkflowExecutionCanceled');
    expect(startOf(second!).workflowId).toBe('w-2030-01-01T02:00:00Z');
    expect(new Date(second!.events[0]!.time).toISOString()).toBe('2030-01-01T02:10:00.000Z');
  });

  it('are all replaced by the newest that cancels or terminates', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'tidiesUp', { state: { paused: true } });
    const triggers: ScheduleOverlapPolicy[] = ['SKIP', 'BUFFER_ALL', 'CANCEL_OTHER', 'TERMINATE_OTHER'];
    for (const overlap of triggers) {
      await schedule.trigger(overlap);
      await world.sleep('1 minute');
    }
    // The one that terminates finds the first still at its tidying; the two before it vanish uncounted.
    expect(starts(world)).toEqual(['w 00:30', 'w 00:33']);
    expect(counts(await schedule.describe())).toEqual({ taken: 2, skipped: 0, buffered: 0, running: ['00:33'] });
  });

  it('are one run in the eyes of the schedule, where they continue as new', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'continues', { action: { args: [4] } });
    await world.sleep('2h');
    expect(counts(await schedule.describe())).toMatchObject({ taken: 1, skipped: 1, running: ['01:00'] });
    await world.sleep('2h');
    // The chain ends at 03:00, and 03:00 comes before its end.
    expect(starts(world).filter((start) => !start.endsWith('(continued)'))).toEqual(['w 01:00', 'w 04:00']);
  });

  it('follow a policy that is changed while they wait', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'never', { policies: { overlap: 'BUFFER_ALL' } });
    await world.sleep('3h');
    expect(counts(await schedule.describe())).toMatchObject({ buffered: 2, skipped: 0 });
    await schedule.update(({ spec, action, state }) => ({ spec, action, state, policies: { overlap: 'SKIP' } }));
    expect(counts(await schedule.describe())).toMatchObject({ buffered: 0, skipped: 2 });
  });
});

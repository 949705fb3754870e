import { describe, expect, it } from 'vitest';
import { DeadlockError } from '../../../src/base/errors';
import { hourly, scheduleWorld, worldWithoutWorkers } from './schedule-world';

const HOUR = 3_600_000;

describe('an endless schedule', () => {
  it('does not keep a world alive for which nobody waits', async () => {
    await using world = await scheduleWorld();
    await hourly(world, 'echo');
    const before = world.now();
    await world.settle();
    expect(world.now()).toBe(before);
  });

  it('does not hide a deadlock: the wait ends, and says what went on', async () => {
    await using world = await scheduleWorld();
    // The first run never ends, and all others are skipped: ten thousand hours pass quickly.
    await hourly(world, 'never', { action: { workflowId: 'scheduled' } });
    const stuck = world.client.workflow.execute('never', other);
    await expect(stuck).rejects.toThrow(DeadlockError);
    await expect(stuck).rejects.toThrow(/^only schedules and cron workflows go on/);
    await expect(stuck).rejects.toThrow(/the result of other/);
  });

  it('nor does a cron workflow', async () => {
    await using world = await worldWithoutWorkers();
    const run = { taskQueue: 'q', workflowId: 'cron', workflowRunTimeout: '1m', cronSchedule: '0 * * * *' } as const;
    await world.client.workflow.start('never', run);
    const stuck = world.client.workflow.execute('never', other);
    await expect(stuck).rejects.toThrow(/^only schedules and cron workflows go on/);
    expect(world.histories().length).toBeGreaterThan(4000);
  });

  it('leaves a wait alone that a timer of other work may end', async () => {
    await using world = await scheduleWorld();
    await hourly(world, 'never', { spec: { intervals: [{ every: '10m' }] } });
    const before = world.now();
    expect(await world.client.workflow.execute('takes', { args: ['100 days'], ...other })).toBe('took 100 days');
    expect(world.now() - before).toBe(100 * 24 * HOUR);
  });

  it('leaves a wait alone for a run that a schedule began long ago', async () => {
    await using world = await scheduleWorld();
    const action = { args: ['100 days'], workflowId: 'long' };
    const long = await hourly(world, 'takes', { scheduleId: 'long', action, state: { paused: true } });
    await long.trigger();
    await hourly(world, 'never', { spec: { intervals: [{ every: '10m' }] } });
    expect(await world.client.workflow.getHandle('long-2030-01-01T00:30:00Z').result()).toBe('took 100 days');
  });
});

const other = { taskQueue: 'q', workflowId: 'other' };

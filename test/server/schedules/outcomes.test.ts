import { describe, expect, it } from 'vitest';
import { hourly, scheduleWorld } from './schedule-world';

const runIdOf = (time: string) => `w-2030-01-01T${time}:00Z`;

describe('what one run leaves to the next', () => {
  it('is the last result, and the failure since then', async () => {
    await using world = await scheduleWorld();
    // At 02:00 the workflow fails, at 04:00 it returns undefined.
    await hourly(world, 'remembers', { action: { args: [2, 4] } });
    await world.sleep('5h');
    const resultAt = (time: string) => world.client.workflow.getHandle(runIdOf(time)).result();
    expect(await resultAt('01:00')).toEqual({ hour: 1 });
    await expect(resultAt('02:00')).rejects.toThrow();
    expect(await resultAt('03:00')).toEqual({ hour: 3, lastResult: 1, lastFailure: 'failed at 2' });
    expect(await resultAt('05:00')).toEqual({ hour: 5 });
  });

  it('is nothing where runs may overlap', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'remembers', { action: { args: [-1, -1] } });
    await world.sleep('1h');
    await schedule.trigger();
    await world.sleep('1 minute');
    expect(await world.client.workflow.getHandle(runIdOf('01:30')).result()).toEqual({ hour: 1 });
  });
});

describe('a schedule that pauses on failure', () => {
  const policies = { pauseOnFailure: true };

  it('says which run failed, and why', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'fails', { policies, action: { args: ['no money'] } });
    await world.sleep('3h');
    const { state, info, raw } = await schedule.describe();
    expect(state).toMatchObject({
      paused: true,
      note: `paused due to workflow failure: ${runIdOf('01:00')}: no money`,
    });
    expect(info.numActionsTaken).toBe(1);
    expect(raw.info!.recentActions![0]!.startWorkflowStatus).toBe(3);
  });

  it('waits for the last retry', async () => {
    await using world = await scheduleWorld();
    const retry = { maximumAttempts: 2, initialInterval: '1h' as const, nonRetryableErrorTypes: [] };
    const schedule = await hourly(world, 'takes', {
      policies,
      action: { args: ['100 days'], workflowRunTimeout: '50 minutes', retry },
    });
    await world.sleep('2h');
    expect((await schedule.describe()).state.paused).toBe(false);
    await world.sleep('2h');
    expect((await schedule.describe()).state).toMatchObject({
      paused: true,
      note: `paused due to workflow timeout: ${runIdOf('01:00')}`,
    });
  });

  it('does not mind a run that was terminated, nor one that may overlap others', async () => {
    await using world = await scheduleWorld();
    const schedule = await hourly(world, 'never', { policies });
    await world.sleep('1h');
    await world.client.workflow.getHandle(runIdOf('01:00')).terminate();
    await schedule.update(({ action, spec }) => ({
      ...{ spec, policies: { ...policies, overlap: 'ALLOW_ALL' }, state: {} },
      action: { ...action, workflowType: 'fails', args: ['unseen'] },
    }));
    await world.sleep('2h');
    const { state, info } = await schedule.describe();
    expect(state).toMatchObject({ paused: false, note: '' });
    expect(info.numActionsTaken).toBe(3);
  });
});

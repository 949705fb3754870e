import { sleep } from '@temporalio/activity';
import { proxyLocalActivities } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src';

const activities = {
  async nap(ms: number): Promise<number> {
    await sleep(ms);
    return ms;
  },
};
const { nap } = proxyLocalActivities<typeof activities>({ startToCloseTimeout: '3 hours' });

describe('local activities that outlast their workflow task', () => {
  it('keep it alive by heartbeats, also where a shorter one has ended before', async () => {
    async function both() {
      return await Promise.all([nap(5_000), nap(20_000)]);
    }
    const { result, history } = await simulate(both, { activities });
    expect(result).toEqual([5_000, 20_000]);
    // Tasks are continued at 8 s and at 16 s; the one that ends has both results.
    expect(history.ofType('WorkflowTaskCompleted').map(({ time }) => time - history.event(1).time)).toEqual([
      8_000, 16_000, 20_000,
    ]);
    expect(history.ofType('MarkerRecorded')).toHaveLength(2);
  });

  it('begin anew when the server ends the heartbeats after 30 minutes, and the world never stands still', async () => {
    async function tooLong() {
      return await nap(3_600_000);
    }
    const { error, history } = await simulate(tooLong, { activities, workflowRunTimeout: '65 minutes', replay: 'off' });
    expect(error).toMatchObject({ message: 'Workflow execution timed out' });
    const timeouts = history.ofType('WorkflowTaskTimedOut').map(({ time }) => time - history.event(1).time);
    expect(timeouts).toHaveLength(2);
    expect(timeouts[0]).toBe(1_808_000);
  });
});

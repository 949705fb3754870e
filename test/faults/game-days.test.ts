/** Game days: what teams do by hand before production. */
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { explore, type FaultPlan, gameDay, World } from '../../src';
import { taskQueue } from '../sim/modes';

interface Shop {
  charge(n: number): Promise<number>;
}

const activities = { charge: async (n: number) => n };

const workflows = {
  async orders(retry: workflow.ActivityOptions['retry']) {
    const { charge } = workflow.proxyActivities<Shop>({ startToCloseTimeout: '1 minute', retry });
    let sum = await charge(1);
    await workflow.sleep('30 seconds');
    sum += await charge(2);
    return sum;
  },
};

async function seconds(faults: FaultPlan, queues = ['a']) {
  const taskQueues = Object.fromEntries(queues.map((name) => [name, { workflows, activities }]));
  await using world = await World.create({ taskQueues, faults });
  const began = world.now();
  const all = queues.map((queue) =>
    world.client.workflow.execute('orders', { workflowId: queue, taskQueue: queue, args: [undefined] }),
  );
  expect(await Promise.all(all)).toEqual(queues.map(() => 3));
  return { took: (world.now() - began) / 1000, faults: world.log.filter(({ kind }) => kind === 'fault') };
}

describe('a game day', () => {
  it('kills all workers', async () => {
    const plan = gameDay.killAllWorkers({ at: '20 seconds', downFor: '2 minutes' });
    const { took, faults } = await seconds(plan, ['a', 'b', 'c']);
    expect(took).toBe(140);
    expect(faults.map(({ text }) => text)).toEqual([
      'fault: all workers die after 20 seconds and are back 2 minutes later',
    ]);
  });

  it('restarts them one by one, in an order from the seed', async () => {
    const plan = gameDay.restartOneByOne({ at: '25 seconds', downFor: '10 seconds' });
    const { took, faults } = await seconds(plan, ['a', 'b', 'c']);
    expect(took).toBeGreaterThanOrEqual(35);
    // One to begin with, and one for each worker that died before the world was done.
    expect(faults.length).toBeGreaterThanOrEqual(2);
  });

  it('breaks a dependency for an hour', async () => {
    const { took } = await seconds(gameDay.breakDependency('charge'));
    expect(took).toBeGreaterThan(3600);
    expect(took).toBeLessThan(3900);
  });

  it('limits the rate', async () => {
    const { took } = await seconds(gameDay.rateLimit('charge', { attempts: 1, per: '1 minute' }));
    expect(took).toBeGreaterThan(60);
  });

  it('slows the network down', async () => {
    const { took } = await seconds(gameDay.slowNetwork({ by: '1 second' }));
    // A start; four workflow tasks; two activities, there and back; and the sleep.
    expect(took).toBe(1 + 4 + 4 + 30);
  });

  it('deploys code that does not fit, and rolls it back', async () => {
    const deploy = { workflows: { orders: async () => workflow.sleep('1 day') } };
    const faults = gameDay.deployAndRollBack({ after: '20 seconds' });
    await using world = await World.create({ workflows, activities, deploy, faults });
    const result = world.client.workflow.execute('orders', { workflowId: 'o', taskQueue, args: [undefined] });
    expect(await result).toBe(3);
  });

  it('is played with every activity and every history', async () => {
    const play = (retry?: workflow.ActivityOptions['retry']) =>
      explore({ workflows, activities, strategy: 'game-days', corpus: false }, async (world) => {
        await world.client.workflow.execute('orders', { workflowId: 'o', taskQueue, args: [retry] });
      });
    expect(await play()).toMatchObject({ ok: true, exhausted: true, text: 'all 7 game days: no violation' });
    const report = await play({ maximumAttempts: 3 });
    expect(report.failure!.plan).toMatchObject([{ kind: 'activity-failure', activity: 'charge', attempt: 'every' }]);
  });
});

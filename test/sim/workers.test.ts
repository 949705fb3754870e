/** Workers come and go; what they had in memory is rebuilt from histories, and what they ran is tried again. */
import { activityInfo, Context } from '@temporalio/activity';
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, World } from '../../src';
import { taskQueue } from './modes';

const activities = {
  async work() {
    await Context.current().sleep('1 hour');
    return activityInfo().attempt;
  },
};

async function works() {
  await workflow.sleep('1 day');
  const { work } = workflow.proxyActivities<typeof activities>({ startToCloseTimeout: '2 hours' });
  return work();
}

async function worldWithWorker() {
  const world = await World.create();
  const worker = await world.createWorker({ taskQueue, workflows: { works }, activities });
  const handle = await world.client.workflow.start(works, { workflowId: 'w', taskQueue });
  return { world, worker, handle };
}

describe('a worker', () => {
  it('that crashes loses what it ran; its successor replays the workflow and tries the activity again', async () => {
    const { world, worker, handle } = await worldWithWorker();
    await using _ = world;
    await world.sleep('24.5 hours');
    await worker.crash();
    expect(worker.getState()).toBe('CRASHED');
    await world.sleep('10 minutes');
    await worker.restart();
    expect(await handle.result()).toBe(2);
    expect([...world.attempts].map(({ outcome, timeoutType }) => timeoutType ?? outcome)).toEqual([
      'start-to-close',
      'completed',
    ]);
  });

  it('that crashes between tasks is missed by nobody', async () => {
    const { world, worker, handle } = await worldWithWorker();
    await using _ = world;
    await world.sleep('1 hour');
    await worker.crash();
    await worker.restart();
    expect(await handle.result()).toBe(1);
  });

  it('that is shut down ends in order, and another one takes over', async () => {
    const { world, worker, handle } = await worldWithWorker();
    await using _ = world;
    await world.sleep('1 hour');
    await worker.shutdown();
    expect(worker.getState()).toBe('STOPPED');
    await world.createWorker({ taskQueue, workflows: { works }, activities });
    expect(await handle.result()).toBe(1);
  });

  it('that runs cannot be restarted, and says what to do', async () => {
    const { world, worker } = await worldWithWorker();
    await using _ = world;
    await expect(worker.restart()).rejects.toThrow(InvalidInputError);
    await expect(worker.restart()).rejects.toThrow(/runs: crash\(\) or shutdown\(\) it before restart\(\)/);
  });

  it('takes no more activities at a time than it is told to', async () => {
    let running = 0;
    let most = 0;
    const limited = {
      async busy() {
        most = Math.max(most, ++running);
        await Context.current().sleep('1 minute');
        running--;
      },
    };
    async function many() {
      const { busy } = workflow.proxyActivities<typeof limited>({ startToCloseTimeout: '1 day' });
      await Promise.all(Array.from({ length: 6 }, busy));
    }
    await using world = await World.create();
    await world.createWorker({
      taskQueue,
      workflows: { many },
      activities: limited,
      maxConcurrentActivityTaskExecutions: 2,
    });
    const began = world.now();
    await world.client.workflow.execute(many, { workflowId: 'w', taskQueue });
    expect({ most, minutes: (world.now() - began) / 60_000 }).toEqual({ most: 2, minutes: 3 });
  });
});

describe('task queues', () => {
  it('have code of their own', async () => {
    const place = (name: string) => ({ where: async () => name });
    async function asks() {
      const where = (queue: string) =>
        workflow.proxyActivities<any>({ startToCloseTimeout: '1s', taskQueue: queue }).where();
      return [await where('north'), await where('south')];
    }
    await using world = await World.create({
      taskQueues: {
        main: { workflows: { asks } },
        north: { activities: place('N') },
        south: { activities: place('S') },
      },
    });
    expect(await world.client.workflow.execute(asks, { workflowId: 'w', taskQueue: 'main' })).toEqual(['N', 'S']);
  });
});

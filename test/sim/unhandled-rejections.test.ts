/** A promise that somebody let go of, and that is rejected: it fails the world whose code it was, and no other. */
import { Context } from '@temporalio/activity';
import * as workflow from '@temporalio/workflow';
import { expect, it } from 'vitest';
import { explore, World } from '../../src';
import { taskQueue } from './modes';

const workflows = {
  async order() {
    const { charge } = workflow.proxyActivities<{ charge(): Promise<void> }>({ startToCloseTimeout: '1 minute' });
    await charge();
  },
};

const lost = new TypeError('nobody looked at this');

async function fails(after: number): Promise<never> {
  if (after > 0) await Context.current().sleep(after);
  throw lost;
}

it.each([
  ['at once', 0, 0],
  ['while it is at work', 1000, 5000],
])('of an activity, %s', async (_, after, lasts) => {
  const activities = {
    async charge() {
      void fails(after);
      if (lasts > 0) await Context.current().sleep(lasts);
    },
  };
  await using other = await World.create({ workflows, activities: { charge: async () => {} } });
  const world = await World.create({ workflows, activities });
  const both = Promise.allSettled([
    world.client.workflow.execute('order', { workflowId: 'w', taskQueue }).then(() => world.sleep('1 minute')),
    other.client.workflow.execute('order', { workflowId: 'w', taskQueue }),
  ]);
  expect(await both).toEqual([
    { status: 'rejected', reason: lost },
    { status: 'fulfilled', value: undefined },
  ]);
  await world.dispose();
});

it('of code of world.run', async () => {
  const world = await World.create({ workflows });
  await world.run(() => void setTimeout(() => void Promise.reject(lost), 1000));
  await expect(world.sleep('1 minute')).rejects.toBe(lost);
  await world.dispose();
});

it('that nobody waits for is told at the end of the world', async () => {
  const world = await World.create({ workflows });
  await world.run(() => void Promise.reject(lost));
  await world.settle();
  await expect(world.dispose()).rejects.toBe(lost);
});

it('of an activity that an exploration has brought to it', async () => {
  let audits = 0;
  const activities = () => {
    audits = 0;
    return {
      async charge() {
        // Fails where it is made again.
        void (async () => {
          if (++audits > 1) throw lost;
        })();
      },
    };
  };
  const { failure } = await explore({ workflows, activities, corpus: false }, (world) =>
    world.client.workflow.execute('order', { workflowId: 'w', taskQueue }).catch(() => {}),
  );
  expect(failure!.error).toBe(lost);
  expect(failure!.plan).toEqual([{ kind: 'completion-lost', activity: 'charge' }]);
});

it('of the function that is explored', async () => {
  const faults = { nonRetryable: true };
  const options = { workflows, activities: { charge: async () => {} }, faults, corpus: false, runs: 20 } as const;
  const { failure } = await explore(options, async (world) => {
    void world.client.workflow.execute('order', { workflowId: 'w', taskQueue });
    await world.sleep('1 hour');
  });
  expect(failure!.error.name).toBe('WorkflowFailedError');
  const waits = await explore(options, async (world) => {
    void world.client.workflow.execute('order', { workflowId: 'w', taskQueue }).then(
      () => {},
      (error) => {
        if (error.code === 'DISPOSED') throw error;
      },
    );
  });
  expect(waits.ok).toBe(true);
});

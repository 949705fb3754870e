/** `World.connect`: the client and worker side of a world on a real cluster. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectedWorld, fault, InvalidInputError, World } from '../../src';
import { clusterCode } from '../../src/sim/cluster/cluster-options';
import { NO_SERVER, REAL_TIMEOUT_MS, server } from '../support/real-server';

const workflows = path.join(__dirname, 'connect-workflows.ts');

describe('on a cluster', { timeout: REAL_TIMEOUT_MS }, () => {
  let world: ConnectedWorld;
  let fetches = 0;
  const activities = {
    async fetch() {
      if (++fetches < 3) throw new Error('503');
      return 'fetched';
    },
  };

  // A server is given to the tests where there is one.
  beforeEach(async ({ skip }) => {
    skip(!server, NO_SERVER);
    fetches = 0;
    world = await World.connect({ address: server!, ownNamespace: true, workflows, activities });
  }, REAL_TIMEOUT_MS);
  afterEach(() => world?.dispose(), REAL_TIMEOUT_MS);

  it('serves every task queue that its client starts a workflow on, as a world does', async () => {
    for (const taskQueue of ['one', 'two']) {
      const options = { taskQueue, workflowId: taskQueue };
      expect(await world.client.workflow.execute('fetchTwice', options)).toBe('fetched, fetched');
    }
  });

  it('has the histories of what it has started and of what came of that, and the attempts', async () => {
    await world.client.workflow.execute('family', { taskQueue: 'any', workflowId: 'parent' });
    const histories = await world.histories();
    expect(histories.map(({ workflowId, workflowType }) => [workflowId, workflowType])).toEqual([
      ['parent', 'family'],
      ['child', 'fetchTwice'],
      ['parent', 'family'],
    ]);
    expect((await world.history('parent')).ofType('WorkflowExecutionCompleted')).toHaveLength(1);
    expect([...world.attempts].map(({ activityType, attempt, outcome }) => [activityType, attempt, outcome])).toEqual([
      ['fetch', 1, 'failed'],
      ['fetch', 2, 'failed'],
      ['fetch', 3, 'completed'],
      ['fetch', 1, 'completed'],
    ]);
    await expect(world.history('nobody')).rejects.toThrow("there is no workflow 'nobody'");
  });

  it('ends with what it has started, in a namespace of its own', async () => {
    const { namespace } = world.client.options;
    const handle = await world.client.workflow.start('waits', { taskQueue: 'any', workflowId: 'open' });
    const { connection } = await World.connect({ address: server! });
    await world.dispose();
    const { namespaceInfo } = await connection.workflowService
      .describeNamespace({ namespace })
      .catch(() => ({}) as any);
    expect([undefined, 3]).toContain(namespaceInfo?.state);
    await expect(handle.describe()).rejects.toThrow();
    await connection.close();
  });

  it('says what only a simulated world can do', () => {
    const simulated = world as unknown as World;
    expect(() => simulated.fork({ workflowId: 'x', eventId: 1 })).toThrow(InvalidInputError);
    expect(() => simulated.faults).toThrow(
      'world.faults works in a simulated world (World.create), and not on a cluster',
    );
  });

  it('has workers that are made by hand', async () => {
    await using bare = await World.connect({ address: server!, openWorkflows: 'terminate' });
    const taskQueue = `worldline-by-hand-${process.pid}`;
    const worker = await bare.createWorker({ taskQueue, workflows, activities: { fetch: async () => 'by hand' } });
    const start = { taskQueue, workflowId: taskQueue };
    expect(await bare.client.workflow.execute('fetchTwice', start)).toBe('by hand, by hand');
    await worker.shutdown();
  });
});

it('says where no cluster answers', async () => {
  const connecting = World.connect({ address: '127.0.0.1:1', connectionOptions: { connectTimeout: 200 } });
  await expect(connecting).rejects.toThrow("World.connect: no Temporal server answers at '127.0.0.1:1'");
  await expect(World.connect({} as never)).rejects.toThrow("it must be 'host:port'");
});

it('refuses code that no worker of the SDK can have', async () => {
  const address = '127.0.0.1:1';
  await expect(World.connect({ address, workflows: { w: async () => {} } })).rejects.toThrow('give its path');
  await expect(World.connect({ address, interceptors: { workflow: [() => ({})] } })).rejects.toThrow('workflowModules');
});

it('takes the options of a world, but for those whose meaning would be lost', () => {
  const activities = { fetch: async () => '' };
  expect(clusterCode({ workflows, activities, seed: 7, replay: 'off' }, 'here')).toEqual({ workflows, activities });
  expect(clusterCode({ workflows, faults: [] }, 'here')).toEqual({ workflows });
  for (const options of [{ startTime: 0 }, { faults: [fault.activityFailure('fetch')] }]) {
    expect(() => clusterCode(options, 'here')).toThrow(
      'works in a simulated world (World.create), and not on a cluster',
    );
  }
});

/** `World.connect`: the client and worker side of a world on a real cluster. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { InvalidInputError, World } from '../../src';

const server = process.env.WORLDLINE_TARGET;

// A server is given to the tests where there is one: WORLDLINE_TARGET=localhost:7233 npx vitest run test/sim/connect.test.ts
it('runs a workflow on a cluster', { timeout: 60_000 }, async ({ skip }) => {
  skip(!server, 'WORLDLINE_TARGET names no server, so nothing was run on a real one');
  const world = await World.connect({ address: server! });
  const taskQueue = `worldline-connect-${process.pid}`;
  const workflowsPath = path.join(__dirname, '..', 'testing', 'workflows.ts');
  await world.createWorker({ taskQueue, workflowsPath, activities: { slow: async () => 'really done' } });
  const start = { taskQueue, workflowId: taskQueue };
  expect(await world.client.workflow.execute('callsActivity', start)).toBe('really done');
  expect(() => (world as unknown as World).fork({ workflowId: 'x', eventId: 1 })).toThrow(InvalidInputError);
  await world.dispose();
});

it('says where no cluster answers', async () => {
  const connecting = World.connect({ address: '127.0.0.1:1', connectionOptions: { connectTimeout: 200 } });
  await expect(connecting).rejects.toThrow("World.connect: no Temporal server answers at '127.0.0.1:1'");
  await expect(World.connect({} as never)).rejects.toThrow("it must be 'host:port'");
});

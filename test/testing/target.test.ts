/** WORLDLINE_TARGET=host:port: the same tests run on a real server, with the real worker. */
import path from 'node:path';
import { Worker } from '@temporalio/worker';
import { afterEach, expect, it, vi } from 'vitest';
import { TestWorkflowEnvironment } from '../../src/testing';
import { aliases } from '../../src/testing/aliases';

const server = process.env.WORLDLINE_TARGET;

afterEach(() => vi.unstubAllEnvs());

// A server is given to the tests where there is one: WORLDLINE_TARGET=localhost:7233 npx vitest run test/testing/target.test.ts
it('runs on the server that the environment names', { timeout: 60_000 }, async ({ skip }) => {
  skip(!server, 'WORLDLINE_TARGET names no server, so nothing was run on a real one');
  const env = await TestWorkflowEnvironment.createLocal();
  const taskQueue = `worldline-${process.pid}`;
  const worker = await Worker.create({
    connection: env.nativeConnection as never,
    taskQueue,
    workflowsPath: path.join(__dirname, 'workflows.ts'),
    activities: { slow: async () => 'really done' },
  });
  const start = { taskQueue, workflowId: taskQueue };
  expect(await worker.runUntil(env.client.workflow.execute('callsActivity', start))).toBe('really done');
  await env.teardown();
});

it('says where no server answers', async () => {
  vi.stubEnv('WORLDLINE_TARGET', '127.0.0.1:1');
  const options = { connectionOptions: { connectTimeout: 200 } as never };
  await expect(TestWorkflowEnvironment.createFromExistingServer(options)).rejects.toThrow(
    "WORLDLINE_TARGET is '127.0.0.1:1', and no Temporal server answers there",
  );
});

it('leaves the worker of the SDK in its place', () => {
  const names = () => aliases('js').map(([find]) => String(find));
  expect(names()).toHaveLength(3);
  vi.stubEnv('WORLDLINE_TARGET', 'localhost:7233');
  expect(names()).toEqual([String(/^@temporalio\/testing$/)]);
});

/** WORLDLINE_TARGET=host:port: the same tests run on a real server, with the real worker. */
import path from 'node:path';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { afterEach, expect, it, vi } from 'vitest';
import { TestWorkflowEnvironment } from '../../src/testing';
import { aliases } from '../../src/testing/aliases';
import { NO_SERVER, REAL_TIMEOUT_MS, server } from '../support/real-server';

afterEach(() => vi.unstubAllEnvs());

// A server is given to the tests where there is one.
it('runs on the server that the environment names', { timeout: REAL_TIMEOUT_MS }, async ({ skip }) => {
  skip(!server, NO_SERVER);
  vi.stubEnv('WORLDLINE_TARGET', server);
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

// A server is given to the tests where there is one.
it('makes the namespace and the search attributes that a test asks for', { timeout: REAL_TIMEOUT_MS }, async ({
  skip,
}) => {
  skip(!server, NO_SERVER);
  vi.stubEnv('WORLDLINE_TARGET', server);
  const searchAttributes = [defineSearchAttributeKey('CustomerId', SearchAttributeType.KEYWORD)];
  const namespace = `worldline-target-${process.pid}`;
  const env = await TestWorkflowEnvironment.createLocal({ server: { namespace, searchAttributes } });
  const { connection, client } = env;
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  expect(Object.keys(customAttributes)).toContain('CustomerId');
  const start = { taskQueue: 'q', workflowId: 'one', searchAttributes: { CustomerId: ['ada'] } };
  await (await client.workflow.start('callsActivity', start)).terminate();
  await connection.operatorService.deleteNamespace({ namespace });
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
  vi.stubEnv('WORLDLINE_TARGET', undefined);
  const names = () => aliases('js').map(([find]) => String(find));
  expect(names()).toHaveLength(3);
  vi.stubEnv('WORLDLINE_TARGET', 'localhost:7233');
  expect(names()).toEqual([String(/^@temporalio\/testing$/)]);
});

/** Clients and workers that are made apart from a test environment, as tests make them that expect a server to be running. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { World } from '../../src';
import { TestWorkflowEnvironment } from '../../src/testing';
import { DefaultLogger, Runtime, Worker } from '../../src/worker-compat';

const workflowsPath = path.join(__dirname, 'workflows.ts');
const taskQueue = 'apart';

beforeAll(() => void Runtime.install({ logger: new DefaultLogger('ERROR') }));
afterAll(() => Runtime.instance().shutdown());

const runOn = async (client: Client, worker: Worker) =>
  worker.runUntil(client.workflow.execute('sleeper', { taskQueue, workflowId: randomUUID(), args: ['30 days'] }));

it('meet on localhost:7233 where neither is told an address', async () => {
  const worker = await Worker.create({ taskQueue, workflowsPath });
  await runOn(new Client(), worker);
  const connection = await Connection.connect({ address: 'localhost' });
  const { executions } = await connection.withDeadline(Date.now() + 1000, () =>
    connection.workflowService.listWorkflowExecutions({ namespace: 'default' }),
  );
  expect(executions.map(({ type }) => type?.name)).toEqual(['sleeper']);
});

it('find an environment by its address, and by the port that it was given', async () => {
  // Where no real server can be.
  const env = await TestWorkflowEnvironment.createLocal({ server: { port: 1 } });
  expect(env.address).toBe('127.0.0.1:1');
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath });
  await runOn(new Client({ connection: await Connection.connect({ address: 'localhost:1' }) }), worker);
  const again = TestWorkflowEnvironment.createTimeSkipping({ server: { port: 1 } });
  await expect(again).rejects.toThrow('port 1 is that of a test environment of this process');
  // Who asks for a real server is not served by something else.
  const out = World.connect({ address: 'localhost:1', connectionOptions: { connectTimeout: 200 } });
  await expect(out).rejects.toThrow("no Temporal server answers at 'localhost:1'");
  await env.teardown();
});

it('are asked by plugins what they are to connect to', async () => {
  const env = await TestWorkflowEnvironment.createTimeSkipping();
  const plugin = {
    name: 'elsewhere',
    configureConnection: (options: object) => ({ ...options, address: env.address }),
  };
  const connection = Connection.lazy({ plugins: [plugin] });
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath });
  await runOn(new Client({ connection }), worker);
  await env.teardown();
});

it('are left to the SDK for any other address, and with WORLDLINE_TARGET', async () => {
  const isTheSdks = (connection: Connection) => 'client' in connection;
  expect(isTheSdks(Connection.lazy())).toBe(false);
  expect(isTheSdks(Connection.lazy({ address: 'localhost:1' }))).toBe(true);
  vi.stubEnv('WORLDLINE_TARGET', 'localhost:7233');
  expect(isTheSdks(Connection.lazy())).toBe(true);
  vi.unstubAllEnvs();
});

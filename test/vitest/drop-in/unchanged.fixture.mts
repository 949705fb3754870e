/** Written for the SDK's own packages. */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping();
});
afterAll(() => env.teardown());

it('runs a month in no time', async () => {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'test',
    workflowsPath: new URL('../../testing/workflows.ts', import.meta.url).pathname,
    activities: { slow: async () => 'done' },
  });
  const args = { taskQueue: 'test', workflowId: 'one' };
  await worker.runUntil(env.client.workflow.execute('sleeper', { ...args, args: ['30 days'] }));
});

it('polls with vi.waitFor', async () => {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'test',
    workflowsPath: new URL('../../testing/workflows.ts', import.meta.url).pathname,
  });
  await worker.runUntil(async () => {
    const start = { taskQueue: 'test', workflowId: 'polled', args: [300] };
    const handle = await env.client.workflow.start('sleeper', start);
    const status = async () => (await handle.describe()).status.name;
    await vi.waitFor(async () => expect(await status()).toBe('COMPLETED'));
  });
});

it('shows what happened where it fails', async () => {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'test',
    workflowsPath: new URL('../../testing/workflows.ts', import.meta.url).pathname,
    activities: { slow: async () => 'done' },
  });
  const start = { taskQueue: 'test', workflowId: 'two' };
  expect(await worker.runUntil(env.client.workflow.execute('callsActivity', start))).toBe('not done');
});

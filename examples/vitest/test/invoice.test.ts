/** Written for the packages of Temporal's SDK, and not changed for worldline. */
import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invoice, pay } from '../src/workflows';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping();
});
afterAll(() => env.teardown());

const workflowsPath = fileURLToPath(new URL('../src/workflows.ts', import.meta.url));
const taskQueue = 'invoices';

it('charges a customer who pays in the third week', async () => {
  const activities = { charge: async (amount: number) => `paid ${amount}`, remind: async () => {} };
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath, activities });
  const result = await worker.runUntil(async () => {
    const handle = await env.client.workflow.start(invoice, { taskQueue, workflowId: 'one', args: [42] });
    await env.sleep('16 days');
    await handle.signal(pay);
    return handle.result();
  });
  expect(result).toBe('paid 42');
});

it('gives up after four reminders', async () => {
  let reminders = 0;
  const activities = {
    charge: async () => 'never',
    remind: async () => {
      reminders++;
    },
  };
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath, activities });
  const start = { taskQueue, workflowId: 'two', args: [42] as [number] };
  expect(await worker.runUntil(env.client.workflow.execute(invoice, start))).toBe('given up');
  expect(reminders).toBe(4);
});

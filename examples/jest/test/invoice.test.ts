/** Written for the packages of Temporal's SDK, and not changed for worldline. */
import { strict as assert } from 'node:assert';
import { afterAll, beforeAll, it } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { invoice, pay } from '../src/workflows';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping();
});
afterAll(() => env.teardown());

it('charges a customer who pays in the third week', async () => {
  const taskQueue = 'invoices';
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowsPath: require.resolve('../src/workflows'),
    activities: { charge: async (amount: number) => `paid ${amount}`, remind: async () => {} },
  });
  const result = await worker.runUntil(async () => {
    const handle = await env.client.workflow.start(invoice, { taskQueue, workflowId: 'one', args: [42] });
    await env.sleep('16 days');
    await handle.signal(pay);
    return handle.result();
  });
  assert.equal(result, 'paid 42');
});

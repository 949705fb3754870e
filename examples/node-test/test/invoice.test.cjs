/** Written for the packages of Temporal's SDK, and not changed for worldline. */
const { strict: assert } = require('node:assert');
const { after, before, it } = require('node:test');
const { TestWorkflowEnvironment } = require('@temporalio/testing');
const { Worker } = require('@temporalio/worker');
const { invoice, pay } = require('../src/workflows.cjs');

let env;
before(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping();
});
after(() => env.teardown());

it('charges a customer who pays in the third week', async () => {
  const taskQueue = 'invoices';
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowsPath: require.resolve('../src/workflows.cjs'),
    activities: { charge: async (amount) => `paid ${amount}`, remind: async () => {} },
  });
  const result = await worker.runUntil(async () => {
    const handle = await env.client.workflow.start(invoice, { taskQueue, workflowId: 'one', args: [42] });
    await env.sleep('16 days');
    await handle.signal(pay);
    return handle.result();
  });
  assert.equal(result, 'paid 42');
});

/** Written for the packages of Temporal's SDK, and not changed for worldline. */
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { invoice, pay } from '../src/workflows.mjs';

let env;
before(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping();
});
after(() => env.teardown());

/** On a server that cannot skip time, a week is a second. */
const week = () => (env.supportsTimeSkipping ? 7 * 24 * 60 * 60 * 1000 : 1000);

const workflowsPath = fileURLToPath(new URL('../src/workflows.mjs', import.meta.url));
const taskQueue = `invoices-${randomUUID()}`;
const createWorker = (activities) =>
  Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath, activities });
const options = () => ({ taskQueue, workflowId: randomUUID(), args: [42, week()] });

it('charges a customer who pays in the third week', async () => {
  const worker = await createWorker({
    charge: async (amount) => `paid ${amount}`,
    remind: async () => {},
  });
  const result = await worker.runUntil(async () => {
    const handle = await env.client.workflow.start(invoice, options());
    await env.sleep(2.5 * week());
    await handle.signal(pay);
    return handle.result();
  });
  assert.equal(result, 'paid 42');
});

it('gives up after four reminders', async () => {
  let reminders = 0;
  const worker = await createWorker({ charge: async () => 'never', remind: async () => void reminders++ });
  const result = await worker.runUntil(env.client.workflow.execute(invoice, options()));
  assert.equal(result, 'given up');
  assert.equal(reminders, 4);
});

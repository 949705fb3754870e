import assert from 'node:assert/strict';
import { patched, proxyActivities, sleep } from '@temporalio/workflow';
import { fault, scenario } from 'worldline';

export const lesson = {
  question:
    'New code checks for fraud before it charges. It is deployed while one order sleeps and before another one starts. How can both go on with the same code?',
  answer:
    'With patched(): it is false where the run has passed this place under the old code, and true for runs that come here first under the new code; a marker in the history remembers that. The order in flight is not checked, the new one is. Without it, the order in flight would fail with a non-determinism error.',
};

const { charge, check } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 seconds' });

async function order(): Promise<string> {
  const paid = await charge();
  await sleep('1 hour');
  return paid;
}

/** The new code of the same workflow. */
async function orderWithCheck(): Promise<string> {
  const checked = patched('fraud-check') ? `${await check()}, ` : '';
  const paid = await charge();
  await sleep('1 hour');
  return checked + paid;
}

const activities = {
  async charge(): Promise<string> {
    return 'paid';
  },
  async check(): Promise<string> {
    return 'checked';
  },
};

export default scenario({
  name: 'deploy with patched',
  about: lesson.question,
  workflows: { order },
  activities,
  deploy: { workflows: { order: orderWithCheck } },
  faults: [fault.deploy({ at: '30 minutes' })],

  async run({ client, sleep: wait }) {
    const before = await client.workflow.start(order, { workflowId: 'before', taskQueue: 'lessons' });
    await wait('31 minutes');
    const after = await client.workflow.start(order, { workflowId: 'after', taskQueue: 'lessons' });
    return { before: await before.result(), after: await after.result() };
  },

  check(_, result) {
    assert.deepEqual(result, { before: 'paid', after: 'checked, paid' });
  },
});

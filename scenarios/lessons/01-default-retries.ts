import assert from 'node:assert/strict';
import { proxyActivities } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'An activity fails three times, then succeeds. Nobody has said anything about retries. How long does the workflow take?',
  answer:
    '7 seconds. Without a word about it, activities are retried for ever: after 1 s, 2 s, 4 s … up to 100 s. The workflow sees one call that took 7 s; its history has one attempt, the last.',
};

const { fetchPrice } = proxyActivities<ReturnType<typeof market>>({ startToCloseTimeout: '10 seconds' });

async function quote(): Promise<number> {
  return fetchPrice();
}

/** Is closed for the first three calls. */
function market() {
  let calls = 0;
  return {
    async fetchPrice() {
      if (++calls <= 3) throw new Error('the market is closed');
      return 42;
    },
  };
}

export default scenario({
  name: 'default retries',
  about: lesson.question,
  workflows: { quote },
  activities: market,

  async run({ client, now }) {
    const began = now();
    const price = await client.workflow.execute(quote, { workflowId: 'quote', taskQueue: 'lessons' });
    return { price, seconds: (now() - began) / 1000 };
  },

  check(_, result) {
    assert.deepEqual(result, { price: 42, seconds: 7 });
  },
});

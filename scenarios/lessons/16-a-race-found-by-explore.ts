import assert from 'node:assert/strict';
import { proxyActivities, sleep } from '@temporalio/workflow';
import { explore, scenario } from 'worldline';

export const lesson = {
  question:
    'A workflow waits for a payment at most 10 seconds, and cancels the order when the time is up. All tests pass. Can an order be paid and cancelled?',
  answer:
    'Yes: where the answer of the bank comes after the 10 seconds, because it is late or because it was lost and a second attempt was needed, the money is taken and the order is cancelled all the same. explore runs the workflow in world after world, with faults at other points, and finds it; it gives the smallest plan that shows it, and a token that brings it back.',
};

interface Shop {
  charge(): Promise<void>;
  cancelOrder(): Promise<void>;
}

const books = { charged: false, cancelled: false };

function shop(): Shop {
  Object.assign(books, { charged: false, cancelled: false });
  return {
    async charge() {
      books.charged = true;
    },
    async cancelOrder() {
      books.cancelled = true;
    },
  };
}

const { charge, cancelOrder } = proxyActivities<Shop>({ startToCloseTimeout: '20 seconds' });

async function order(): Promise<string> {
  const paid = charge().then(() => 'paid');
  const outcome = await Promise.race([paid, sleep('10 seconds').then(() => 'too late')]);
  if (outcome === 'too late') await cancelOrder();
  return outcome;
}

export default scenario({
  name: 'a race, found by explore',
  about: lesson.question,
  workflows: { order },
  activities: shop,

  async run({ client }) {
    const plain = await client.workflow.execute(order, { workflowId: 'order', taskQueue: 'lessons' });
    const report = await explore(
      { workflows: { order }, activities: shop, corpus: false, runs: 200, seed: 1 },
      async (world) => {
        await world.client.workflow.execute(order, { workflowId: 'order', taskQueue: 'lessons' });
        if (books.charged && books.cancelled) throw new Error('charged, and cancelled');
      },
    );
    const [story] = report.text.split('\n\nThe nearest run');
    return { plain, found: report.failure?.error.message, faults: report.failure?.plan.length, story };
  },

  check(_, { plain, found, faults }) {
    assert.equal(plain, 'paid');
    assert.match(found ?? '', /charged, and cancelled/);
    assert.equal(faults, 1, 'one thing that goes wrong is enough');
  },
});

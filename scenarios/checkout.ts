import assert from 'node:assert/strict';
import { sleep } from '@temporalio/activity';
import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { scenario } from 'worldline';
import { createActivities } from './checkout/activities';
import { checkout, delivered, type Order, status } from './checkout/workflows';

const book: Order = { id: 'order-1', customer: 'ada@example.com', cents: 4200, items: ['book', 'lamp', 'pen'] };
const vase: Order = { id: 'order-2', customer: 'bob@example.com', cents: 9900, items: ['vase', 'cushion', 'straw'] };

export default scenario({
  name: 'checkout',
  about: 'a bank that is down, a lost packer, a month of waiting, a refund',
  workflows: require.resolve('./checkout/workflows'),
  activities: () => createActivities({ bank: shakyBank(), warehouse: slowWarehouse(), mail: { send: async () => {} } }),

  async run(world) {
    const order = await world.client.workflow.start(checkout, { workflowId: book.id, taskQueue: 'shop', args: [book] });
    await world.sleep('30 seconds');
    const statusWhileShipping = await order.query(status);

    const other = await world.client.workflow.start(checkout, { workflowId: vase.id, taskQueue: 'shop', args: [vase] });
    await world.sleep('15 seconds');
    await other.cancel();
    await assert.rejects(other.result(), isCancelled);
    const statusAfterCancel = await other.query(status);

    await world.sleep('33 days');
    await order.signal(delivered, 'Ada');
    return { receipt: await order.result(), statusWhileShipping, statusAfterCancel };
  },

  check(_, { receipt, statusWhileShipping, statusAfterCancel }) {
    assert.equal(statusWhileShipping, 'shipping');
    assert.equal(receipt.signedBy, 'Ada');
    assert.equal(receipt.reminders, 1, 'one reminder after 30 days, none after that');
    assert.match(receipt.parcel, /items 3 to 3 packed by attempt 2$/, 'what was packed is not packed again');
    assert.equal(statusAfterCancel, 'refunded', 'cancelled, and the money is back');
  },
});

const isCancelled = (error: unknown) => error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure;

/** Is down for the first two requests. */
function shakyBank() {
  let requests = 0;
  return {
    async charge(key: string) {
      if (++requests <= 2) throw new Error('the bank answers 503 Service Unavailable');
      return `payment for ${key}`;
    },
    async refund() {},
  };
}

/** Packs an item in 10 seconds. The first pen is never packed: the packer goes out for an hour and tells nobody. */
function slowWarehouse() {
  let pens = 0;
  return {
    async pack(item: string) {
      await sleep(item === 'pen' && ++pens === 1 ? '1 hour' : '10 seconds');
    },
  };
}

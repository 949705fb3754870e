/** What an order does to the outside world. The services are given, so that every program can bring its own. */
import { Context } from '@temporalio/activity';
import type { Order } from './workflows';

export interface Services {
  readonly bank: {
    /** The key makes it safe to ask again: a bank charges once for each key. */
    charge(key: string, cents: number): Promise<string>;
    refund(paymentId: string): Promise<void>;
  };
  readonly warehouse: { pack(item: string): Promise<void> };
  readonly mail: { send(to: string, text: string): Promise<void> };
}

export type Activities = ReturnType<typeof createActivities>;

export const createActivities = ({ bank, warehouse, mail }: Services) => ({
  async charge(order: Order): Promise<string> {
    return bank.charge(order.id, order.cents);
  },

  async refund(paymentId: string): Promise<void> {
    await bank.refund(paymentId);
  },

  /**
   * Each heartbeat says how many items are packed: where an attempt is lost, the next one goes on from there. The answer to a
   * heartbeat says whether the order has been cancelled: whatever waits for the activity's `sleep` or signal then stops.
   */
  async ship(order: Order): Promise<string> {
    const context = Context.current();
    const packedBefore: number = context.info.heartbeatDetails ?? 0;
    for (let packed = packedBefore; packed < order.items.length; packed++) {
      await warehouse.pack(order.items[packed]!);
      context.heartbeat(packed + 1);
    }
    return `parcel of ${order.id}, items ${packedBefore + 1} to ${order.items.length} packed by attempt ${context.info.attempt}`;
  },

  async remind(order: Order): Promise<void> {
    await mail.send(order.customer, `Has ${order.id} arrived?`);
  },
});

/** An order from payment to delivery. Nothing here knows whether it runs on worldline or on a Temporal cluster. */
import {
  ActivityCancellationType,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from './activities';

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly cents: number;
  readonly items: readonly string[];
}

export interface Receipt {
  readonly paymentId: string;
  readonly parcel: string;
  readonly signedBy: string;
  readonly reminders: number;
}

export type Status = 'charging' | 'shipping' | 'on its way' | 'delivered' | 'refunded';

/** The courier says who signed for the parcel. */
export const delivered = defineSignal<[signedBy: string]>('delivered');
export const status = defineQuery<Status>('status');

// A bank that is down is asked again after 1, 2, 4 … seconds; a card that is declined is not.
const { charge, refund, remind } = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, nonRetryableErrorTypes: ['CardDeclined'] },
});

// Packing may take a day, but a packer who says nothing for 20 seconds is gone. Where the order is cancelled, wait until packing
// has really stopped: a refund must not overtake a parcel.
const { ship } = proxyActivities<Activities>({
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '20 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

export async function checkout(order: Order): Promise<Receipt> {
  let current: Status = 'charging';
  let signedBy: string | undefined;
  setHandler(status, () => current);
  setHandler(delivered, (name) => {
    signedBy = name;
  });

  const paymentId = await charge(order);
  try {
    current = 'shipping';
    const parcel = await ship(order);

    current = 'on its way';
    let reminders = 0;
    while (!(await condition(() => signedBy !== undefined, '30 days'))) {
      await remind(order);
      reminders++;
    }

    current = 'delivered';
    return { paymentId, parcel, signedBy: signedBy!, reminders };
  } catch (error) {
    // The customer gets the money back, even though everything else of this workflow is being cancelled.
    if (isCancellation(error)) {
      await CancellationScope.nonCancellable(() => refund(paymentId));
      current = 'refunded';
    }
    throw error;
  }
}

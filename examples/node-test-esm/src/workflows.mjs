import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

const { charge, remind } = proxyActivities({ startToCloseTimeout: '1 minute' });

export const pay = defineSignal('pay');

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Reminds once a week, four times at most, and charges when the customer has paid. */
export async function invoice(amount, weekMs = WEEK_MS) {
  let isPaid = false;
  setHandler(pay, () => {
    isPaid = true;
  });
  for (let week = 0; week < 4; week++) {
    if (await condition(() => isPaid, weekMs)) return charge(amount);
    await remind();
  }
  return 'given up';
}

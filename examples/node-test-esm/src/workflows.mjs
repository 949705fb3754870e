import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

const { charge, remind } = proxyActivities({ startToCloseTimeout: '1 minute' });

export const pay = defineSignal('pay');

/** Reminds once a week, four times at most, and charges when the customer has paid. */
export async function invoice(amount) {
  let isPaid = false;
  setHandler(pay, () => {
    isPaid = true;
  });
  for (let week = 0; week < 4; week++) {
    if (await condition(() => isPaid, '7 days')) return charge(amount);
    await remind();
  }
  return 'given up';
}

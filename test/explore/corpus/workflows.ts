import { condition, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

interface Activities {
  charge(): Promise<number>;
}

const pay = defineSignal('pay');

export async function order(): Promise<number> {
  let paid = false;
  setHandler(pay, () => {
    paid = true;
  });
  const { charge } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 3 } });
  if (!(await condition(() => paid, '1 hour'))) return 0;
  await sleep('1 minute');
  return charge();
}

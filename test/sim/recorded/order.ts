/** The workflow of order.json, which a real server (1.29.1) has recorded. */
import { condition, defineQuery, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

const status = defineQuery<string, [prefix?: string]>('status');
export const approve = defineSignal('approve');
const { charge, ship } = proxyActivities<{
  charge(amount: number): Promise<string>;
  ship(order: object): Promise<string>;
}>({ startToCloseTimeout: '1 minute', heartbeatTimeout: '20s' });
export async function order(amount: number) {
  let now = 'waiting for approval';
  let approved = false;
  setHandler(approve, () => {
    approved = true;
  });
  setHandler(status, (prefix = '') => `${prefix}${now}`);
  await condition(() => approved);
  now = 'charging';
  const receipt = await charge(amount);
  now = receipt;
  await Promise.all([
    sleep('3 seconds'),
    ship({
      to: 'Ada',
      items: Array.from({ length: 30 }, (_, i) => ({ item: `thing ${i}`, price: i * 3 })),
      gift: true,
    }),
  ]);
  now = 'done';
  return receipt;
}

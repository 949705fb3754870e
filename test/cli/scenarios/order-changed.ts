import { proxyActivities, sleep } from '@temporalio/workflow';

/** In another order than it was recorded in. */
export async function order(items: number): Promise<string> {
  const { pack } = proxyActivities<{ pack(items: number): Promise<string> }>({ startToCloseTimeout: '1 minute' });
  const packed = await pack(items);
  await sleep('3 seconds');
  return packed;
}

import { proxyActivities, sleep } from '@temporalio/workflow';

export async function order(items: number): Promise<string> {
  const { pack } = proxyActivities<{ pack(items: number): Promise<string> }>({ startToCloseTimeout: '1 minute' });
  await sleep('3 seconds');
  return pack(items);
}

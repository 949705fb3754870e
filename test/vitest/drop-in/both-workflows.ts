import { executeChild, proxyActivities } from '@temporalio/workflow';

const { charge } = proxyActivities<{ charge(amount: number): Promise<string> }>({ startToCloseTimeout: '1 hour' });

export async function order(amount: number): Promise<string> {
  const paid = await charge(amount);
  const refused = await executeChild(ship).catch((error) => error.cause.message);
  return `${paid}, ${refused}, ${await executeChild(ship)}`;
}

export async function ship(): Promise<string> {
  throw new Error('not in a test');
}

import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

interface Audit {
  check(amount: number): Promise<void>;
}

const { check } = workflow.proxyActivities<Audit>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 5 } });
const deposit = workflow.defineUpdate<number, [number]>('deposit');
const close = workflow.defineSignal('close');

async function buggy(): Promise<number> {
  let balance = 0;
  let closed = false;
  workflow.setHandler(deposit, async (amount) => {
    const before = balance;
    await check(amount);
    balance = before + amount;
    return balance;
  });
  workflow.setHandler(close, () => {
    closed = true;
  });
  await workflow.condition(() => closed && workflow.allHandlersFinished());
  return balance;
}

async function fixed(): Promise<number> {
  let balance = 0;
  let closed = false;
  workflow.setHandler(deposit, async (amount) => {
    await check(amount);
    balance += amount;
    return balance;
  });
  workflow.setHandler(close, () => {
    closed = true;
  });
  await workflow.condition(() => closed && workflow.allHandlersFinished());
  return balance;
}

export const interleavedUpdates: Canary = {
  bug: 'a handler reads, waits, and writes what it has read; another one runs in between',
  options: { activities: { check: async () => {} } },
  buggy: { workflows: { account: buggy } },
  fixed: { workflows: { account: fixed } },
  async property(world) {
    const account = await start(world, 'account');
    const accepted: Promise<number>[] = [];
    for (const amount of [5, 7]) {
      accepted.push(
        account.executeUpdate(deposit, { args: [amount] }).then(
          () => amount,
          () => 0,
        ),
      );
      await world.sleep('1 minute');
    }
    await Promise.all(accepted);
    await account.signal(close);
    const deposited = (await Promise.all(accepted)).reduce((sum, amount) => sum + amount, 0);
    const balance = await account.result();
    if (balance !== deposited) throw new Error(`${deposited} were deposited, and ${balance} are there`);
  },
  found: { error: 'Error: 12 were deposited, and', plans: ['activity-timeout'] },
};

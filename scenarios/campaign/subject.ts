/** What the campaign explores: a transfer between two accounts, with a bug that only some orders of failures show. */
import { proxyActivities } from '@temporalio/workflow';
import { type Exploration, exploration } from 'worldline';

interface Bank {
  withdraw(cents: number): Promise<void>;
  deposit(cents: number): Promise<void>;
}

export async function transfer(cents: number): Promise<void> {
  const { withdraw, deposit } = proxyActivities<Bank>({
    startToCloseTimeout: '10 seconds',
    retry: { maximumAttempts: 3 },
  });
  await withdraw(cents);
  try {
    await deposit(cents);
  } catch {
    // The bug: the deposit may have happened although its answer was lost.
    await deposit(-cents);
    await withdraw(-cents);
  }
}

/** Money is neither made nor lost; failures that are told apart by a key are the bank's own business. */
export function subject(): Exploration {
  let here = 100;
  let there = 0;
  const activities = () => {
    here = 100;
    there = 0;
    const seen = new Set<string>();
    const once = (key: string, act: () => void) => {
      if (!seen.has(key)) act();
      seen.add(key);
    };
    return {
      withdraw: async (cents: number) =>
        once(`withdraw ${cents}`, () => {
          here -= cents;
        }),
      deposit: async (cents: number) =>
        once(`deposit ${cents}`, () => {
          there += cents;
        }),
    };
  };
  return exploration(
    { workflows: { transfer }, activities, faults: { kinds: ['activity-failure', 'completion-lost'], max: 4 } },
    async (world) => {
      const options = { workflowId: 'transfer', taskQueue: 'bank', args: [40] as [number] };
      await world.client.workflow.execute(transfer, options).catch(() => {});
      if (here + there !== 100) throw new Error(`money is ${here + there < 100 ? 'lost' : 'made'}`);
    },
  );
}

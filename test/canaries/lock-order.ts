import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

interface Bank {
  move(from: string, to: string): Promise<void>;
}

const { move } = workflow.proxyActivities<Bank>({ startToCloseTimeout: '1 minute' });
const transfer = workflow.defineUpdate<void, [string, string]>('transfer');

/** Moves money between accounts; the two of a transfer are locked, the second one once it is known that the first is good for it. */
function ledger(inOrder: (a: string, b: string) => string[]) {
  return async function books(): Promise<void> {
    const locked = new Set<string>();
    workflow.setHandler(transfer, async (from, to) => {
      const mine: string[] = [];
      try {
        for (const account of inOrder(from, to)) {
          await workflow.condition(() => !locked.has(account));
          locked.add(account);
          mine.push(account);
          await move(from, to);
        }
      } finally {
        for (const account of mine) locked.delete(account);
      }
    });
    await workflow.condition(() => false);
  };
}

export const lockOrder: Canary = {
  bug: 'two handlers take the same locks in different orders',
  options: { activities: { move: async () => {} } },
  buggy: { workflows: { books: ledger((from, to) => [from, to]) } },
  fixed: { workflows: { books: ledger((from, to) => [from, to].sort()) } },
  async property(world) {
    const books = await start(world, 'books');
    const one = books.executeUpdate(transfer, { args: ['a', 'b'] }).catch(() => {});
    await world.sleep('10 seconds');
    const two = books.executeUpdate(transfer, { args: ['b', 'a'] }).catch(() => {});
    await Promise.all([one, two]);
  },
  found: { error: 'DeadlockError', plans: ['activity-timeout', 'delay'] },
};

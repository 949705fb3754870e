import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

const add = workflow.defineSignal<[{ id: string; amount: number }]>('add');
const checkOut = workflow.defineSignal('checkOut');

function cart(knows: (seen: ReadonlySet<string>, id: string) => boolean) {
  return async (): Promise<number> => {
    const seen = new Set<string>();
    let total = 0;
    let isOver = false;
    workflow.setHandler(add, ({ id, amount }) => {
      if (knows(seen, id)) return;
      seen.add(id);
      total += amount;
    });
    workflow.setHandler(checkOut, () => {
      isOver = true;
    });
    await workflow.condition(() => isOver);
    return total;
  };
}

export const doubledSignal: Canary = {
  bug: 'a signal that a client has sent again is taken for another one',
  options: { faults: { kinds: ['signal-twice', 'worker-crash', 'eviction', 'reorder'] } },
  buggy: { workflows: { cart: cart(() => false) } },
  fixed: { workflows: { cart: cart((seen, id) => seen.has(id)) } },
  async property(world) {
    const handle = await start(world, 'cart');
    await handle.signal(add, { id: 'book', amount: 20 });
    await handle.signal(add, { id: 'pen', amount: 3 });
    await world.sleep('1 hour');
    await handle.signal(checkOut);
    const total = await handle.result();
    if (total !== 23) throw new Error(`a cart of 23 costs ${total}`);
  },
  found: { error: 'Error: a cart of 23 costs', plans: ['signal-twice'] },
};

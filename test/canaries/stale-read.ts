import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

const available = workflow.defineQuery<number>('available');
const take = workflow.defineSignal<[string]>('take');
const close = workflow.defineSignal('close');

function shelf(checksAgain: boolean) {
  return async (): Promise<string[]> => {
    let stock = 1;
    let closed = false;
    const customers: string[] = [];
    workflow.setHandler(available, () => stock);
    workflow.setHandler(take, (customer) => {
      if (checksAgain && stock === 0) return;
      stock--;
      customers.push(customer);
    });
    workflow.setHandler(close, () => {
      closed = true;
    });
    await workflow.condition(() => closed);
    return customers;
  };
}

export const staleRead: Canary = {
  bug: 'a client looks, and then takes: in between somebody else has taken',
  buggy: { workflows: { shelf: shelf(false) } },
  fixed: { workflows: { shelf: shelf(true) } },
  async property(world) {
    const handle = await start(world, 'shelf');
    const buy = async (customer: string) => {
      if ((await handle.query(available)) > 0) await handle.signal(take, customer);
    };
    const ann = buy('Ann');
    await world.sleep('1 minute');
    await Promise.all([ann, buy('Bob')]);
    await handle.signal(close);
    const customers = await handle.result();
    if (customers.length > 1) throw new Error('the last copy was sold twice');
  },
  found: { error: 'Error: the last copy was sold twice', plans: ['delay'] },
};

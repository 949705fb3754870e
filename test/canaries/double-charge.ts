import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Bank {
  charge(order: string, key?: string): Promise<void>;
}

const { charge } = workflow.proxyActivities<Bank>({ startToCloseTimeout: '1 minute' });

let charges: string[];

function bank(): Bank {
  const known = new Set<string>();
  charges = [];
  return {
    async charge(order, key) {
      if (key !== undefined && known.has(key)) return;
      if (key !== undefined) known.add(key);
      charges.push(order);
    },
  };
}

export const doubleCharge: Canary = {
  bug: 'the bank gets no key by which it would know a repeated charge',
  options: { activities: bank },
  buggy: { workflows: { pay: (order: string) => charge(order) } },
  fixed: { workflows: { pay: (order: string) => charge(order, `${workflow.workflowInfo().workflowId}/charge`) } },
  async property(world) {
    await execute(world, 'pay', 'order-1');
    if (charges.length > 1) throw new Error('the customer was charged twice');
  },
  found: { error: 'Error: the customer was charged twice', plans: ['completion-lost'] },
};

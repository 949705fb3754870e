import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Mail {
  send(): Promise<void>;
  pack(): Promise<void>;
}

const { send, pack } = workflow.proxyActivities<Mail>({ startToCloseTimeout: '1 minute' });

function shop(parentClosePolicy: 'TERMINATE' | 'ABANDON') {
  return {
    receipt: () => send(),
    async order(): Promise<void> {
      await workflow.startChild('receipt', { workflowId: 'receipt', parentClosePolicy });
      await pack();
    },
  };
}

export const orphanedChild: Canary = {
  bug: 'a child that its parent does not wait for is terminated with it',
  options: {
    activities: { send: async () => {}, pack: async () => {} },
    faults: { kinds: ['activity-timeout', 'completion-lost', 'delay', 'worker-crash', 'eviction', 'reorder'] },
  },
  buggy: { workflows: shop('TERMINATE') },
  fixed: { workflows: shop('ABANDON') },
  async property(world) {
    world.eventually('the customer gets a receipt', () => world.effects.of('send').length > 0);
    await execute(world, 'order');
    await world.sleep('1 day');
  },
  found: {
    error: 'PropertyError: eventually “the customer gets a receipt”',
    plans: ['activity-timeout', 'worker-crash', 'delay'],
  },
};

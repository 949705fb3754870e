import { proxyActivities } from '@temporalio/workflow';
import { exploration } from 'worldline';

interface Bank {
  charge(): Promise<void>;
}

let charged = 0;

async function order() {
  const { charge } = proxyActivities<Bank>({ startToCloseTimeout: '1 minute' });
  await charge();
}

/** The bug: charging again, where only the answer was lost, takes the money again. */
export default exploration(
  {
    workflows: { order },
    activities: () => {
      charged = 0;
      return {
        charge: async () => {
          charged++;
        },
      };
    },
    corpus: false,
  },
  async (world) => {
    // It may fail; the money is what matters.
    await world.client.workflow.execute(order, { workflowId: 'o', taskQueue: 'shop' }).catch(() => {});
    if (charged > 1) throw new Error(`charged ${charged} times`);
  },
);

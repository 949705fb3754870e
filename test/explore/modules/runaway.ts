import { proxyActivities } from '@temporalio/workflow';
import { exploration } from 'worldline';

/** The bug: where the activity fails for good, it is tried again without a pause and without an end. */
async function stubborn() {
  const { work } = proxyActivities<{ work(): Promise<void> }>({ startToCloseTimeout: '1 minute' });
  let isDone = false;
  await work().then(
    () => {
      isDone = true;
    },
    () => {},
  );
  while (!isDone);
}

export default exploration(
  {
    workflows: { stubborn },
    activities: { work: async () => {} },
    faults: { kinds: ['activity-failure'] },
    corpus: false,
  },
  async (world) => {
    await world.client.workflow.execute(stubborn, { workflowId: 's', taskQueue: 'q' });
  },
);

import { ApplicationFailure } from '@temporalio/common';
import * as workflow from '@temporalio/workflow';
import { scenario } from 'worldline';

const { declines } = workflow.proxyActivities({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 2 } });

export async function pay(): Promise<void> {
  await declines!();
}

export default scenario({
  name: 'failing workflow',
  workflows: { pay },
  activities: {
    async declines() {
      throw ApplicationFailure.create({ type: 'CardDeclined', message: 'no money left' });
    },
  },
  run: ({ client }) => client.workflow.execute(pay, { workflowId: 'w', taskQueue: 'q' }),
});

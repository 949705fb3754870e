import * as workflow from '@temporalio/workflow';
import { scenario } from 'worldline';

export async function waitsForEver(): Promise<void> {
  await workflow.condition(() => false);
}

export default scenario({
  name: 'deadlock',
  workflows: { waitsForEver },
  run: ({ client }) => client.workflow.execute(waitsForEver, { workflowId: 'w', taskQueue: 'q' }),
});

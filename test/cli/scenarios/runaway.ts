import * as workflow from '@temporalio/workflow';
import { scenario } from 'worldline';

export async function neverEnds(): Promise<void> {
  for (;;) await workflow.sleep('1 day');
}

export default scenario({
  name: 'runaway',
  workflows: { neverEnds },
  maxSteps: 500,
  run: ({ client }) => client.workflow.execute(neverEnds, { workflowId: 'w', taskQueue: 'q' }),
});

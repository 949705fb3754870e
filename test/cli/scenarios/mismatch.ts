import * as workflow from '@temporalio/workflow';
import { scenario } from 'worldline';

let runs = 0;

/** Module state that a replay sees: the second time there is no timer. */
export async function forgetful(): Promise<void> {
  if (runs++ === 0) await workflow.sleep('1 day');
}

export default scenario({
  name: 'mismatch',
  workflows: { forgetful },
  run: ({ client }) => client.workflow.execute(forgetful, { workflowId: 'w', taskQueue: 'q' }),
});

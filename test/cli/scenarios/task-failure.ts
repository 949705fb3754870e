import { scenario } from 'worldline';

export async function broken(): Promise<void> {
  (undefined as any).notThere();
}

export default scenario({
  name: 'task failure',
  workflows: { broken },
  run: ({ client }) => client.workflow.execute(broken, { workflowId: 'w', taskQueue: 'q' }),
});

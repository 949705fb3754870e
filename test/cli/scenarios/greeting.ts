import { scenario } from 'worldline';

export async function greet(name: string): Promise<string> {
  return `Hello, ${name}`;
}

export default scenario({
  name: 'greeting',
  workflows: { greet },
  run: ({ client }) => client.workflow.execute(greet, { workflowId: 'w', taskQueue: 'q', args: ['Ada'] }),
});

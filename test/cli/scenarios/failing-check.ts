import { scenario } from 'worldline';

export async function greet(name: string): Promise<string> {
  return `Hello, ${name}`;
}

export default scenario({
  name: 'failing check',
  workflows: { greet },
  run: ({ client }) => client.workflow.execute(greet, { workflowId: 'w', taskQueue: 'q', args: ['Ada'] }),
  check(_, greeting) {
    if (greeting !== 'Hello, Bob') throw new Error(`it says ${greeting}`, { cause: new RangeError('one too many') });
  },
});

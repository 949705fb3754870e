import { scenario } from 'worldline';

export default scenario({
  name: 'failing',
  workflows: require.resolve('../../sim/connect-workflows'),
  run: ({ client }) => client.workflow.execute('nobody', { workflowId: 'w', taskQueue: 'q' }),
});

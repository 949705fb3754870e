import { proxyActivities } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const activities = {
  async greet(name: string): Promise<string> {
    return `Hello, ${name}!`;
  },
};

const { greet } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

async function greeting(name: string): Promise<string> {
  return await greet(name);
}

export const oneActivity: Workload = {
  name: 'W1',
  title: 'one activity that succeeds',
  target: { timesDriver: 3 },
  workflows: { greeting },
  activities,
  result: 'Hello, world!',
  world: (client, workflowId) =>
    client.workflow.execute(greeting, { workflowId, taskQueue: TASK_QUEUE, args: ['world'] }),
  driver: (driver) => driver.execute('greeting', ['world']),
  promises: () => activities.greet('world'),
};

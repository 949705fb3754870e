import { executeChild, proxyActivities } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const CHILDREN = 100;

const activities = {
  async square(n: number): Promise<number> {
    return n * n;
  },
};

const { square } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

async function child(n: number): Promise<number> {
  return await square(n);
}

async function parent(): Promise<number> {
  const squares = await Promise.all(Array.from({ length: CHILDREN }, (_, n) => executeChild(child, { args: [n] })));
  return sum(squares);
}

async function plain(): Promise<number> {
  const plainChild = async (n: number) => await activities.square(n);
  return sum(await Promise.all(Array.from({ length: CHILDREN }, (_, n) => plainChild(n))));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

export const children: Workload = {
  name: 'W5',
  title: 'a parent, 100 parallel children with one activity each',
  target: { timesDriver: 2.5 },
  workflows: { parent, child },
  activities,
  result: 328_350,
  world: (client, workflowId) => client.workflow.execute(parent, { workflowId, taskQueue: TASK_QUEUE }),
  driver: (driver) => driver.execute('parent'),
  promises: plain,
};

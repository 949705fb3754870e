import { proxyActivities } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const activities = {
  async addOne(n: number): Promise<number> {
    return n + 1;
  },
};

const { addOne } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

async function counting(count: number): Promise<number> {
  let n = 0;
  while (n < count) n = await addOne(n);
  return n;
}

async function plain(count: number): Promise<number> {
  let n = 0;
  while (n < count) n = await activities.addOne(n);
  return n;
}

/** So many activities one after another, in one workflow. */
export function activitiesInTurn(count: number, name = `${count} activities`): Workload {
  return {
    name,
    title: `${count} activities one after another`,
    target: { timesDriver: 3 },
    workflows: { counting },
    activities,
    result: count,
    world: (client, workflowId) =>
      client.workflow.execute(counting, { workflowId, taskQueue: TASK_QUEUE, args: [count] }),
    driver: (driver) => driver.execute('counting', [count]),
    promises: () => plain(count),
  };
}

import { proxyActivities } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const FAILURES = 3;
let calls = 0;

const activities = {
  /** Fails three times, then succeeds, over and over. */
  async flaky(): Promise<string> {
    if (calls++ % (FAILURES + 1) < FAILURES) throw new Error('not yet');
    return 'at last';
  },
};

const { flaky } = proxyActivities<typeof activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2 },
});

async function persevering(): Promise<string> {
  return await flaky();
}

async function retrying(): Promise<string> {
  for (;;) {
    try {
      return await activities.flaky();
    } catch {
      await undefined; // The backoff.
    }
  }
}

export const retriedActivity: Workload = {
  name: 'W2',
  title: 'one activity that fails 3 times, then succeeds',
  target: { timesDriver: 3 },
  workflows: { persevering },
  activities,
  result: 'at last',
  world: (client, workflowId) => client.workflow.execute(persevering, { workflowId, taskQueue: TASK_QUEUE }),
  driver: (driver) => driver.execute('persevering'),
  promises: retrying,
};

import { sleep } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const MONTHS = 12;

async function billing(): Promise<number> {
  let months = 0;
  while (months < MONTHS) {
    await sleep('30 days');
    months++;
  }
  return months;
}

async function plain(): Promise<number> {
  let months = 0;
  while (months < MONTHS) {
    await undefined;
    months++;
  }
  return months;
}

export const sleeps: Workload = {
  name: 'W4',
  title: 'twelve sleeps of 30 days',
  target: { timesDriver: 3 },
  workflows: { billing },
  activities: {},
  result: MONTHS,
  world: (client, workflowId) => client.workflow.execute(billing, { workflowId, taskQueue: TASK_QUEUE }),
  driver: (driver) => driver.execute('billing'),
  promises: plain,
};

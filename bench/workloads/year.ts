import { continueAsNew, proxyActivities, sleep } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const HOURS = 8760;
const HOURS_PER_RUN = 1000;

const activities = {
  async measure(hour: number): Promise<number> {
    return hour;
  },
};

const { measure } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

async function year(hour: number): Promise<number> {
  const end = Math.min(hour + HOURS_PER_RUN, HOURS);
  for (; hour < end; hour++) {
    await sleep('1 hour');
    await measure(hour);
  }
  if (hour < HOURS) await continueAsNew<typeof year>(hour);
  return hour;
}

async function plain(): Promise<number> {
  let hour = 0;
  for (; hour < HOURS; hour++) {
    await undefined;
    await activities.measure(hour);
  }
  return hour;
}

export const hourlyForAYear: Workload = {
  name: 'W10',
  title: 'one simulated year: 8,760 hourly sleeps, an activity each',
  target: { us: 400_000 },
  workflows: { year },
  activities,
  result: HOURS,
  world: (client, workflowId) => client.workflow.execute(year, { workflowId, taskQueue: TASK_QUEUE, args: [0] }),
  driver: (driver) => driver.execute('year', [0]),
  promises: plain,
};

import { continueAsNew } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const RUNS = 100;

async function relay(run: number): Promise<number> {
  if (run < RUNS) await continueAsNew<typeof relay>(run + 1);
  return run;
}

async function plain(run: number): Promise<number> {
  return run < RUNS ? await plain(run + 1) : run;
}

export const continueAsNewChain: Workload = {
  name: 'W9',
  title: 'a continue-as-new chain of 100 runs',
  target: { timesDriver: 2.5 },
  workflows: { relay },
  activities: {},
  result: RUNS,
  world: (client, workflowId) => client.workflow.execute(relay, { workflowId, taskQueue: TASK_QUEUE, args: [1] }),
  driver: (driver) => driver.execute('relay', [1]),
  promises: () => plain(1),
};

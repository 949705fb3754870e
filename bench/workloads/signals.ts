import { condition, defineSignal, setHandler } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const SIGNALS = 1000;

const add = defineSignal<[number]>('add');

async function collecting(): Promise<number> {
  let count = 0;
  setHandler(add, (n) => {
    count += n;
  });
  await condition(() => count === SIGNALS);
  return count;
}

async function plain(): Promise<number> {
  let count = 0;
  const handle = async (n: number) => {
    count += n;
  };
  for (let i = 0; i < SIGNALS; i++) await handle(1);
  return count;
}

export const signals: Workload = {
  name: 'W7',
  title: '1,000 signals to one workflow',
  target: { timesDriver: 2.5 },
  workflows: { collecting },
  activities: {},
  result: SIGNALS,
  async world(client, workflowId) {
    const handle = await client.workflow.start(collecting, { workflowId, taskQueue: TASK_QUEUE });
    for (let i = 0; i < SIGNALS; i++) await handle.signal(add, 1);
    return await handle.result();
  },
  driver: (driver) => driver.execute('collecting', [], Array(SIGNALS).fill({ name: 'add', args: [1] })),
  promises: plain,
};

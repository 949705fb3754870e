import { sleep } from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

/** `stepMs` apart; with 0 all at one instant. */
async function alarms(count: number, stepMs: number): Promise<number> {
  let fired = 0;
  const alarm = async (n: number) => {
    await sleep(1000 + n * stepMs);
    fired++;
  };
  await Promise.all(Array.from({ length: count }, (_, n) => alarm(n)));
  return fired;
}

async function plain(count: number): Promise<number> {
  let fired = 0;
  const alarm = async () => {
    await undefined;
    fired++;
  };
  await Promise.all(Array.from({ length: count }, alarm));
  return fired;
}

/** So many timers in one workflow, at distinct times or all at one instant. */
export function timers(count: number, stepMs: number, name = `${count} timers, ${stepMs} ms apart`): Workload {
  return {
    name,
    title: `${count} timers in one workflow ${stepMs === 0 ? 'at one instant' : 'at distinct times'}`,
    target: stepMs === 0 ? { us: 200_000 } : { timesDriver: 2.5 },
    workflows: { alarms },
    activities: {},
    result: count,
    world: (client, workflowId) =>
      client.workflow.execute(alarms, { workflowId, taskQueue: TASK_QUEUE, args: [count, stepMs] }),
    driver: (driver) => driver.execute('alarms', [count, stepMs]),
    promises: () => plain(count),
  };
}

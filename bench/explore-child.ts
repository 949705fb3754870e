/** What an explored run costs, beside the same workflow plainly; in a process of its own. Prints one line of JSON. */
import * as workflow from '@temporalio/workflow';
import { explore, World } from '../src';
import { TASK_QUEUE } from './workload';

interface Activities {
  one(): Promise<number>;
  two(): Promise<number>;
  three(): Promise<number>;
}

const workflows = {
  async order(): Promise<number> {
    const { one, two, three } = workflow.proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
    return (await one()) + (await two()) + (await three());
  },
};
const activities: Activities = { one: async () => 1, two: async () => 2, three: async () => 3 };

export interface ExploreResult {
  /** Microseconds of one run, medians. */
  exploredUs: number;
  /** In a world of its own, as in a test. */
  aloneUs: number;
  /** One after the other in one world. */
  plainUs: number;
}

const ROUNDS = 11;
const RUNS = 200;

const execute = (world: World, id: number) =>
  world.client.workflow.execute('order', { workflowId: `order-${id}`, taskQueue: TASK_QUEUE });

const forms: Record<keyof ExploreResult, (runs: number) => Promise<void>> = {
  async exploredUs(runs) {
    const report = await explore({ workflows, activities, corpus: false, runs }, async (world) => {
      // A failure for good is among the faults.
      await execute(world, 0).catch(() => {});
    });
    report.assertOk();
  },
  async aloneUs(runs) {
    for (let i = 0; i < runs; i++) {
      const world = await World.create({ workflows, activities });
      await execute(world, 0);
      await world.dispose();
    }
  },
  async plainUs(runs) {
    const world = await World.create({ workflows, activities });
    for (let i = 0; i < runs; i++) await execute(world, i);
    await world.dispose();
  },
};

async function main(): Promise<void> {
  const names = Object.keys(forms) as (keyof ExploreResult)[];
  const times: Record<string, number[]> = {};
  for (const name of names) await forms[name](3 * RUNS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) {
      const began = process.hrtime.bigint();
      await forms[name](RUNS);
      times[name] = [...(times[name] ?? []), Number(process.hrtime.bigint() - began) / 1000 / RUNS];
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, median(times[name]!)]))));
}

void main();

/** In a process of its own with --expose-gc: prints the bytes that a closed workflow's history takes, for each event. */
import { World } from '../src';
import { activitiesInTurn } from './workloads/activities-in-turn';

/** Six events each: the server ends a run whose history grows beyond 51,200 events. */
const ACTIVITIES = 8000;

async function main(): Promise<void> {
  const { workflows, activities, world: execute } = activitiesInTurn(ACTIVITIES);
  const world = await World.create({ workflows, activities, seed: 1, replay: 'off' });
  await activitiesInTurn(10).world(world.client, 'warm-up');
  const before = heapUsed();
  await execute(world.client, 'measured');
  const bytes = heapUsed() - before;
  const { historyLength } = await world.client.workflow.getHandle('measured').describe();
  console.log(bytes / historyLength);
  await world.dispose();
}

function heapUsed(): number {
  global.gc!();
  return process.memoryUsage().heapUsed;
}

void main();

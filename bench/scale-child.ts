/**
 * One case of scale.ts, in a process of its own with --expose-gc:
 *   scale-child.ts CASE SIZE
 * Prints what it measured as one line of JSON.
 */
import { equal } from 'node:assert/strict';
import { condition, sleep } from '@temporalio/workflow';
import { World } from '../src';
import type { ScaleCase, ScaleResult } from './scale';
import { TASK_QUEUE } from './workload';

const TIMERS_PER_WORKFLOW = 1000;
const DAYS = 365;
const MONTHS = 12;
const MINUTES_PER_DAY = 24 * 60;

const workflows = {
  async nothing(): Promise<void> {},
  async forEver(): Promise<void> {
    await condition(() => false);
  },
  /** All its timers are due at one instant, so many days from now. */
  async alarms(days: number): Promise<number> {
    let fired = 0;
    const alarm = async () => {
      await sleep(days * 24 * 3600 * 1000);
      fired++;
    };
    await Promise.all(Array.from({ length: TIMERS_PER_WORKFLOW }, alarm));
    return fired;
  },
};

const CASES: Record<ScaleCase, (world: World, size: number) => Promise<ScaleResult>> = {
  /** So many schedules, each once a day; the run of the first day never ends, so all later ones are skipped. */
  daily: (world, size) => schedules(world, size, 'forEver', 0, DAYS),
  /** So many schedules, each on the first of the month; each run ends. */
  monthly: (world, size) => schedules(world, size, 'nothing', 1, MONTHS),
  timers,
};

async function schedules(
  world: World,
  size: number,
  workflowType: keyof typeof workflows,
  dayOfMonth: number,
  timesEach: number,
): Promise<ScaleResult> {
  const before = heapBytes();
  for (let i = 0; i < size; i++) {
    const minute = i % MINUTES_PER_DAY;
    const calendar = { hour: Math.floor(minute / 60), minute: minute % 60 };
    await world.client.schedule.create({
      scheduleId: `s-${i}`,
      spec: { calendars: [dayOfMonth > 0 ? { ...calendar, dayOfMonth } : calendar] },
      action: { type: 'startWorkflow', workflowType, taskQueue: TASK_QUEUE, workflowId: `w-${i}` },
    });
  }
  const inFlightBytes = heapBytes() - before;
  const spent = await cpuMs(() => world.sleep(`${DAYS} days`));
  const endBytes = heapBytes() - before;
  const last = await world.client.schedule.getHandle(`s-${size - 1}`).describe();
  equal(last.info.numActionsTaken + last.info.numActionsSkippedOverlap, timesEach);
  return { events: size * timesEach, cpuMs: spent, inFlightBytes, endBytes };
}

/** So many timers in flight, a thousand to a workflow; each workflow's are due on a day of their own. */
async function timers(world: World, size: number): Promise<ScaleResult> {
  const before = heapBytes();
  let inFlightBytes = 0;
  const spent = await cpuMs(async () => {
    const handles = [];
    for (let i = 0; i < size / TIMERS_PER_WORKFLOW; i++) {
      const options = { workflowId: `w-${i}`, taskQueue: TASK_QUEUE, args: [i + 1] as [number] };
      handles.push(await world.client.workflow.start(workflows.alarms, options));
    }
    await world.settle();
    inFlightBytes = heapBytes() - before;
    for (const handle of handles) equal(await handle.result(), TIMERS_PER_WORKFLOW);
  });
  return { events: size, cpuMs: spent, inFlightBytes, endBytes: heapBytes() - before };
}

function heapBytes(): number {
  global.gc!();
  return process.memoryUsage().heapUsed;
}

/** Processor time: on a shared machine it says more about growth than the time on the wall. */
async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

async function main(name: ScaleCase, size: number): Promise<void> {
  const create = () => World.create({ workflows, seed: 1, replay: 'off', maxSteps: Number.MAX_SAFE_INTEGER });
  const warmUp = await create();
  await CASES[name](warmUp, name === 'timers' ? TIMERS_PER_WORKFLOW : 10);
  await warmUp.dispose();
  const world = await create();
  console.log(JSON.stringify(await CASES[name](world, size)));
  await world.dispose();
}

void main(process.argv[2] as ScaleCase, Number(process.argv[3]));

/** Run as a program: creates, uses and disposes of so many worlds; prints what differs afterwards in the process. */
import { strictEqual } from 'node:assert';
import { World } from '../../src';
import * as activities from '../conformance/kit/activities';
import * as workflows from '../conformance/kit/workflows';

export interface Traces {
  /** Names of globals that came, went or changed. */
  globals: string[];
  /** Events of the process whose number of listeners changed. */
  listeners: string[];
  /** What keeps the process alive and did not before. */
  handles: string[];
}

async function main(count: number): Promise<void> {
  void globalThis.AbortController; // Node itself replaces this property when it is first read.
  const globals = Object.getOwnPropertyDescriptors(globalThis);
  const listeners = listenerCounts();
  const handles = process.getActiveResourcesInfo();
  for (let seed = 1; seed <= count; seed++) await useWorld(seed);
  const traces: Traces = {
    globals: changed(globals, Object.getOwnPropertyDescriptors(globalThis), isSameProperty),
    listeners: changed(listeners, listenerCounts(), Object.is),
    handles: without(process.getActiveResourcesInfo(), handles),
  };
  console.log(JSON.stringify(traces));
}

/** One workflow runs to its end, another is left open. */
async function useWorld(seed: number): Promise<void> {
  const world = await World.create({ workflows, activities, seed });
  try {
    const args = [[{ activity: 'add', args: [seed, 1], options: { startToCloseTimeout: '1m' } }]];
    const run = world.client.workflow.execute('settleActivities', { workflowId: 'add', taskQueue: 'any', args });
    strictEqual(JSON.stringify(await run), JSON.stringify([{ ok: seed + 1 }]));
    await world.client.workflow.start('waitForever', { workflowId: 'left open', taskQueue: 'any' });
  } finally {
    await world.dispose();
  }
}

function listenerCounts(): Record<string, number> {
  return Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
}

function isSameProperty(before: PropertyDescriptor, after: PropertyDescriptor): boolean {
  return Object.is(before.value, after.value) && before.get === after.get && before.set === after.set;
}

function changed<T>(before: Record<string, T>, after: Record<string, T>, isSame: (a: T, b: T) => boolean): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !(name in before && name in after && isSame(before[name]!, after[name]!)),
  );
}

/** A list without the elements of another, each as often as it is there. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const rest = [...other];
  return list.filter((one) => {
    const at = rest.indexOf(one);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

// Node has a listener of its own for as long as it loads this file.
setImmediate(() => void main(Number(process.argv[2])));

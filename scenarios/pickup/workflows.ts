import { condition, defineQuery, defineSignal, executeChild, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from './activities';

const { bake, remind } = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 ms' },
});

export const pickedUp = defineSignal<[by: string]>('pickedUp');
export const status = defineQuery<string>('status');

/** Bakes a pizza, reminds every second until somebody picks it up, and cleans up. */
export async function pickup(pizza: string): Promise<string> {
  let by: string | undefined;
  let now = 'baking';
  setHandler(status, () => now);
  setHandler(pickedUp, (name) => {
    by = name;
  });
  await bake(pizza);
  now = 'ready';
  while (!(await condition(() => by !== undefined, '1 second'))) await remind(pizza);
  now = 'picked up';
  await executeChild(cleanUp, { args: [pizza] });
  return `${pizza} for ${by}`;
}

export async function cleanUp(pizza: string): Promise<string> {
  return `no trace of ${pizza}`;
}

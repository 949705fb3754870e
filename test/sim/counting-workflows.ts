/** Workflows with state in their module. */
import { sleep } from '@temporalio/workflow';

let counted = 0;
let slept = 0;

export async function count(): Promise<number> {
  await sleep('1 day');
  return ++counted;
}

export async function sleepsOnce(): Promise<void> {
  if (slept++ === 0) await sleep('1 day');
}

import { sleep } from '@temporalio/workflow';

let naps = 0;

export async function nap() {
  await sleep('1 day');
  naps++;
  return { naps };
}

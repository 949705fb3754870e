import { condition, defineSignal, proxyActivities, proxySinks, setHandler, sleep } from '@temporalio/workflow';
// biome-ignore lint/style/useNodejsImportProtocol: workflow code has it by this name only
import { equal } from 'assert';

const { slow } = proxyActivities<{ slow(): Promise<string> }>({ startToCloseTimeout: '1 day' });

export async function sleeper(duration: number | string): Promise<void> {
  await sleep(duration as number);
}

export async function raceWithTimer(duration: string): Promise<string> {
  return Promise.race([sleep(duration as '1 hour').then(() => 'timer'), slow().then(() => 'activity')]);
}

export async function callsActivity(): Promise<string> {
  return slow();
}

export async function waitForSignal(timeout: string): Promise<string> {
  let isUnblocked = false;
  setHandler(defineSignal('unblock'), () => {
    isUnblocked = true;
  });
  return (await condition(() => isUnblocked, timeout as '1 day')) ? 'signalled' : 'timed out';
}

export async function assertsWrongly(): Promise<void> {
  equal(6, 7);
}

const { teller } = proxySinks<{ teller: { tell(): void } }>();

export async function tellsASink(): Promise<string> {
  let isUnblocked = false;
  setHandler(defineSignal('unblock'), () => {
    isUnblocked = true;
  });
  teller.tell();
  await condition(() => isUnblocked);
  return `signalled, ${await slow()}`;
}

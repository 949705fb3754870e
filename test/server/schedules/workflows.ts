/** Workflows that schedules of these tests start. */
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';

export async function echo(value: unknown): Promise<unknown> {
  return value;
}

export async function takes(duration: string): Promise<void> {
  await sleep(duration as `${number}h`);
}

export async function never(): Promise<void> {
  await condition(() => false);
}

/** Workflows that the schedules of these tests start. */

import type { Duration } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';

export async function echo(value?: unknown): Promise<unknown> {
  return value;
}

export async function takes(duration: Duration): Promise<string> {
  await sleep(duration);
  return `took ${duration}`;
}

export async function never(): Promise<void> {
  await condition(() => false);
}

/** Cancelled, it takes ten minutes to put things in order. */
export async function tidiesUp(): Promise<void> {
  try {
    await sleep('100 days');
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => sleep('10 minutes'));
    throw error;
  }
}

/** Returns what it is told of the runs before it. In some hours it fails, or returns nothing. */
export async function remembers(failsAt: number, returnsNothingAt: number): Promise<unknown> {
  const { lastResult, lastFailure, startTime } = workflowInfo();
  const hour = startTime.getUTCHours();
  if (hour === failsAt) throw ApplicationFailure.nonRetryable(`failed at ${hour}`);
  if (hour === returnsNothingAt) return undefined;
  return { hour, lastResult: (lastResult as { hour?: number })?.hour, lastFailure: lastFailure?.message };
}

export async function fails(message: string): Promise<void> {
  throw ApplicationFailure.nonRetryable(message);
}

/** Lives on in further runs: half an hour each. */
export async function continues(runsLeft: number): Promise<string> {
  await sleep('30 minutes');
  if (runsLeft > 1) await continueAsNew<typeof continues>(runsLeft - 1);
  return 'the end';
}

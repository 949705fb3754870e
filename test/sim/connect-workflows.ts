import { condition, continueAsNew, executeChild, proxyActivities } from '@temporalio/workflow';

const { fetch } = proxyActivities<{ fetch(): Promise<string> }>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '10 ms' },
});

export async function fetchTwice(): Promise<string> {
  return `${await fetch()}, ${await fetch()}`;
}

/** Has a child in its first run, and nothing in the second. */
export async function family(isLast = false): Promise<void> {
  if (isLast) return;
  await executeChild(fetchTwice, { workflowId: 'child' });
  await continueAsNew<typeof family>(true);
}

export async function waits(): Promise<void> {
  await condition(() => false);
}

import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';

interface Activities {
  slow(): Promise<string>;
}

const tight = proxyActivities<Activities>({ startToCloseTimeout: '10 milliseconds', retry: { maximumAttempts: 1 } });
const beating = proxyActivities<Activities>({
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '6 seconds',
  retry: { maximumAttempts: 1 },
});

export async function sleeper(days: number): Promise<void> {
  await sleep(`${days} days`);
}

export async function updatable(): Promise<void> {
  let isFinished = false;
  setHandler(defineQuery<string>('state'), () => 'open');
  setHandler(defineSignal('finish'), () => {
    isFinished = true;
  });
  setHandler(defineUpdate<string, [number]>('afterDays'), async (days) => {
    await sleep(`${days} days`);
    return `${days} days later`;
  });
  await condition(() => isFinished);
}

export async function tightTimeout(): Promise<string> {
  return tight.slow();
}

export async function heartbeating(): Promise<string> {
  return beating.slow();
}

export async function failsItsTask(): Promise<void> {
  throw new Error('no such function here');
}

export async function failsTwice(): Promise<string> {
  // Attempts of a workflow task have no name in workflow code; what differs between them is outside.
  const key = `fails ${workflowInfo().runId}`;
  const outside = process as unknown as Record<string, number | undefined>;
  outside[key] = (outside[key] ?? 0) + 1;
  if (outside[key] < 3) throw new Error(`attempt ${outside[key]}`);
  return 'third time lucky';
}

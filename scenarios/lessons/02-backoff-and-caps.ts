import assert from 'node:assert/strict';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { proxyActivities } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'Waits begin at 10 s and triple, but none may be longer than a minute; there may be five attempts. When does the fifth begin, and what does the workflow see when it fails, too?',
  answer:
    'After 10 + 30 + 60 + 60 = 160 seconds: the third wait would be 90 s and is cut to the maximum interval. The workflow gets an ActivityFailure with retry state MAXIMUM_ATTEMPTS_REACHED, whose cause is what the last attempt threw.',
};

const { connect } = proxyActivities<typeof activities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '10 seconds', backoffCoefficient: 3, maximumInterval: '1 minute', maximumAttempts: 5 },
});

async function connectOrTell(): Promise<string> {
  try {
    await connect();
    return 'connected';
  } catch (error) {
    if (!(error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)) throw error;
    return `${error.retryState}: ${error.cause.message}`;
  }
}

const activities = {
  async connect(): Promise<void> {
    throw new Error('no route to host');
  },
};

export default scenario({
  name: 'backoff and caps',
  about: lesson.question,
  workflows: { connectOrTell },
  activities,

  async run({ client, now }) {
    const began = now();
    const said = await client.workflow.execute(connectOrTell, { workflowId: 'connect', taskQueue: 'lessons' });
    return { said, seconds: (now() - began) / 1000 };
  },

  check(_, result) {
    assert.deepEqual(result, { said: 'MAXIMUM_ATTEMPTS_REACHED: no route to host', seconds: 160 });
  },
});

import assert from 'node:assert/strict';
import { CancelledFailure, heartbeat, sleep } from '@temporalio/activity';
import { ActivityCancellationType, type ActivityOptions, isCancellation, proxyActivities } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'Two activities run for a minute; one of them heartbeats every second. After 10 seconds their workflow is cancelled, and waits until both have ended. When do they end?',
  answer:
    'The one that heartbeats after 13 s: the answer to a heartbeat is the only way in which an activity learns that it is to stop, and the worker sends one only every 0.8 × 5 s (at 1, 5, 9, 13 s). The other one never learns of it, and runs its whole minute.',
};

const options: ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
};
const { polite } = proxyActivities<typeof activities>({ ...options, heartbeatTimeout: '5 seconds' });
const { deaf } = proxyActivities<typeof activities>(options);

async function both(): Promise<[polite: string, deaf: string]> {
  const began = Date.now();
  const end = (what: string) => `${what} after ${(Date.now() - began) / 1000} s`;
  const told = async (act: () => Promise<void>) => {
    try {
      await act();
      return end('completed');
    } catch (error) {
      if (!isCancellation(error)) throw error;
      return end('cancelled');
    }
  };
  return Promise.all([told(polite), told(deaf)]);
}

const activities = {
  async polite(): Promise<void> {
    for (let second = 0; second < 60; second++) {
      await sleep('1 second');
      heartbeat(second);
    }
  },
  /** Sleeps through a cancellation, had it ever come. */
  async deaf(): Promise<void> {
    await sleep('1 minute').catch((error) => {
      if (!(error instanceof CancelledFailure)) throw error;
    });
  },
};

export default scenario({
  name: 'cancellation is delivered at a heartbeat',
  about: lesson.question,
  workflows: { both },
  activities,
  async run({ client, sleep: wait }) {
    const handle = await client.workflow.start(both, { workflowId: 'both', taskQueue: 'lessons' });
    await wait('10 seconds');
    await handle.cancel();
    return handle.result();
  },

  check(_, result) {
    assert.deepEqual(result, ['cancelled after 13 s', 'completed after 60 s']);
  },
});

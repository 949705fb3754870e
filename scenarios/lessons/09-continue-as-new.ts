import assert from 'node:assert/strict';
import { continueAsNew, sleep } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'A subscription renews every 30 days for three years. How can its history stay short, and what does the client that waits for it see?',
  answer:
    'Every twelve renewals the run ends and continues as new: the next run has the same workflow id, an empty history, and gets its state as arguments. A client that waits for the result follows the chain to its end, as if it were one run.',
};

async function subscription(renewals: number): Promise<string> {
  for (let month = 0; month < 12; month++) {
    await sleep('30 days');
    renewals++;
  }
  if (renewals < 36) return continueAsNew<typeof subscription>(renewals);
  return `renewed ${renewals} times`;
}

export default scenario({
  name: 'continue as new',
  about: lesson.question,
  workflows: { subscription },

  async run({ client }) {
    const handle = await client.workflow.start(subscription, {
      workflowId: 'subscription',
      taskQueue: 'lessons',
      args: [0],
    });
    const result = await handle.result();
    const lastRun = await client.workflow.getHandle('subscription').describe();
    return { result, sameRun: lastRun.runId === handle.firstExecutionRunId, eventsOfLastRun: lastRun.historyLength };
  },

  check(_, { result, sameRun, eventsOfLastRun }) {
    assert.equal(result, 'renewed 36 times');
    assert.equal(sameRun, false);
    assert.ok(eventsOfLastRun < 70, 'a third of the events that one long run would have');
  },
});

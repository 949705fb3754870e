import assert from 'node:assert/strict';
import { activityInfo } from '@temporalio/activity';
import { proxyActivities } from '@temporalio/workflow';
import { fault, scenario } from 'worldline';

export const lesson = {
  question:
    'A bank is charged by an activity that works at its first attempt. The worker dies before the server hears of it. How often is the customer charged?',
  answer:
    'Twice, unless the bank is told that it is the same charge. An attempt whose answer is lost is tried again: activities run at least once, never “exactly once”. A key that is the same for all attempts (the workflow and the activity id) lets the bank recognise the second one.',
};

const { charge, chargeOnce } = proxyActivities<ReturnType<typeof bank>>({ startToCloseTimeout: '10 seconds' });

async function pay(): Promise<void> {
  await charge(100);
  await chargeOnce(100);
}

function bank() {
  const seen = new Set<string>();
  let [charged, chargedWithKey] = [0, 0];
  return {
    async charge(cents: number) {
      charged += cents;
      return charged;
    },
    async chargeOnce(cents: number) {
      const { workflowExecution, activityId } = activityInfo();
      const key = `${workflowExecution?.workflowId}/${activityId}`;
      if (!seen.has(key)) chargedWithKey += cents;
      seen.add(key);
      return chargedWithKey;
    },
  };
}

export default scenario({
  name: 'at least once, and idempotency',
  about: lesson.question,
  workflows: { pay },
  activities: bank,
  faults: [fault.completionLost('charge'), fault.completionLost('chargeOnce')],

  async run({ client }) {
    const handle = await client.workflow.start(pay, { workflowId: 'pay', taskQueue: 'lessons' });
    await handle.result();
    const { events } = await handle.fetchHistory();
    const results = (events ?? []).flatMap(({ activityTaskCompletedEventAttributes: done }) =>
      done ? [Number(Buffer.from(done.result!.payloads![0]!.data!).toString())] : [],
    );
    return { charged: results[0], chargedWithKey: results[1] };
  },

  check(_, result) {
    assert.deepEqual(result, { charged: 200, chargedWithKey: 100 });
  },
});

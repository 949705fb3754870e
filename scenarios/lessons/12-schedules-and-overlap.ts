import assert from 'node:assert/strict';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { sleep } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'A schedule starts a report every minute; a report takes 150 seconds. How many reports have begun after half an hour, by overlap policy?',
  answer:
    'SKIP starts none while one runs, so every third minute: 10. BUFFER_ONE keeps one waiting and starts it as soon as there is room, one report after the other: 12. ALLOW_ALL starts one each minute: 30, of which up to three run at a time.',
};

async function report(): Promise<void> {
  await sleep('150 seconds');
}

const POLICIES = ['SKIP', 'BUFFER_ONE', 'ALLOW_ALL'] as const;

export default scenario({
  name: 'schedules and overlap',
  about: lesson.question,
  workflows: { report },

  async run({ client, sleep: wait }) {
    const schedules = await Promise.all(
      POLICIES.map((policy) =>
        client.schedule.create({
          scheduleId: policy,
          spec: { intervals: [{ every: '1 minute' }] },
          policies: { overlap: ScheduleOverlapPolicy[policy] },
          action: { type: 'startWorkflow', workflowType: report, workflowId: policy, taskQueue: 'lessons' },
        }),
      ),
    );
    await wait('30 minutes');
    const begun = await Promise.all(schedules.map(async (one) => (await one.describe()).info.numActionsTaken));
    await Promise.all(schedules.map((one) => one.delete()));
    await wait('10 minutes');
    return Object.fromEntries(POLICIES.map((policy, index) => [policy, begun[index]]));
  },

  check(_, result) {
    assert.deepEqual(result, { SKIP: 10, BUFFER_ONE: 12, ALLOW_ALL: 30 });
  },
});

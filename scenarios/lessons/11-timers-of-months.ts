import assert from 'node:assert/strict';
import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'A trial lasts 180 days; every 30 days without an answer the customer gets a mail, and the customer answers on day 100. What does it cost to wait, and how many mails are there?',
  answer:
    'Nothing: a timer is an entry in the server, the worker may be restarted or replaced meanwhile. There are three mails, on days 30, 60 and 90. In a world, half a year passes in milliseconds: time moves to the next thing that is due.',
};

const answered = defineSignal<[answer: string]>('answered');
const { mail } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });

async function trial(): Promise<{ answer: string; mailsOnDays: number[] }> {
  let answer: string | undefined;
  setHandler(answered, (given) => {
    answer = given;
  });
  const began = Date.now();
  const mailsOnDays: number[] = [];
  for (let month = 1; month <= 6; month++) {
    if (await condition(() => answer !== undefined, '30 days')) return { answer: answer!, mailsOnDays };
    await mail(month);
    mailsOnDays.push(Math.round((Date.now() - began) / 86_400_000));
  }
  return { answer: 'none', mailsOnDays };
}

const activities = {
  async mail(_month: number): Promise<void> {},
};

export default scenario({
  name: 'timers of months',
  about: lesson.question,
  workflows: { trial },
  activities,

  async run({ client, sleep }) {
    const handle = await client.workflow.start(trial, { workflowId: 'trial', taskQueue: 'lessons' });
    await sleep('100 days');
    await handle.signal(answered, 'yes');
    return handle.result();
  },

  check(_, result) {
    assert.deepEqual(result, { answer: 'yes', mailsOnDays: [30, 60, 90] });
  },
});

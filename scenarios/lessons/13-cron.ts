import assert from 'node:assert/strict';
import { workflowInfo } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'A workflow has the cron schedule “0 9 * * MON-FRI” and is started on a Tuesday at midnight. When are its first four runs, and how does a run know what the one before it has done?',
  answer:
    'At 9:00 (UTC) on Tuesday, Wednesday, Thursday and Friday; the next would be on Monday. Each run continues as a new one with a backoff until the next time, and carries the last result along (lastResult). Schedules can do more than cron; new code should use them.',
};

async function standup(): Promise<string[]> {
  const before = workflowInfo().lastResult as string[] | undefined;
  return [...(before ?? []), new Date().toUTCString().slice(0, 22)];
}

export default scenario({
  name: 'cron',
  about: lesson.question,
  workflows: { standup },

  async run({ client, sleep }) {
    await client.workflow.start(standup, {
      ...{ workflowId: 'standup', taskQueue: 'lessons', cronSchedule: '0 9 * * MON-FRI' },
    });
    await sleep('4 days');
    // The run that waits for Monday has been given what the one before it returned.
    const waiting = client.workflow.getHandle('standup');
    const { events } = await waiting.fetchHistory();
    const { lastCompletionResult } = events![0]!.workflowExecutionStartedEventAttributes!;
    await waiting.terminate('the lesson is over');
    return JSON.parse(Buffer.from(lastCompletionResult!.payloads![0]!.data!).toString()) as string[];
  },

  check(_, result) {
    assert.deepEqual(result, [
      'Tue, 01 Jan 2030 09:00',
      'Wed, 02 Jan 2030 09:00',
      'Thu, 03 Jan 2030 09:00',
      'Fri, 04 Jan 2030 09:00',
    ]);
  },
});

import assert from 'node:assert/strict';
import { sleep } from '@temporalio/activity';
import { ActivityFailure, TimeoutFailure } from '@temporalio/common';
import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'Four activities hang, each under another timeout of 5 seconds: schedule-to-start, start-to-close, heartbeat, schedule-to-close. Retries: two attempts at most. When does each end?',
  answer:
    'Schedule-to-start and schedule-to-close end the activity at once, after 5 s: they are never retried. Start-to-close and heartbeat end one attempt: the second one begins after a second, and they end after 5 + 1 + 5 = 11 s. Schedule-to-close counts over all attempts; start-to-close anew for each.',
};

async function runInto(options: ActivityOptions): Promise<string> {
  const { hang } = proxyActivities<typeof activities>({ ...options, retry: { maximumAttempts: 2 } });
  const began = Date.now();
  try {
    await hang();
    return 'it came to an end';
  } catch (error) {
    if (!(error instanceof ActivityFailure && error.cause instanceof TimeoutFailure)) throw error;
    return `${error.cause.timeoutType} after ${(Date.now() - began) / 1000} s`;
  }
}

const activities = {
  hang: () => sleep('1 day'),
};

export default scenario({
  name: 'the four timeouts',
  about: lesson.question,
  // Nobody works on any other queue.
  taskQueues: { lessons: { workflows: { runInto }, activities } },

  async run({ client }) {
    const start = (workflowId: string, options: ActivityOptions) =>
      client.workflow.execute(runInto, { workflowId, taskQueue: 'lessons', args: [options] });
    return Promise.all([
      start('waits for a worker', {
        startToCloseTimeout: '1 hour',
        scheduleToStartTimeout: '5 s',
        taskQueue: 'nobody',
      }),
      start('runs too long', { startToCloseTimeout: '5 s' }),
      start('says nothing', { startToCloseTimeout: '1 hour', heartbeatTimeout: '5 s' }),
      start('takes too long in all', { scheduleToCloseTimeout: '5 s' }),
    ]);
  },

  check(_, result) {
    assert.deepEqual(result, [
      'SCHEDULE_TO_START after 5 s',
      'START_TO_CLOSE after 11 s',
      'HEARTBEAT after 11 s',
      'SCHEDULE_TO_CLOSE after 5 s',
    ]);
  },
});

import assert from 'node:assert/strict';
import { activityInfo, heartbeat, sleep } from '@temporalio/activity';
import { proxyActivities } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'An activity copies ten files, a second each, and heartbeats after each with the number of files done. Its worker hangs at the seventh. Which files does the second attempt copy?',
  answer:
    'Those from the seventh on: the details of the last heartbeat that reached the server are handed to the next attempt. The heartbeat timeout finds the hang within 5 s instead of after the hour of start-to-close. The worker sends heartbeats at most every 0.8 × that timeout, so the very last ones may be missing.',
};

const { copy } = proxyActivities<ReturnType<typeof disk>>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '5 seconds',
});

async function backup(files: number): Promise<string[]> {
  return copy(files);
}

function disk() {
  const copied: string[] = [];
  return {
    async copy(files: number) {
      const { attempt, heartbeatDetails } = activityInfo();
      for (let file = (heartbeatDetails ?? 0) + 1; file <= files; file++) {
        if (file === 7 && attempt === 1) await sleep('1 day');
        await sleep('1 second');
        copied.push(`${file} by attempt ${attempt}`);
        heartbeat(file);
      }
      return copied;
    },
  };
}

export default scenario({
  name: 'heartbeat and resume',
  about: lesson.question,
  workflows: { backup },
  activities: disk,

  run: ({ client }) => client.workflow.execute(backup, { workflowId: 'backup', taskQueue: 'lessons', args: [10] }),

  check(_, copied) {
    assert.deepEqual(copied.slice(5, 7), ['6 by attempt 1', '7 by attempt 2']);
    assert.equal(copied.length, 10, 'no file twice');
  },
});

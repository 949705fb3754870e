import { Context, heartbeat } from '@temporalio/activity';
import {
  ActivityCancellationType,
  CancellationScope,
  isCancellation,
  proxyActivities,
  sleep,
} from '@temporalio/workflow';
import { TASK_QUEUE, type Workload } from '../workload';

const BEATS = 120;

const activities = {
  /** One virtual hour, with a heartbeat every 30 s. */
  async transcode(): Promise<string> {
    for (let beat = 0; beat < BEATS; beat++) {
      heartbeat(beat);
      await Context.current().sleep('30 seconds');
    }
    return 'done';
  },
};

const { transcode } = proxyActivities<typeof activities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '1 minute',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

async function impatient(): Promise<string> {
  const scope = new CancellationScope();
  const transcoding = scope.run(() => transcode());
  await sleep('30 minutes');
  scope.cancel();
  try {
    return await transcoding;
  } catch (error) {
    if (isCancellation(error)) return 'cancelled';
    throw error;
  }
}

async function plain(): Promise<string> {
  for (let beat = 0; beat < BEATS / 2; beat++) await undefined;
  return 'cancelled';
}

export const heartbeats: Workload = {
  name: 'W8',
  title: 'an activity of one virtual hour, heartbeat every 30 s, cancelled midway',
  target: { us: 500 },
  workflows: { impatient },
  activities,
  result: 'cancelled',
  world: (client, workflowId) => client.workflow.execute(impatient, { workflowId, taskQueue: TASK_QUEUE }),
  driver: (driver) => driver.execute('impatient'),
  promises: plain,
};

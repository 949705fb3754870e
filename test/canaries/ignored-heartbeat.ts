import { activityInfo, heartbeat, sleep } from '@temporalio/activity';
import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Disk {
  copy(): Promise<void>;
}

const PARTS = 30;

async function backup(): Promise<void> {
  const { copy } = workflow.proxyActivities<Disk>({ startToCloseTimeout: '1 hour', heartbeatTimeout: '10 seconds' });
  await copy();
}

let copied: number;

function disk(firstPart: () => number): () => Disk {
  return () => {
    copied = 0;
    return {
      async copy() {
        for (let part = firstPart(); part < PARTS; part++) {
          await sleep('5 seconds');
          copied++;
          heartbeat(part + 1);
        }
      },
    };
  };
}

export const ignoredHeartbeat: Canary = {
  bug: 'a retry starts over, although heartbeats say how far the attempt before it had got',
  options: {
    workflows: { backup },
    // Whose heartbeats are lost has to start over.
    faults: { kinds: ['activity-failure', 'completion-lost', 'delay', 'worker-crash', 'eviction'], max: 2 },
  },
  buggy: { activities: disk(() => 0) },
  fixed: { activities: disk(() => activityInfo().heartbeatDetails ?? 0) },
  async property(world) {
    await execute(world, 'backup');
    // Each of two faults may cost the parts between two heartbeats.
    if (copied > PARTS + 10) throw new Error('parts were copied again that heartbeats had told of');
  },
  found: {
    error: 'Error: parts were copied again that heartbeats had told of',
    plans: ['completion-lost'],
  },
};

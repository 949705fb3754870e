import { ActivityFailure, WorkflowFailedError } from '@temporalio/client';
import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

interface Bank {
  charge(): Promise<void>;
}

function pay(scheduleToCloseTimeout: '50 seconds' | '1 hour') {
  return async (): Promise<void> => {
    const { charge } = workflow.proxyActivities<Bank>({
      startToCloseTimeout: '10 seconds',
      scheduleToCloseTimeout,
      retry: { initialInterval: '1 minute', maximumAttempts: 3 },
    });
    await charge();
  };
}

export const retryTooLate: Canary = {
  bug: 'the whole time that an activity has is shorter than the backoff before its second attempt',
  options: {
    activities: { charge: async () => {} },
    // What else takes longer than all the time that there is must fail.
    faults: { kinds: ['activity-failure', 'activity-timeout', 'completion-lost', 'worker-crash', 'eviction'] },
  },
  buggy: { workflows: { pay: pay('50 seconds') } },
  fixed: { workflows: { pay: pay('1 hour') } },
  async property(world) {
    const handle = await start(world, 'pay');
    const error = await handle.result().catch((error) => error);
    if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ActivityFailure)) return;
    if (error.cause.retryState === 'TIMEOUT') throw new Error('it was given up before its last attempt');
  },
  found: { error: 'Error: it was given up before its last attempt', plans: ['activity-failure'] },
};

import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

interface Log {
  write(looks: number): Promise<void>;
}

const { write } = workflow.proxyActivities<Log>({ startToCloseTimeout: '1 minute' });
const status = workflow.defineQuery<string>('status');

function job(counts: boolean) {
  return async (): Promise<void> => {
    let looks = 0;
    workflow.setHandler(status, () => {
      if (counts) looks++;
      return 'at work';
    });
    await workflow.sleep('1 hour');
    if (looks > 0) await write(looks);
  };
}

export const changingQuery: Canary = {
  bug: 'the handler of a query changes something, which no history tells',
  options: { activities: { write: async () => {} } },
  buggy: { workflows: { job: job(true) } },
  fixed: { workflows: { job: job(false) } },
  async property(world) {
    const handle = await start(world, 'job');
    await world.sleep('1 minute');
    await handle.query(status);
    await handle.result().catch(() => {});
  },
  found: { error: "ReplayMismatchError: Workflow 'job' (job) does not replay", plans: [''] },
};

import { sleep } from '@temporalio/activity';
import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

interface Mail {
  tell(news: string): Promise<void>;
}

const { tell } = workflow.proxyActivities<Mail>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 3 } });
const approve = workflow.defineSignal('approve');

let told: Set<string>;

function activities(): Mail {
  told = new Set();
  return {
    async tell(news) {
      await sleep('5 seconds');
      told.add(news);
    },
  };
}

async function buggy(): Promise<void> {
  let approved = false;
  workflow.setHandler(approve, () => {
    approved = true;
  });
  if (!(await workflow.condition(() => approved, '1 hour'))) await tell('refused');
  // By now the approval may have come after all.
  if (approved) await tell('accepted');
}

async function fixed(): Promise<void> {
  let approved = false;
  workflow.setHandler(approve, () => {
    approved = true;
  });
  const inTime = await workflow.condition(() => approved, '1 hour');
  await tell(inTime ? 'accepted' : 'refused');
}

export const lateApproval: Canary = {
  bug: 'after a condition with a timeout the state is read again, and has changed in the meantime',
  options: { activities },
  buggy: { workflows: { application: buggy } },
  fixed: { workflows: { application: fixed } },
  async property(world) {
    const handle = await start(world, 'application');
    // It may be too late.
    await handle.signal(approve).catch(() => {});
    await handle.result().catch(() => {});
    if (told.has('refused') && told.has('accepted')) throw new Error('the applicant was told two things');
  },
  found: { error: 'Error: the applicant was told two things', plans: ['delay'] },
};

import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

interface Archive {
  save(note: string): Promise<void>;
}

const { save } = workflow.proxyActivities<Archive>({ startToCloseTimeout: '1 minute' });
const note = workflow.defineSignal<[string]>('note');
const done = workflow.defineSignal('done');

function meeting(waitForHandlers: boolean) {
  return async (): Promise<void> => {
    let isDone = false;
    workflow.setHandler(note, (text) => save(text).catch(() => {}));
    workflow.setHandler(done, () => {
      isDone = true;
    });
    await workflow.condition(() => isDone);
    if (waitForHandlers) await workflow.condition(workflow.allHandlersFinished);
  };
}

export const unfinishedHandler: Canary = {
  bug: 'the workflow returns while a handler is still at work',
  options: { activities: { save: async () => {} } },
  buggy: { workflows: { meeting: meeting(false) } },
  fixed: { workflows: { meeting: meeting(true) } },
  async property(world) {
    const handle = await start(world, 'meeting');
    await handle.signal(note, 'hello');
    await world.sleep('5 seconds');
    await handle.signal(done);
    await handle.result().catch(() => {});
  },
  found: { error: 'UnfinishedHandlersError: workflow meeting (meeting) ended', plans: ['activity-timeout', 'delay'] },
};

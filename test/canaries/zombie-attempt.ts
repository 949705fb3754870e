import { activityInfo, heartbeat, sleep } from '@temporalio/activity';
import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Editor {
  render(): Promise<void>;
}

async function publish(): Promise<void> {
  const { render } = workflow.proxyActivities<Editor>({
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '30 seconds',
  });
  await render();
}

/** Which attempt wrote the page last, and which one was the last to begin. */
let page: { attempt: number; latest: number };

/** Takes 100 seconds; an attempt that the server has given up goes on, for nobody tells it. */
function editor(write: (attempt: number) => void): () => Editor {
  return () => {
    page = { attempt: 0, latest: 0 };
    return {
      async render() {
        const { attempt } = activityInfo();
        page.latest = attempt;
        // The first attempt finds all machines busy.
        for (let i = 0; i < (attempt === 1 ? 10 : 2); i++) {
          await sleep('10 seconds');
          heartbeat();
        }
        write(attempt);
      },
    };
  };
}

export const zombieAttempt: Canary = {
  bug: 'an attempt that has been given up overwrites what its successor has written',
  options: { workflows: { publish } },
  buggy: {
    activities: editor((attempt) => {
      page.attempt = attempt;
    }),
  },
  fixed: {
    activities: editor((attempt) => {
      if (attempt > page.attempt) page.attempt = attempt;
    }),
  },
  async property(world) {
    await execute(world, 'publish');
    await world.sleep('1 hour');
    if (page.attempt < page.latest) throw new Error('an old attempt has written last');
  },
  found: { error: 'Error: an old attempt has written last', plans: ['heartbeat-lost'] },
};

import assert from 'node:assert/strict';
import { proxyActivities, sleep } from '@temporalio/workflow';
import { ReplayMismatchError, replay, scenario } from 'worldline';

export const lesson = {
  question:
    'A workflow charges, then sleeps an hour, then ships. While runs are in flight, three changes are made: another price is logged, the order of charge and sleep is swapped, another activity is added at the end. Which of them can be deployed?',
  answer:
    'The first. A worker that takes over a run has only its history: it runs the code from the top and expects the same commands in the same order. Logging makes no command; swapping does, and so does an activity that the history does not have. Replaying recorded histories against new code tells before the deployment.',
};

const { charge, ship, review } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 seconds' });

async function order(): Promise<void> {
  await charge();
  await sleep('1 hour');
  await ship();
}

/** The same workflow, after each of the changes. */
const changes: Record<string, () => Promise<void>> = {
  async logs() {
    await charge();
    const price = [1, 2, 3].reduce((sum, one) => sum + one);
    await sleep(price > 0 ? '1 hour' : '2 hours');
    await ship();
  },
  async swaps() {
    await sleep('1 hour');
    await charge();
    await ship();
  },
  async adds() {
    await charge();
    await sleep('1 hour');
    await ship();
    await review();
  },
};

const activities = {
  async charge(): Promise<void> {},
  async ship(): Promise<void> {},
  async review(): Promise<void> {},
};

export default scenario({
  name: 'replay and determinism',
  about: lesson.question,
  workflows: { order },
  activities,

  async run({ client }) {
    const handle = await client.workflow.start(order, { workflowId: 'order', taskQueue: 'lessons' });
    await handle.result();
    const history = await handle.fetchHistory();
    const verdicts: Record<string, string> = {};
    for (const [change, code] of Object.entries(changes)) {
      verdicts[change] = await replay(history, { workflows: { order: code } }).then(
        () => 'fits',
        (error) => {
          if (!(error instanceof ReplayMismatchError)) throw error;
          return 'does not fit';
        },
      );
    }
    return verdicts;
  },

  check(_, result) {
    assert.deepEqual(result, { logs: 'fits', swaps: 'does not fit', adds: 'does not fit' });
  },
});

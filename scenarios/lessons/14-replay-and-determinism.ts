import assert from 'node:assert/strict';
import { proxyActivities, sleep } from '@temporalio/workflow';
import { ReplayMismatchError, replay, scenario } from 'worldline';

export const lesson = {
  question:
    'A workflow charges, then sleeps an hour, then ships. While a run sleeps, four changes are made: another price is logged, the order of charge and sleep is swapped, a check is put before the sleep, a review is added at the end. Which of them can be deployed?',
  answer:
    'The first and the last. A worker that takes over a run has only its history: it runs the code from the top and expects the same commands in the same order. Logging makes no command, and the end has not been reached yet; a swap and an insertion change what has happened already, and the run would be stuck. Replaying the histories of open runs against new code tells before the deployment.',
};

const { charge, check, ship, review } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 seconds' });

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
  async inserts() {
    await charge();
    await check();
    await sleep('1 hour');
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
  async check(): Promise<void> {},
  async ship(): Promise<void> {},
  async review(): Promise<void> {},
};

export default scenario({
  name: 'replay and determinism',
  about: lesson.question,
  workflows: { order },
  activities,

  async run({ client, sleep }) {
    const handle = await client.workflow.start(order, { workflowId: 'order', taskQueue: 'lessons' });
    await sleep('30 minutes');
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
    await handle.result();
    return verdicts;
  },

  check(_, result) {
    assert.deepEqual(result, { logs: 'fits', swaps: 'does not fit', inserts: 'does not fit', adds: 'fits' });
  },
});

import assert from 'node:assert/strict';
import { sleep } from '@temporalio/activity';
import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'A signal handler reads a balance, asks an activity for the fee, and writes the new balance. Two signals of +100 come at once. What is the balance? And with a queue between handler and work?',
  answer:
    '100, where both handlers read 0 before either wrote: code of a workflow never runs at the same time, but other handlers do run while one of them awaits. A handler that only puts the signal into a queue, and a single loop that works it off, gives 200.',
};

const deposit = defineSignal<[cents: number]>('deposit');
const { feeOf } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 seconds' });

async function careless(): Promise<number> {
  let balance = 0;
  let done = 0;
  setHandler(deposit, async (cents) => {
    const before = balance;
    const fee = await feeOf(cents);
    balance = before + cents - fee;
    done++;
  });
  await condition(() => done === 2);
  return balance;
}

async function careful(): Promise<number> {
  const waiting: number[] = [];
  let balance = 0;
  setHandler(deposit, (cents) => {
    waiting.push(cents);
  });
  for (let done = 0; done < 2; done++) {
    await condition(() => waiting.length > 0);
    const cents = waiting.shift()!;
    balance += cents - (await feeOf(cents));
  }
  return balance;
}

const activities = {
  async feeOf(_cents: number): Promise<number> {
    await sleep('1 second');
    return 0;
  },
};

export default scenario({
  name: 'signals and lost updates',
  about: lesson.question,
  workflows: { careless, careful },
  activities,

  async run({ client }) {
    const balanceOf = async (workflow: typeof careless, workflowId: string) => {
      const account = await client.workflow.start(workflow, { workflowId, taskQueue: 'lessons' });
      await account.signal(deposit, 100);
      await account.signal(deposit, 100);
      return account.result();
    };
    return { careless: await balanceOf(careless, 'careless'), careful: await balanceOf(careful, 'careful') };
  },

  check(_, result) {
    assert.deepEqual(result, { careless: 100, careful: 200 });
  },
});

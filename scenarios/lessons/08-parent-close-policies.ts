import assert from 'node:assert/strict';
import { ParentClosePolicy, sleep, startChild } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'A workflow starts three children that sleep for a day, each with another parent close policy, and completes. What becomes of the children?',
  answer:
    'TERMINATE (the default) ends its child at once, without a word to its code. REQUEST_CANCEL asks: the child’s sleep throws a cancellation, and its code may clean up. ABANDON leaves it alone: it sleeps its day, and completes.',
};

async function parent(): Promise<void> {
  for (const parentClosePolicy of [
    ParentClosePolicy.TERMINATE,
    ParentClosePolicy.REQUEST_CANCEL,
    ParentClosePolicy.ABANDON,
  ]) {
    await startChild(sleeper, { workflowId: parentClosePolicy, parentClosePolicy });
  }
}

async function sleeper(): Promise<void> {
  await sleep('1 day');
}

export default scenario({
  name: 'parent close policies',
  about: lesson.question,
  workflows: { parent, sleeper },

  async run({ client, sleep: wait }) {
    await client.workflow.execute(parent, { workflowId: 'parent', taskQueue: 'lessons' });
    await wait('2 days');
    const status = async (id: string) => (await client.workflow.getHandle(id).describe()).status.name;
    return {
      TERMINATE: await status('TERMINATE'),
      REQUEST_CANCEL: await status('REQUEST_CANCEL'),
      ABANDON: await status('ABANDON'),
    };
  },

  check(_, result) {
    assert.deepEqual(result, { TERMINATE: 'TERMINATED', REQUEST_CANCEL: 'CANCELLED', ABANDON: 'COMPLETED' });
  },
});

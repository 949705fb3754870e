import assert from 'node:assert/strict';
import { ApplicationFailure } from '@temporalio/common';
import { proxyActivities } from '@temporalio/workflow';
import { scenario } from 'worldline';

export const lesson = {
  question:
    'A trip books a hotel, a flight and a car. The car cannot be had. Which bookings are left, and in which order are the others undone?',
  answer:
    'None. There is no transaction over several services, so each step that has worked leaves behind how to undo it, and a failure runs these in reverse: flight, then hotel. The compensation is noted before the step is called: a step that failed may still have happened.',
};

const { book, cancel } = proxyActivities<ReturnType<typeof agency>>({
  startToCloseTimeout: '10 seconds',
  retry: { nonRetryableErrorTypes: ['SoldOut'] },
});

async function trip(): Promise<string> {
  const compensations: (() => Promise<void>)[] = [];
  try {
    for (const what of ['hotel', 'flight', 'car']) {
      compensations.unshift(() => cancel(what));
      await book(what);
    }
    return 'booked';
  } catch {
    for (const compensate of compensations) await compensate();
    return 'given up';
  }
}

function agency() {
  const log: string[] = [];
  return {
    async book(what: string) {
      if (what === 'car') throw ApplicationFailure.create({ message: 'no car left', type: 'SoldOut' });
      log.push(what);
    },
    async cancel(what: string) {
      const index = log.indexOf(what);
      // What was never booked is cancelled, too; that must do no harm.
      if (index >= 0) log.splice(index, 1);
    },
    async bookings() {
      return [...log];
    },
  };
}

async function look(): Promise<string[]> {
  return proxyActivities<ReturnType<typeof agency>>({ startToCloseTimeout: '10 seconds' }).bookings();
}

export default scenario({
  name: 'saga and compensation',
  about: lesson.question,
  workflows: { trip, look },
  activities: agency,

  async run({ client }) {
    const outcome = await client.workflow.execute(trip, { workflowId: 'trip', taskQueue: 'lessons' });
    const left = await client.workflow.execute(look, { workflowId: 'look', taskQueue: 'lessons' });
    return { outcome, left };
  },

  check(_, result) {
    assert.deepEqual(result, { outcome: 'given up', left: [] });
  },
});

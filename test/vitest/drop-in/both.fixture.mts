/** Runs in worldline, and unchanged on a real server (WORLDLINE_TARGET). */
import { expect } from 'vitest';
import { Mocks } from '../../../src/testing/index.js';
import { test } from '../../../src/vitest/index.mjs';

const workflows = new URL('./both-workflows.ts', import.meta.url).pathname;
const mocks = new Mocks();
mocks.workflow('ship').throwsOnce(new Error('no van')).returns('parcel');
mocks.activityOptions('charge', { startToCloseTimeout: '7 seconds' });
const charge = mocks.activity('charge').returns('paid');

const it = test.override({ worldOptions: mocks.world({ workflows }) });

it('has the same world on both sides', async ({ world }) => {
  const handle = await world.client.workflow.start('order', { taskQueue: 'shop', workflowId: 'one', args: [42] });
  expect(await handle.result()).toBe('paid, no van, parcel');
  await expect(handle).toHaveCompleted('paid, no van, parcel');
  await expect(handle).not.toHaveFailedWith('no van');
  const history = await world.history('one');
  expect(history).toHaveScheduledActivity('charge', { args: [42], times: 1 });
  const [scheduled] = history.ofType('ActivityTaskScheduled');
  expect(Number(scheduled!.attributes.startToCloseTimeout!.seconds)).toBe(7);
  expect(charge.calls.map(({ args, workflowId }) => [args, workflowId])).toEqual([[[42], 'one']]);
  expect(mocks.workflow('ship').calls).toHaveLength(2);
  expect((await world.histories()).map(({ workflowType }) => workflowType)).toEqual(['order', 'ship', 'ship']);
  expect([...world.attempts].map(({ activityType, outcome }) => [activityType, outcome])).toEqual([
    ['charge', 'completed'],
  ]);
});

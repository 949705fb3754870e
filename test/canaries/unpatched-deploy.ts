import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Shop {
  charge(): Promise<void>;
  ship(): Promise<void>;
}

const shop = workflow.proxyActivities<Shop>({ startToCloseTimeout: '1 minute' });

async function old(): Promise<void> {
  await shop.charge();
  await workflow.sleep('1 day');
  await shop.ship();
}

/** Ships at once. */
async function unpatched(): Promise<void> {
  await shop.charge();
  await shop.ship();
}

async function patched(): Promise<void> {
  await shop.charge();
  if (!workflow.patched('ship at once')) await workflow.sleep('1 day');
  await shop.ship();
}

export const unpatchedDeploy: Canary = {
  bug: 'new code is deployed that the histories in flight do not fit',
  options: { workflows: { order: old }, activities: { charge: async () => {}, ship: async () => {} } },
  buggy: { faults: { deploy: { workflows: { order: unpatched } } } },
  fixed: { faults: { deploy: { workflows: { order: patched } } } },
  property: (world) => execute(world, 'order'),
  found: { error: 'WorkflowTaskFailedError: a workflow task of order (order) failed', plans: ['deploy'] },
};

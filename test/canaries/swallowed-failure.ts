import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Shop {
  charge(): Promise<void>;
  ship(): Promise<void>;
}

const shop = workflow.proxyActivities<Shop>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 3 } });

async function buggy(): Promise<void> {
  try {
    await shop.charge();
  } catch (error) {
    workflow.log.warn(`charging failed: ${error}`);
  }
  await shop.ship();
}

async function fixed(): Promise<void> {
  await shop.charge();
  await shop.ship();
}

export const swallowedFailure: Canary = {
  bug: 'a failure is logged, and then forgotten',
  options: {
    activities: { charge: async () => {}, ship: async () => {} },
    sinks: { __temporal_logger: { warn: { fn: () => {} } } } as never,
  },
  buggy: { workflows: { order: buggy } },
  fixed: { workflows: { order: fixed } },
  async property(world) {
    world.always('what is shipped is paid', () => world.effects.of('ship').length <= world.effects.of('charge').length);
    await execute(world, 'order');
  },
  found: { error: 'PropertyError: always “what is shipped is paid”', plans: ['activity-failure'] },
};

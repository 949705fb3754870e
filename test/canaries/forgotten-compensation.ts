import * as workflow from '@temporalio/workflow';
import type { Canary } from './canary';

interface Shop {
  reserve(order: string): Promise<void>;
  charge(order: string): Promise<void>;
  ship(order: string): Promise<void>;
  release(order: string): Promise<void>;
}

const shop = workflow.proxyActivities<Shop>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 3 } });
const patient = workflow.proxyActivities<Shop>({ startToCloseTimeout: '1 minute' });

const reserved = new Set<string>();

function activities(): Shop {
  reserved.clear();
  return {
    reserve: async (order) => void reserved.add(order),
    charge: async () => {},
    ship: async (order) => void reserved.delete(order),
    release: async (order) => void reserved.delete(order),
  };
}

/** Where that fails for good, somebody has to look after it. */
async function release(order: string): Promise<void> {
  try {
    await patient.release(order);
  } catch {
    throw workflow.ApplicationFailure.nonRetryable(`please release ${order} by hand`, 'NeedsHelp');
  }
}

async function buggy(order: string): Promise<string> {
  await shop.reserve(order);
  await shop.charge(order);
  try {
    await shop.ship(order);
    return 'shipped';
  } catch {
    await release(order);
    return 'given up';
  }
}

async function fixed(order: string): Promise<string> {
  try {
    await shop.reserve(order);
    await shop.charge(order);
    await shop.ship(order);
    return 'shipped';
  } catch {
    await release(order);
    return 'given up';
  }
}

export const forgottenCompensation: Canary = {
  bug: 'what was reserved is given back where shipping fails, but not where charging does',
  options: { activities },
  buggy: { workflows: { order: buggy } },
  fixed: { workflows: { order: fixed } },
  async property(world) {
    const handle = await world.client.workflow.start('order', { workflowId: 'o', taskQueue: 'shop', args: ['book'] });
    const needsHelp = await handle.result().then(
      () => false,
      (error) => error.cause?.type === 'NeedsHelp',
    );
    if (reserved.size > 0 && !needsHelp) throw new Error('the book is still reserved, and nobody knows');
  },
  found: { error: 'Error: the book is still reserved, and nobody knows', plans: ['activity-failure'] },
};

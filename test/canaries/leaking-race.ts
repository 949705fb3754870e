import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Hotels {
  book(hotel: string): Promise<string>;
  unbook(hotel: string): Promise<void>;
}

const { book, unbook } = workflow.proxyActivities<Hotels>({ startToCloseTimeout: '10 minutes' });

const booked = new Set<string>();

function activities(): Hotels {
  booked.clear();
  return {
    async book(hotel) {
      booked.add(hotel);
      return hotel;
    },
    unbook: async (hotel) => void booked.delete(hotel),
  };
}

async function buggy(): Promise<string> {
  const first = await Promise.race([book('Ritz'), workflow.sleep('1 minute')]);
  return first ?? (await book('Inn'));
}

async function fixed(): Promise<string> {
  const ritz = book('Ritz');
  const first = await Promise.race([ritz, workflow.sleep('1 minute')]);
  if (first) return first;
  const second = await book('Inn');
  // It may have been booked all the same, whatever has become of the answer.
  await ritz.catch(() => {});
  await unbook('Ritz');
  return second;
}

export const leakingRace: Canary = {
  bug: 'what loses a race goes on, and nobody undoes it',
  options: { activities },
  buggy: { workflows: { holiday: buggy } },
  fixed: { workflows: { holiday: fixed } },
  async property(world) {
    const hotel = await execute(world, 'holiday');
    await world.sleep('1 day');
    if (hotel !== undefined && booked.size > 1) throw new Error('two hotels are booked');
  },
  found: { error: 'Error: two hotels are booked', plans: ['completion-lost'] },
};

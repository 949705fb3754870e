import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Hotel {
  book(guest: string): Promise<void>;
  unbook(guest: string): Promise<void>;
}

const hotel = workflow.proxyActivities<Hotel>({ startToCloseTimeout: '1 minute' });

const booked = new Set<string>();

function activities(): Hotel {
  booked.clear();
  return {
    book: async (guest) => void booked.add(guest),
    unbook: async (guest) => void booked.delete(guest),
  };
}

async function trip(undo: (guest: string) => Promise<void>): Promise<string> {
  try {
    await hotel.book('Ann');
    await workflow.sleep('1 day');
    return 'gone';
  } catch (error) {
    await undo('Ann');
    throw error;
  }
}

export const cancelledCompensation: Canary = {
  bug: 'the compensation runs in the scope that has been cancelled',
  options: { activities, faults: { kinds: ['cancel', 'delay', 'worker-crash', 'completion-lost', 'reorder'] } },
  buggy: { workflows: { trip: () => trip(hotel.unbook) } },
  fixed: {
    workflows: { trip: () => trip((guest) => workflow.CancellationScope.nonCancellable(() => hotel.unbook(guest))) },
  },
  async property(world) {
    const result = await execute(world, 'trip');
    if (result !== 'gone' && booked.size > 0) throw new Error('the room of a cancelled trip stays booked');
  },
  found: { error: 'Error: the room of a cancelled trip stays booked', plans: ['cancel'] },
};

import * as workflow from '@temporalio/workflow';
import { type Canary, start } from './canary';

interface Printer {
  print(page: number): Promise<void>;
}

const { print } = workflow.proxyActivities<Printer>({ startToCloseTimeout: '1 minute' });
const page = workflow.defineSignal<[number]>('page');

const PAGES_A_RUN = 2;
const printed = new Set<number>();

/** Prints the pages that signals bring, and goes on as a new run now and then, for its history must not grow for ever. */
function queue(carryOver: boolean) {
  return async function printing(todo: number[] = []): Promise<void> {
    workflow.setHandler(page, (number) => void todo.push(number));
    for (let done = 0; done < PAGES_A_RUN; done++) {
      if (!(await workflow.condition(() => todo.length > 0, '1 day'))) return;
      // A page that cannot be printed is nobody's loss.
      await print(todo.shift()!).catch(() => {});
    }
    await workflow.continueAsNew<typeof printing>(carryOver ? todo : []);
  };
}

export const lostSignal: Canary = {
  bug: 'signals that came while the last page was printed are lost over continue-as-new',
  options: {
    activities: () => {
      printed.clear();
      return { print: async (number: number) => void printed.add(number) };
    },
    faults: { kinds: ['delay', 'worker-crash', 'completion-lost', 'eviction', 'reorder'] },
  },
  buggy: { workflows: { printing: queue(false) } },
  fixed: { workflows: { printing: queue(true) } },
  async property(world) {
    const handle = world.client.workflow.getHandle((await start(world, 'printing')).workflowId);
    const accepted: number[] = [];
    for (let number = 1; number <= 3; number++) {
      // Whose page comes too late is told so.
      await handle.signal(page, number).then(
        () => accepted.push(number),
        () => {},
      );
      await world.sleep('1 minute');
    }
    await handle.result();
    if (accepted.some((number) => !printed.has(number))) throw new Error('a page was never printed');
  },
  found: { error: 'Error: a page was never printed', plans: ['completion-lost', 'delay'] },
};

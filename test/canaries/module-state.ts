import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Rates {
  rateOf(currency: string): Promise<number>;
}

const { rateOf } = workflow.proxyActivities<Rates>({ startToCloseTimeout: '1 minute' });

const rates = new Map<string, number>();

/** With isolation: 'run', and on a real worker, each run has a cache of its own; here they share it. */
async function buggy(currency: string): Promise<number> {
  let rate = rates.get(currency);
  if (rate === undefined) {
    rate = await rateOf(currency);
    rates.set(currency, rate);
  }
  return rate;
}

export const moduleState: Canary = {
  bug: 'a run leaves something in a module that its own replay then finds there',
  options: {
    activities: () => {
      rates.clear();
      return { rateOf: async () => 1.5 };
    },
  },
  buggy: { workflows: { convert: buggy } },
  fixed: { workflows: { convert: (currency: string) => rateOf(currency) } },
  property: (world) => execute(world, 'convert', 'EUR'),
  found: { error: "ReplayMismatchError: Workflow 'convert' (convert) does not replay", plans: [''] },
};

import * as workflow from '@temporalio/workflow';
import { type Canary, execute } from './canary';

interface Prices {
  priceOf(article: string): Promise<number>;
}

const { priceOf } = workflow.proxyActivities<Prices>({ startToCloseTimeout: '1 minute' });
const PRICES: Record<string, number> = { pen: 3, book: 20, desk: 200 };

async function buggy(articles: string[]): Promise<[string, number][]> {
  const prices: number[] = [];
  await Promise.all(articles.map(async (article) => prices.push(await priceOf(article))));
  return articles.map((article, i) => [article, prices[i]!]);
}

async function fixed(articles: string[]): Promise<[string, number][]> {
  const prices = await Promise.all(articles.map(priceOf));
  return articles.map((article, i) => [article, prices[i]!]);
}

export const orderOfResults: Canary = {
  bug: 'results are kept in the order in which they came, and read in the order in which they were asked for',
  options: { activities: { priceOf: async (article: string) => PRICES[article] } },
  buggy: { workflows: { quote: buggy } },
  fixed: { workflows: { quote: fixed } },
  async property(world) {
    const quote = ((await execute(world, 'quote', Object.keys(PRICES))) ?? []) as [string, number][];
    for (const [article, price] of quote) {
      if (price !== PRICES[article]) throw new Error('an article has the price of another one');
    }
  },
  found: { error: 'Error: an article has the price of another one', plans: ['activity-failure', 'reorder'] },
};

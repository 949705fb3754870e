/** Random orders keep what they promise: probabilities, and that nothing waits for ever. Seeds are fixed, so these are no dice. */
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { type ExploreOptions, explore, type World } from '../../src';
import type { Order } from '../../src/explore/orders/order';
import { PctChooser } from '../../src/explore/orders/pct';
import { taskQueue } from '../sim/modes';
import { type Part, runParts } from './parts';

const thread = (name: string, length: number, from = 1): Part[] =>
  from > length ? [] : [{ name: `${name}${from}`, thread: name, touches: [], next: thread(name, length, from + 1) }];

const SEEDS = 4000;

/** In how many of so many runs a bug shows. */
function hits(parts: readonly Part[], orderOf: (seed: string) => Order, isBug: (order: string) => boolean): number {
  let found = 0;
  for (let seed = 0; seed < SEEDS; seed++) if (isBug(runParts(parts, orderOf(`${seed}`)).names.join(' '))) found++;
  return found;
}

describe('pct', () => {
  const pct = (depth: number, steps: number) => (seed: string) => ({ kind: 'pct', seed, depth, steps }) as const;

  it.each([
    { depth: 1, isBug: (order: string) => order.endsWith('a1 a2 a3 a4'), what: 'b, then a' },
    { depth: 2, isBug: (order: string) => order.includes('a2 b1') && order.includes('b1 b2 b3 b4'), what: 'b in a' },
    { depth: 3, isBug: (order: string) => order.includes('a2 b1 b2 a3'), what: 'a in b in a' },
  ])('finds a bug of depth $depth ($what) as often as is known, and no shallower order does', ({ depth, isBug }) => {
    const parts = [...thread('a', 4), ...thread('b', 4)];
    const [n, k] = [2, 8];
    const bound = 1 / (n * k ** (depth - 1));
    // Three standard deviations are left to chance.
    const least = SEEDS * bound - 3 * Math.sqrt(SEEDS * bound);
    expect(hits(parts, pct(depth, k), isBug)).toBeGreaterThan(least);
    if (depth > 1) expect(hits(parts, pct(depth - 1, k), isBug)).toBe(0);
  });

  it('takes steps that wait side by side for threads of their own', () => {
    const twice = ['a1', 'a2'].map((name) => ({ name, thread: 'a', touches: [] }));
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const chooser = new PctChooser({ seed: `${seed}`, depth: 1, steps: 2 });
      orders.add(runParts(twice, chooser).names.join());
      expect(chooser.threadCount).toBe(2);
    }
    expect(orders).toEqual(new Set(['a1,a2', 'a2,a1']));
  });
});

describe('pos', () => {
  const pos = (seed: string) => ({ kind: 'pos', seed }) as const;

  it('has all orders of racing steps about equally often', () => {
    const parts = ['1', '2', '3'].map((name) => ({ name, thread: 'a', touches: [] }));
    const counts = new Map<string, number>();
    for (let seed = 0; seed < SEEDS; seed++) {
      const order = runParts(parts, pos(`${seed}`)).names.join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - SEEDS / 6)).toBeLessThan(SEEDS / 30);
  });

  it('does not care for steps that are in no race', () => {
    // Without a race between them, the second of a and the long thread say nothing about who is first.
    const parts = [...thread('a', 1), ...thread('b', 6)];
    expect(hits(parts, pos, (order) => order.startsWith('a1'))).toBeGreaterThan(SEEDS / 3);
    expect(hits(parts, pos, (order) => order.endsWith('a1'))).toBeGreaterThan(SEEDS / 20);
  });
});

describe('fair', () => {
  it('lets no step wait longer than a bound, however many come after it', () => {
    const parts = [...thread('patient', 1), ...thread('busy', 1000)];
    const waits = Array.from({ length: 200 }, (_, seed) =>
      runParts(parts, { kind: 'fair', seed: `${seed}` }).names.indexOf('patient1'),
    );
    expect(Math.max(...waits)).toBeLessThan(256);
    expect(new Set(waits).size).toBeGreaterThan(10);
    const unfair = Array.from({ length: 50 }, (_, seed) =>
      runParts(parts, { kind: 'pct', seed: `${seed}`, depth: 1, steps: 1001 }).names.indexOf('patient1'),
    );
    expect(Math.max(...unfair)).toBe(1000);
  });
});

interface Work {
  act(name: string): Promise<void>;
}

const workflows = {
  async atOnce() {
    const { act } = workflow.proxyActivities<Work>({ startToCloseTimeout: '1 minute' });
    await Promise.all(['x', 'y', 'z'].map((name) => act(name)));
  },
};

const ran: string[] = [];
const options: ExploreOptions = {
  workflows,
  activities: () => {
    ran.length = 0;
    return { act: async (name: string) => void ran.push(name) };
  },
  corpus: false,
  runs: 200,
};

async function wrongOrder(world: World): Promise<void> {
  await world.client.workflow.execute('atOnce', { workflowId: 'w', taskQueue });
  if (ran.join('') === 'zxy') throw new Error('the order that nobody thought of');
}

describe.each(['pct', 'pos', 'fair'] as const)('explore with %s', (strategy) => {
  it('finds an order, makes it small, and reproduces it', async () => {
    const without: ExploreOptions = { ...options, strategy, faults: { max: 0 } };
    const report = await explore(without, wrongOrder);
    expect(report.failure).toMatchObject({ error: { message: 'the order that nobody thought of' }, plan: [] });
    // That the act goes first is all that it takes: where other steps of the drawn order went first, choices have other numbers.
    expect(report.failure!.choices).toEqual([
      {
        kind: 'reorder',
        choice: expect.any(Number),
        index: expect.any(Number),
        step: 'activity-task: act (attempt 1) of w',
      },
    ]);
    const again = await explore.reproduce(report.failure!.token, without, wrongOrder);
    expect(again.failure!.timeline).toBe(report.failure!.timeline);
    const same = await explore(without, wrongOrder);
    expect(same.text).toBe(report.text);
  });

  it('has faults, too', async () => {
    const report = await explore({ ...options, strategy, faults: { kinds: ['activity-failure'] }, runs: 40 }, (world) =>
      world.client.workflow.execute('atOnce', { workflowId: 'w', taskQueue }).catch(() => {}),
    );
    expect(report).toMatchObject({ ok: true, runs: 40, exhausted: false });
    expect(report.coverage.activities['act, attempt 1, activity-failure']).toBeGreaterThan(10);
    expect(report.coverage.activities['act, attempt 1, undisturbed']).toBe(40);
  });
});

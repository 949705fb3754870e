/** The claim “all schedules”: counts that can be worked out by hand, and nothing lost by leaving out orders that cannot differ. */
import * as workflow from '@temporalio/workflow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExploreOptions, explore, World } from '../../src';
import { Points } from '../../src/explore/points';
import { type RunResult, run } from '../../src/explore/run';
import { ExhaustiveStrategy } from '../../src/explore/strategies/exhaustive';
import { taskQueue } from '../sim/modes';
import { type Part, runParts } from './parts';

interface Work {
  act(name: string): Promise<void>;
  fails(name: string): Promise<void>;
}

const acts = () =>
  workflow.proxyActivities<Work>({
    startToCloseTimeout: '1 minute',
    retry: { maximumAttempts: 2, initialInterval: 1 },
  });
const go = workflow.defineSignal<[string]>('go');
const put = workflow.defineUpdate<string, [string]>('put');

const workflows = {
  async nothing() {},
  async sleeps() {
    await workflow.sleep('1 second');
  },
  async inTurn(name: string, count: number) {
    for (let i = 0; i < count; i++) await acts().act(`${name}${i}`);
  },
  async atOnce(name: string, count: number) {
    await Promise.all(Array.from({ length: count }, (_, i) => acts().act(`${name}${i}`)));
  },
  async fails(name: string) {
    await acts()
      .fails(name)
      .catch(() => {});
  },
  async hears() {
    const heard: string[] = [];
    workflow.setHandler(go, (what) => void heard.push(what));
    workflow.setHandler(put, (what) => {
      heard.push(what);
      return heard.join();
    });
    await workflow.condition(() => heard.length === 2);
    return heard.join();
  },
  async timers() {
    const won = await Promise.race([
      workflow.sleep(1000).then(() => 'timer'),
      acts()
        .act('raced')
        .then(() => 'act'),
    ]);
    await workflow.sleep(1000);
    return won;
  },
  async parent(name: string) {
    await workflow.executeChild('nothing', { workflowId: `${name}/child` });
    await acts().act(name);
  },
  async tells(target: string) {
    await workflow.getExternalWorkflowHandle(target).signal(go, 'told');
  },
};

const order: string[] = [];
const activities = {
  act: async (name: string) => void order.push(name),
  fails: async (name: string) => {
    order.push(name);
    throw new Error('as always');
  },
};

const orders: ExploreOptions = {
  workflows,
  activities: () => {
    order.length = 0;
    return activities;
  },
  corpus: false,
  strategy: 'exhaustive',
  faults: { kinds: ['reorder'], max: 0 },
};

const start = (world: World, type: string, workflowId: string, ...args: unknown[]) =>
  world.client.workflow.start(type, { workflowId, taskQueue, args });
const execute = (world: World, type: string, workflowId: string, ...args: unknown[]) =>
  world.client.workflow.execute(type, { workflowId, taskQueue, args });

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const choose = (n: number, k: number) => factorial(n) / factorial(k) / factorial(n - k);

describe('all schedules', () => {
  it.each([
    [false, choose(6, 3)],
    [true, 1],
  ])('of two workflows whose timers fire at one instant, three steps each; reduction: %s', async (reduction, count) => {
    const report = await explore({ ...orders, reduction }, async (world) => {
      // One after the other, so that nothing but the timers comes together.
      for (const id of ['a', 'b']) {
        await start(world, 'sleeps', id);
        await world.settle();
      }
      await world.sleep('2 seconds');
    });
    expect(report).toMatchObject({ ok: true, exhausted: true, runs: count });
    const [text, note] = [
      `all ${count} schedule${count > 1 ? 's' : ''}: no violation`,
      ' (orders that cannot make a difference count once)',
    ];
    expect(report.claim).toBe(reduction ? text + note : text);
  });

  it.each([2, 3, 4])('of %i calls at once: all their orders, for their callers may share state', async (n) => {
    const callAll = async (world: World) => {
      const ids = Array.from({ length: n }, (_, i) => `w${i}`);
      await Promise.all(ids.map((id) => start(world, 'nothing', id)));
      await world.settle();
    };
    // Chains of three steps: request, task, answer.
    if (n === 2) expect(await explore({ ...orders, reduction: false }, callAll)).toMatchObject({ runs: choose(6, 3) });
    expect(await explore(orders, callAll)).toMatchObject({ exhausted: true, runs: factorial(n) });
  });

  it('says so where it has not come to the end', async () => {
    const report = await explore({ ...orders, runs: 50 }, (world) => execute(world, 'atOnce', 'a', 'x', 3));
    expect(report).toMatchObject({ ok: true, exhausted: false, runs: 50, text: '50 runs: no violation' });
    expect(report.claim).toBeUndefined();
  });

  it('writes large numbers so that they can be read', () => {
    const chain = (thread: string, left: number): Part[] =>
      left === 0 ? [] : [{ name: `${thread}${left}`, touches: [thread], next: chain(thread, left - 1) }];
    const parts = ['a', 'b', 'c'].flatMap((thread) => chain(thread, 3));
    const strategy = new ExhaustiveStrategy({ runs: 10_000, kinds: ['reorder'], max: 0, reduction: false });
    for (let batch = strategy.next(); batch.length > 0; batch = strategy.next()) {
      strategy.ran(
        batch.map((spec) => {
          const { trace, names } = runParts(parts, spec.order!);
          return { spec, trace, outcomes: [], points: new Points(), worldPoints: [], chosenSteps: names.length };
        }),
      );
    }
    expect(strategy.exhausted).toBe(true);
    expect(factorial(9) / factorial(3) ** 3).toBe(1680);
    expect(strategy.claim).toBe('all 1,680 schedules: no violation');
  });
});

/** What anybody could tell of a run: histories, and what code outside workflows did, in its order. */
async function outcomesOf(options: ExploreOptions, fn: (world: World, saw: (what: string) => void) => unknown) {
  const seen = new Set<string>();
  const report = await explore(options, async (world) => {
    await fn(world, (what) => void order.push(what));
    const atEnd = order.join();
    await world.settle();
    const histories = world.histories().map((history) => history.toCanonicalText());
    seen.add(JSON.stringify([...histories.sort(), order, atEnd]));
  });
  expect(report).toMatchObject({ ok: true, exhausted: true });
  return { seen: [...seen].sort(), runs: report.runs };
}

const WORLDS: [name: string, fn: (world: World, saw: (what: string) => void) => unknown][] = [
  [
    'two workflows, one with an activity',
    (world) => Promise.all([start(world, 'inTurn', 'a', 'a', 1), start(world, 'nothing', 'b')]),
  ],
  [
    'callers that note what they see',
    (world, saw) => Promise.all(['a', 'b'].map((id) => execute(world, 'nothing', id).then(() => saw(id)))),
  ],
  ['activities at once', (world) => execute(world, 'atOnce', 'a', 'x', 2)],
  [
    'a signal and an update',
    async (world) => {
      const handle = await start(world, 'hears', 'a');
      await Promise.all([handle.signal(go, 'signal'), handle.executeUpdate(put, { args: ['update'] })]);
      return handle.result();
    },
  ],
  [
    'a workflow that tells another',
    async (world) => {
      const handle = await start(world, 'hears', 'a');
      await world.settle();
      await Promise.all([handle.signal(go, 'signal'), start(world, 'tells', 'b', 'a')]);
    },
  ],
  ['a child', (world) => execute(world, 'parent', 'a', 'x')],
  ['retries', (world) => execute(world, 'fails', 'a', 'x')],
  [
    'timers of several workflows',
    async (world) => {
      for (const id of ['a', 'b']) {
        await start(world, 'timers', id);
        await world.settle();
      }
      await world.sleep(1000);
    },
  ],
  [
    'a look at another workflow while it runs',
    async (world, saw) => {
      await start(world, 'nothing', 'a');
      await start(world, 'nothing', 'b');
      saw(`a has ${world.history('a').length} events`);
    },
  ],
  [
    'a look at the whole world while it runs',
    async (world, saw) => {
      await start(world, 'nothing', 'a');
      await start(world, 'nothing', 'b');
      saw(`${world.histories().map(({ length }) => length)}`);
    },
  ],
  [
    'a result that comes late, after what follows from it',
    async (world, saw) => {
      await start(world, 'parent', 'a', 'x');
      const child = world.client.workflow.getHandle('x/child');
      await child.result().then(
        () => saw('the end of the child'),
        () => saw('no child'),
      );
    },
  ],
];

describe('with reduction nothing is lost, nor where moments that are the same are gone on from once,', () => {
  it.each(WORLDS)('%s', { timeout: 120_000 }, async (_, fn) => {
    const all = await outcomesOf({ ...orders, runs: 20_000, reduction: false }, fn);
    const reduced = await outcomesOf(orders, fn);
    expect(reduced.seen).toEqual(all.seen);
    expect(reduced.runs).toBeLessThan(all.runs);
    // Code outside workflows keeps all that it has seen, in its order.
    const known = await outcomesOf({ ...orders, state: () => order }, fn);
    expect(known.seen).toEqual(all.seen);
  });
});

/** What fault placements come to, worked out by hand: none of these worlds has a choice. */
describe('all fault placements', () => {
  const faults = (kinds: NonNullable<ExploreOptions['faults']>['kinds'], max: number): ExploreOptions => ({
    ...orders,
    faults: { kinds, max },
  });
  const inTurn = (count: number) => async (world: World) => {
    await execute(world, 'inTurn', 'a', 'x', count).catch(() => {});
  };

  it.each([1, 2, 3])('of one failure among %i activities in a row: two for each, and none', async (k) => {
    const report = await explore(faults(['activity-failure'], 1), inTurn(k));
    // Retried or not. Of the second attempts that there could be, the run without faults shows none.
    expect(report).toMatchObject({ ok: true, exhausted: true, runs: 1 + 2 * k });
    expect(report.claim).toBe(`all ${1 + 2 * k} runs in order with at most 1 fault: no violation`);
  });

  it('of two failures: also where only the first has made a place', async () => {
    const places: string[] = [];
    const report = await explore(faults(['activity-failure'], 2), async (world) => {
      await inTurn(1)(world);
      places.push(world.faults.map(({ fault }) => `${(fault as { attempt?: number }).attempt ?? 1}`).join('+'));
    });
    // None; the first attempt fails (to be retried, or not); it is retried and the second fails as well (in either way); and the
    // first attempt has both failures at once, of which the first counts.
    expect(places.filter((place) => place === '1+2')).toHaveLength(2);
    expect(report).toMatchObject({ ok: true, exhausted: true, runs: places.length });
    expect(places).toHaveLength(1 + 2 + 2 + 1);
  });

  it('of delays: both sides of each boundary in force', async () => {
    const report = await explore(faults(['delay'], 1), inTurn(1));
    // An instant, the sticky timeout, an hour, and around 1 ms (the backoff; its lower side is no delay) and 1 minute.
    const delays = new Set([1, 6000, 3_600_000, 1, 2, 59_999, 60_000, 60_001]).size;
    // A start and an answer, two workflow tasks, one request that changes something.
    expect(report).toMatchObject({ ok: true, exhausted: true, runs: 1 + delays * (2 + 2 + 1) });
  });

  it('together with all orders', async () => {
    const report = await explore(faults(['reorder', 'activity-failure'], 1), (world) =>
      execute(world, 'atOnce', 'a', 'x', 2).catch(() => {}),
    );
    expect(report).toMatchObject({ ok: true, exhausted: true });
    expect(report.claim).toMatch(/^all [\d,]+ schedules with at most 1 fault: no violation/);
    const alone = await explore(orders, (world) => execute(world, 'atOnce', 'a', 'x', 2));
    expect(report.runs).toBeGreaterThan(3 * alone.runs);
  });

  it('takes no input', async () => {
    await expect(explore({ ...orders, input: fc.integer() }, () => {})).rejects.toThrow(/takes no input/);
  });
});

describe('runs as data', () => {
  it('have orders that can be sent to another thread, and go the same way there', async () => {
    const subject = async () => {
      const world = await World.create({ workflows, activities });
      await execute(world, 'atOnce', 'a', 'x', 2);
      await world.dispose();
    };
    const strategy = new ExhaustiveStrategy({ runs: 100, kinds: ['reorder'], max: 0, reduction: true });
    const copies = new ExhaustiveStrategy({ runs: 100, kinds: ['reorder'], max: 0, reduction: true });
    for (let batch = strategy.next(); batch.length > 0; batch = strategy.next()) {
      expect(structuredClone(batch)).toEqual(copies.next());
      const results: RunResult[] = [];
      for (const spec of batch) results.push(await run(subject, structuredClone(spec), { maxSteps: 1000 }));
      strategy.ran(results);
      copies.ran(results.map((result) => ({ ...result, trace: structuredClone(result.trace) })));
    }
    expect(strategy.exhausted).toBe(true);
    expect(copies.claim).toBe(strategy.claim);
  });
});

describe('a bug that needs one order', () => {
  /** The third act must come before the first, which the plain order never shows. */
  const wrongOrder = async (world: World) => {
    await execute(world, 'atOnce', 'a', 'x', 3);
    if (order.join() === 'x2,x0,x1') throw new Error('the order that nobody thought of');
  };

  it('is found, made small, and reproduced by its token', async () => {
    const report = await explore(orders, wrongOrder);
    expect(report.failure).toMatchObject({ error: { message: 'the order that nobody thought of' }, plan: [] });
    expect(report.failure!.choices).toHaveLength(1);
    expect(report.failure!.choices[0]).toMatchObject({ step: 'activity-task: act (attempt 1) of a' });
    for (let i = 0; i < 2; i++) {
      const again = await explore.reproduce(report.failure!.token, orders, wrongOrder);
      expect(again.failure).toMatchObject({
        error: { message: 'the order that nobody thought of' },
        timeline: report.failure!.timeline,
        token: report.failure!.token,
      });
    }
  });

  it('is not there where all orders are fine', async () => {
    const report = await explore(orders, async (world) => {
      await execute(world, 'atOnce', 'a', 'x', 2);
      if (order.length !== 2) throw new Error('impossible');
    });
    expect(report).toMatchObject({ ok: true, exhausted: true });
  });
});

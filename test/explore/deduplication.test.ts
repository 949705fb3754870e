/** Moments of different runs that are the same are gone on from once: counts by hand, nothing lost, nothing taken for the same that is not. */
import * as workflow from '@temporalio/workflow';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ExploreOptions, explore, type World } from '../../src';
import { Fingerprint } from '../../src/explore/orders/fingerprint';
import { OrderSearch } from '../../src/explore/strategies/order-search';
import { createRandom } from '../../src/sim/random';
import { taskQueue } from '../sim/modes';
import { type Part, runParts } from './parts';
import { randomParts } from './random-parts';

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** @param abstract What is kept of the steps that code outside workflows has seen; undefined: nobody tells. */
function searchAll(parts: readonly Part[], isReduced: boolean, abstract?: (seen: readonly string[]) => unknown) {
  const search = new OrderSearch(isReduced, abstract !== undefined);
  const keys = new Set<string>();
  let runs = 0;
  while (!search.isDone) {
    const tasks = [search.next(), search.next()].filter((task) => task !== undefined);
    for (const { task, ran } of tasks.map((task) => ({
      task,
      ran: runParts(parts, task.order, undefined, abstract),
    }))) {
      runs++;
      keys.add(ran.key);
      search.ran(task, ran.trace!);
    }
  }
  expect(search.hasDiverged).toBe(false);
  const counted = new Set([...keys].map(withoutOrderOfCode));
  return { keys: [...keys].sort(), counted: [...counted].sort(), runs, states: search.stateCount };
}

function withoutOrderOfCode(key: string): string {
  const things = JSON.parse(key) as [string, string[]][];
  return JSON.stringify(things.map(([what, by]) => [what, what === 'code' ? by.length : by]));
}

describe('small sets of steps', () => {
  it.each([2, 3, 4, 5, 6])('%i steps of code that only counts: n! orders, a lattice of 2^n states', (n) => {
    const parts = Array.from({ length: n }, (_, i) => ({ name: `s${i}`, thread: `w${i}`, touches: ['code'] }));
    for (const isReduced of [false, true]) {
      if (n < 6) expect(searchAll(parts, isReduced).runs).toBe(factorial(n));
      // Where one step is left, or none, there is no choice. Each way on from a state is run once, the first of them with the way there.
      const states = 2 ** n - n - 1;
      const runs = n * 2 ** (n - 1) - 2 ** n + 2;
      expect(searchAll(parts, isReduced, (seen) => seen.length)).toMatchObject({ states, runs });
    }
  });

  it.each([1, 2, 3])('chains of %i steps that only count: a point of the grid for each state', (k) => {
    const chain = (thread: string, left: number): Part[] =>
      left === 0 ? [] : [{ name: `${thread}${left}`, thread, touches: ['code'], next: chain(thread, left - 1) }];
    const parts = ['a', 'b', 'c'].flatMap((thread) => chain(thread, k));
    expect(searchAll(parts, false, (seen) => seen.length).states).toBe((k + 1) ** 3 - 3 * k - 1);
  });

  it('sleeping steps are part of what has been gone on with: with reduction no state is lost', () => {
    // a and b have nothing in common, c has with both.
    const touches = { a: ['x'], b: ['y'], c: ['x', 'y'], d: ['y', 'code'] };
    const parts = Object.entries(touches).map(([name, what]) => ({ name, touches: what }));
    const all = searchAll(parts, false);
    expect(searchAll(parts, true, (seen) => seen).keys).toEqual(all.keys);
  });

  it('sets at random end in the same ways', () => {
    let [all, known] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const parts = withCode(randomParts(seed), seed);
      const full = searchAll(parts, false);
      all += full.runs;
      for (const isReduced of [false, true]) {
        const less = searchAll(parts, isReduced, (seen) => seen);
        expect(less.keys, `seed ${seed}`).toEqual(full.keys);
        known += less.runs;
        // Code that only counts: all but the order of its steps is still there.
        const counted = searchAll(parts, isReduced, (seen) => seen.length);
        expect(counted.counted, `seed ${seed}`).toEqual(full.counted);
        expect(counted.runs).toBeLessThanOrEqual(less.runs);
      }
    }
    expect(known / 2).toBeLessThan(all / 3);
  });
});

/** Some of the steps are seen by code, too. */
function withCode(parts: readonly Part[], seed: number): Part[] {
  const random = createRandom(`code/${seed}`);
  const seen = ({ touches, next, ...part }: Part): Part => {
    const more = random() < 0.4 ? ['code'] : [];
    return {
      ...part,
      touches: typeof touches === 'function' ? (ran) => [...touches(ran), ...more] : [...touches, ...more],
      next: next?.map(seen),
    };
  };
  return parts.map(seen);
}

const go = workflow.defineSignal<[string]>('go');
const workflows = {
  async nothing() {},
  async hears() {
    workflow.setHandler(go, () => {});
    await workflow.condition(() => false);
  },
  async counts(name: string) {
    await workflow.sleep(1000);
    await workflow.proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' }).add(name);
  },
  async countsHere(name: string) {
    const { add } = workflow.proxyLocalActivities<typeof activities>({ startToCloseTimeout: '1 minute' });
    await workflow.sleep(1000);
    return add(name);
  },
};

let total = 0;
const activities = {
  add: async (_name: string) => ++total,
};

const options: ExploreOptions = {
  workflows,
  activities: () => {
    total = 0;
    return activities;
  },
  corpus: false,
  replay: 'off',
  strategy: 'exhaustive',
  faults: { kinds: ['reorder'], max: 0 },
};

const start = (world: World, type: keyof typeof workflows, workflowId: string, ...args: unknown[]) =>
  world.client.workflow.start(type, { workflowId, taskQueue, args });

describe('worlds', () => {
  const count = (n: number, type: keyof typeof workflows) => async (world: World) => {
    for (let i = 0; i < n; i++) {
      await start(world, type, `w${i}`, `w${i}`);
      await world.settle();
    }
    await world.sleep(2000);
    if (total !== n) throw new Error('impossible');
  };

  it('of activities that share a counter: what comes after the same state counts once, and the claim tells the states', async () => {
    const report = await explore({ ...options, state: () => total }, count(2, 'counts'));
    expect(report).toMatchObject({ ok: true, exhausted: true });
    expect(report.claim).toMatch(
      /^all \d+ schedules \(\d+ states\): no violation \(orders that cannot make a difference, and what comes after the same state count once\)$/,
    );
  });

  it('whose workflows learn what code says are not the same, though the counter is', async () => {
    const results = async (more: ExploreOptions) => {
      const seen = new Set<string>();
      await explore({ ...options, ...more }, async (world) => {
        await count(2, 'countsHere')(world);
        const handles = ['w0', 'w1'].map((id) => world.client.workflow.getHandle(id));
        seen.add(JSON.stringify(await Promise.all(handles.map((handle) => handle.result()))));
      });
      return [...seen].sort();
    };
    expect(await results({ state: () => total })).toEqual(['[1,2]', '[2,1]']);
  });

  it.each([
    [() => new Map(), /no JSON/],
    [() => undefined, /no JSON/],
    [
      () => {
        throw new Error('not now');
      },
      /it throws: not now/,
    ],
  ])('refuse a state that is none: %s', async (state, text) => {
    await expect(explore({ ...options, state }, count(2, 'counts'))).rejects.toThrow(text);
  });

  it('refuse what is no function', async () => {
    await expect(explore({ ...options, state: 5 as never }, () => {})).rejects.toThrow(
      /state is 5; it must be a function/,
    );
  });
});

/** What anybody could tell of all runs together: which faults happened, what workflows and code came to. */
describe('with faults nothing is lost', () => {
  const notes: string[] = [];
  const worked = {
    naps: async (name: string) => {
      notes.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      notes.push(name);
      return notes.length;
    },
    notes: async (name: string) => void notes.push(name),
  };
  const twice = { startToCloseTimeout: '1 minute', retry: { maximumAttempts: 2, initialInterval: 1 } } as const;
  const working = {
    naps: (name: string) => workflow.proxyActivities<typeof worked>(twice).naps(name),
    async notes(name: string) {
      await workflow.proxyActivities<typeof worked>(twice).notes(name);
      await workflow.proxyLocalActivities<typeof worked>(twice).notes(`${name} here`);
    },
  };
  const both = (type: keyof typeof working) => async (world: World) => {
    for (const id of ['a', 'b']) {
      await world.client.workflow.start(type, { workflowId: id, taskQueue, args: [id], startDelay: 1000 });
    }
    await world.sleep(5000);
  };

  it.each<[string, (world: World) => Promise<unknown>, NonNullable<NonNullable<ExploreOptions['faults']>['kinds']>]>([
    ['activities that sleep', both('naps'), ['activity-failure']],
    ['answers that are lost', both('naps'), ['completion-lost']],
    ['none, and local activities', both('notes'), []],
  ])('%s', async (_, fn, kinds) => {
    const results = async (more: ExploreOptions) => {
      const seen = new Set<string>();
      const base = { ...options, workflows: working, faults: { kinds: ['reorder', ...kinds], max: 1 } } as const;
      const all: ExploreOptions = {
        ...base,
        activities: () => {
          notes.length = 0;
          return worked;
        },
        ...more,
      };
      const report = await explore(all, async (world) => {
        await fn(world);
        const histories = world.histories().map((history) => history.toCanonicalText());
        const faults = world.faults.map(({ fault, times }) => ({ fault, times }));
        seen.add(JSON.stringify([faults, notes, histories.sort()]));
      });
      expect(report).toMatchObject({ ok: true, exhausted: true });
      return { seen: [...seen].sort(), runs: report.runs };
    };
    const reduced = await results({});
    const known = await results({ state: () => notes });
    expect(known.seen).toEqual(reduced.seen);
  });
});

interface Race {
  readonly first: string;
  readonly second: string;
}

/** What a diamond needs to be told apart: each ingredient of a fingerprint is what keeps some violation from being missed. */
describe('a fingerprint', () => {
  afterEach(() => vi.restoreAllMocks());

  interface Diamond {
    /** What is done with who was first, between the races. From then on the state does not tell, unless it must. */
    readonly between: (world: World, first: string) => unknown;
    /** The second race waits for that. */
    readonly isOver?: boolean;
    readonly tells?: boolean;
    readonly atEnd: (world: World, race: Race) => unknown;
    readonly before?: (world: World) => unknown;
  }

  /** Two races, one after the other: all that they can come to. What is taken for the same after the first loses the second. */
  async function outcomesOf({ between, isOver, tells = false, atEnd, before }: Diamond) {
    const outcomes = new Set<string>();
    let race = { first: '', second: '' };
    let isTold = true;
    const state = () => (isTold ? race : race.second);
    const racing = (world: World, ids: string[], place: keyof Race) =>
      Promise.all(
        ids.map(async (id) => {
          await start(world, 'nothing', id);
          race[place] ||= id;
        }),
      );
    const report = await explore({ ...options, state }, async (world) => {
      race = { first: '', second: '' };
      isTold = true;
      await before?.(world);
      await racing(world, ['a', 'b'], 'first');
      await world.settle();
      const done = between(world, race.first);
      isTold = tells;
      if (isOver) await done;
      await racing(world, ['c', 'd'], 'second');
      await done;
      await world.settle();
      outcomes.add(`${await atEnd(world, race)}, ${race.second}`);
    });
    expect(report).toMatchObject({ ok: true, exhausted: true });
    return [...outcomes].sort();
  }

  const without = (name: string) => {
    const prototype = Fingerprint.prototype as unknown as { parts: (waiting: never) => Record<string, unknown> };
    const { parts } = prototype;
    vi.spyOn(prototype, 'parts').mockImplementation(function (this: Fingerprint, waiting) {
      return { ...parts.call(this, waiting), [name]: undefined };
    });
  };

  const hears = async (world: World) => {
    await start(world, 'hears', 'w');
    await world.settle();
  };
  const heard = (world: World) =>
    world
      .history('w')
      .toCanonicalText()
      .match(/"(a|b)"/)?.[1];
  const FOUR = ['a, c', 'a, d', 'b, c', 'b, d'];

  it.each<[string, Diamond]>([
    ['code', { between: () => {}, tells: true, atEnd: (_, { first }) => first }],
    [
      'waiting',
      {
        before: hears,
        between: (world, first) => world.client.workflow.getHandle('w').signal(go, first),
        atEnd: heard,
      },
    ],
    [
      'pasts',
      {
        before: hears,
        between: (world, first) =>
          world.client.workflow
            .getHandle('w')
            .signal(go, first)
            .then(() => world.settle()),
        isOver: true,
        atEnd: heard,
      },
    ],
    [
      'timers',
      {
        between: (world, first) =>
          world.run(() => new Promise((resolve) => setTimeout(resolve, first === 'a' ? 1000 : 2000))),
        atEnd: (world) => (world.now() % 2000 === 1000 ? 'a' : 'b'),
      },
    ],
  ])('needs %s', async (name, diamond) => {
    const right = await outcomesOf(diamond);
    expect(right).toEqual(FOUR);
    without(name);
    const wrong = await outcomesOf(diamond);
    expect(wrong.length).toBeLessThan(right.length);
  });
});

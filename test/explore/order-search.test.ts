/** The search goes through all orders of small sets of steps, and through no two that cannot be told apart. */
import { describe, expect, it } from 'vitest';
import { OrderSearch } from '../../src/explore/strategies/order-search';
import { type Part, runParts } from './parts';
import { randomParts } from './random-parts';

function searchAll(parts: readonly Part[], isReduced: boolean, { batch = 1, end = Number.POSITIVE_INFINITY } = {}) {
  const search = new OrderSearch(isReduced);
  const keys: string[] = [];
  let runs = 0;
  while (!search.isDone) {
    const tasks = Array.from({ length: batch }, () => search.next()).filter((task) => task !== undefined);
    const results = tasks.map((task) => runParts(parts, task.order, end));
    runs += tasks.length;
    if (runs > 20_000) throw new Error('too many');
    for (const [i, task] of tasks.entries()) {
      if (search.ran(task, results[i]!.trace!)) keys.push(results[i]!.key);
    }
  }
  expect(search.hasDiverged).toBe(false);
  return { keys: new Set(keys), count: keys.length, runs };
}

const chain = (names: readonly string[], touches: readonly string[]): Part[] => {
  const [name, ...rest] = names;
  return name === undefined ? [] : [{ name, touches, next: chain(rest, touches) }];
};
const names = (prefix: string, length: number) => Array.from({ length }, (_, i) => `${prefix}${i}`);
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const choose = (n: number, k: number) => factorial(n) / factorial(k) / factorial(n - k);

describe('all orders', () => {
  it.each([1, 2, 3, 4, 5])('of %i steps that have nothing in common: n!, or one', (n) => {
    const parts = names('s', n).map((name) => ({ name, touches: [name] }));
    expect(searchAll(parts, false)).toMatchObject({ count: factorial(n), runs: factorial(n) });
    expect(searchAll(parts, true)).toMatchObject({ count: 1, runs: 1 });
  });

  it.each([1, 2, 3, 4])('of %i steps that all depend on each other: n!, either way', (n) => {
    const parts = names('s', n).map((name) => ({ name, touches: ['x'] }));
    expect(searchAll(parts, false).count).toBe(factorial(n));
    expect(searchAll(parts, true)).toMatchObject({ count: factorial(n), runs: factorial(n) });
  });

  it.each([1, 2, 3, 4, 5])('of two chains of %i steps: C(2n, n), or one', (n) => {
    const parts = [...chain(names('a', n), ['a']), ...chain(names('b', n), ['b'])];
    expect(searchAll(parts, false)).toMatchObject({ count: choose(2 * n, n), runs: choose(2 * n, n) });
    expect(searchAll(parts, true)).toMatchObject({ count: 1, runs: 1 });
  });

  it('of chains that meet in one step each: two', () => {
    const meeting = (prefix: string): Part[] => [
      {
        name: `${prefix}0`,
        touches: [prefix],
        next: [{ name: `${prefix}1`, touches: [prefix, 'shared'], next: chain([`${prefix}2`], [prefix]) }],
      },
    ];
    expect(searchAll([...meeting('a'), ...meeting('b')], false).count).toBe(20);
    expect(searchAll([...meeting('a'), ...meeting('b')], true).keys.size).toBe(2);
  });

  it('sees what would have run after the end', () => {
    // The run ends with the second step, whichever that is: c is seen only where it goes before.
    const parts = ['a', 'b', 'c'].map((name) => ({ name, touches: [name] }));
    const end = 2;
    expect(searchAll(parts, false, { end }).keys.size).toBe(6);
    const seen = [...searchAll(parts, true, { end }).keys].join();
    for (const name of ['a', 'b', 'c']) expect(seen).toContain(name);
    expect(searchAll(parts, true, { end: 1 }).keys).toEqual(new Set(['["a"]', '["b"]', '["c"]']));
  });
});

describe('random sets of steps', () => {
  it('have each distinguishable order once, 1 run or 7 at a time', () => {
    let [all, reduced] = [0, 0];
    for (let seed = 0; seed < 150; seed++) {
      const parts = randomParts(seed);
      const full = searchAll(parts, false);
      for (const batch of [1, 7]) {
        const less = searchAll(parts, true, { batch });
        expect([...less.keys].sort(), `seed ${seed}`).toEqual([...full.keys].sort());
        expect(less.count, `seed ${seed}`).toBe(less.keys.size);
        reduced += less.runs;
      }
      all += 2 * full.count;
    }
    expect(reduced).toBeLessThan(all / 3);
  });
});

/** What a user gets from an exploration: the bug, as small as it gets, and a way to see it again. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as workflow from '@temporalio/workflow';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type ExploreOptions, explore, InvalidInputError, type World, type World as WorldType } from '../../src';
import { taskQueue } from '../sim/modes';

const folder = mkdtempSync(join(tmpdir(), 'worldline-corpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Bank {
  reserve(order: string): Promise<void>;
  charge(order: string): Promise<void>;
  ship(order: string): Promise<void>;
  release(order: string): Promise<void>;
}

/** The bug: what was reserved is given back where shipping fails, but not where charging does. */
const workflows = {
  async order(id: string) {
    const bank = workflow.proxyActivities<Bank>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 2 } });
    await bank.reserve(id);
    await bank.charge(id);
    try {
      await bank.ship(id);
    } catch (error) {
      await bank.release(id);
      throw error;
    }
  },
};

const reserved = new Set<string>();
const activities = () => {
  reserved.clear();
  return {
    reserve: async (order: string) => void reserved.add(order),
    charge: async () => {},
    ship: async (order: string) => void reserved.delete(order),
    release: async (order: string) => void reserved.delete(order),
  };
};

async function nothingStaysReserved(world: WorldType): Promise<void> {
  await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: ['o'] }).catch(() => {});
  if (reserved.size > 0) throw new Error(`still reserved: ${[...reserved].join()}`);
}

const options: ExploreOptions = {
  workflows,
  activities,
  corpus: false,
  faults: { kinds: ['activity-failure', 'delay', 'eviction'] },
};

describe('explore', () => {
  it('finds a forgotten compensation, and says what it takes', async () => {
    const report = await explore(options, nothingStaysReserved);
    expect(report.ok).toBe(false);
    expect(report.failure!.error.message).toBe('still reserved: o');
    expect(report.failure!.plan).toEqual([
      { kind: 'activity-failure', activity: 'charge', failure: { nonRetryable: true } },
    ]);
    expect(report.failure!.choices).toEqual([]);
    expect(report.text).toContain('attempt 1 of charge fails, not to be retried');
    expect(report.text).toContain(report.failure!.token);
    expect(report.failure!.timeline).toContain('charge');
    expect(report.failure!.passing!.timeline).toContain('ship');
    expect(() => report.assertOk()).toThrow(/still reserved: o/);
  });

  it('gives the same report for the same seed', async () => {
    const [one, two] = [await explore(options, nothingStaysReserved), await explore(options, nothingStaysReserved)];
    expect(two.runs).toBe(one.runs);
    expect(two.text).toBe(one.text);
    expect(two.coverage).toEqual(one.coverage);
    const other = await explore({ ...options, seed: 1 }, nothingStaysReserved);
    expect(other.failure!.plan).toEqual(one.failure!.plan);
  });

  it('reproduces a token, and says where it does not fit any more', async () => {
    const { failure } = await explore(options, nothingStaysReserved);
    const again = await explore.reproduce(failure!.token, options, nothingStaysReserved);
    expect(again).toMatchObject({ ok: false, runs: 1 });
    expect(again.failure!.timeline).toBe(failure!.timeline);
    expect(again.failure!.token).toBe(failure!.token);
    const other = { order: async () => 'nothing to do' };
    const gone = await explore.reproduce(failure!.token, { ...options, workflows: other }, nothingStaysReserved);
    expect(gone.ok).toBe(true);
    expect(gone.text).toContain('attempt 1 of charge did not happen');
  });

  it('passes where there is nothing to find', async () => {
    const report = await explore({ ...options, runs: 60 }, async (world) => {
      await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: ['o'] }).catch(() => {});
    });
    expect(report).toMatchObject({ ok: true, runs: 60, text: '60 runs: no violation' });
    expect(report.coverage.activities['charge, attempt 1, activity-failure']).toBeGreaterThan(0);
    expect(report.coverage.events['TimerStarted → TimerFired']).toBeUndefined();
    expect(report.coverage.unseen).toEqual(expect.arrayContaining([]));
    report.assertOk();
  });

  it('makes the input smaller, too', async () => {
    const input = fc.record({ id: fc.string({ minLength: 1 }), lines: fc.array(fc.integer({ min: 0, max: 1000 })) });
    const report = await explore({ ...options, faults: { max: 0 }, input }, async (_world, { lines }) => {
      if (lines.some((line) => line > 100)) throw new Error('too many');
    });
    expect(report.failure).toMatchObject({ plan: [], choices: [], input: { lines: [101] } });
    const again = await explore.reproduce(report.failure!.token, { ...options, input }, async (_world, { lines }) => {
      if (lines.length === 1) throw new Error('seen again');
    });
    expect(again.failure!.error.message).toBe('seen again');
  });

  it('reproduces inputs that are no JSON', async () => {
    const input = fc.array(fc.bigInt({ min: 0n, max: 1000n }), { maxLength: 5 });
    const fails = async (_world: World, values: bigint[]) => {
      if (values.some((value) => value > 10n)) throw new Error('too large');
    };
    const report = await explore({ ...options, faults: { max: 0 }, input }, fails);
    expect(report.failure!.input).toEqual([11n]);
    const again = await explore.reproduce(report.failure!.token, { ...options, input }, fails);
    expect(again.failure!.input).toEqual([11n]);
  });

  it('keeps failing runs, and tries them first in the next process', async () => {
    await explore({ ...options, corpus: folder, name: 'order' }, nothingStaysReserved);
    const kept = JSON.parse(readFileSync(join(folder, 'failures.json'), 'utf8'));
    expect(kept.failures).toMatchObject([{ name: 'order', error: 'Error: still reserved: o' }]);
    const copy = mkdtempSync(join(folder, 'next-'));
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(copy, 'failures.json'), JSON.stringify(kept));
    expect(await explore({ ...options, corpus: copy, name: 'order' }, nothingStaysReserved)).toMatchObject({
      runs: 1,
      ok: false,
    });
    expect(await explore({ ...options, corpus: copy, name: 'other' }, nothingStaysReserved)).not.toMatchObject({
      runs: 1,
    });
  });

  it.each([
    [{ strategy: 'wild' }, "strategy is 'wild'; it must be one of 'random'"],
    [{ runs: 0 }, 'runs is 0; it must be a whole number, at least 1'],
    [{ faults: { kinds: ['nope'] } }, "faults.kinds has 'nope'; the kinds are activity-failure"],
    [{ faults: { kinds: ['deploy'] } }, 'does not say which code'],
    [{ faults: { many: 1 } }, "faults has no 'many'"],
    [{ run: 5 }, "there is no option 'run'"],
    [{ input: 5 }, 'input must be an arbitrary of fast-check'],
  ])('refuses %j', async (wrong, text) => {
    const exploring = explore({ ...options, ...wrong } as ExploreOptions, async () => {});
    await expect(exploring).rejects.toThrow(InvalidInputError);
    await expect(exploring).rejects.toThrow(text);
  });

  it.each([
    ['nonsense', "it must begin with 'w1.'"],
    ['w9.abc', 'its version is w9'],
    ['w1.abc', 'it is damaged'],
  ])('refuses the token %s', async (token, text) => {
    await expect(explore.reproduce(token, options, nothingStaysReserved)).rejects.toThrow(text);
  });
});

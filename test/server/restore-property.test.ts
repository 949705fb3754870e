/** A run that is rebuilt from its history knows what it knew, after each transaction of whatever program. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { World } from '../../src';
import type { Execution } from '../../src/server/execution/execution';
import * as activities from '../programs/corpus/activities';
import { drive } from '../programs/corpus/driver';
import { forget } from '../programs/corpus/gates';
import * as workflows from '../programs/corpus/interpreter';
import { type Entry, generate } from '../programs/corpus/program';
import { withinRealTime } from '../support/within-real-time';
import { afterEachTransaction, knownTo, rebuilt, serverOf } from './restored-state';

async function run(entry: Entry, look: (x: Execution) => void): Promise<void> {
  const rootId = `${entry.name}.restore`;
  const taskQueue = 'programs';
  const world = await World.create({ seed: entry.seed, onTaskFailure: 'retry' });
  try {
    afterEachTransaction(serverOf(world), look);
    const env = {
      client: world.client,
      taskQueue,
      rootId,
      sleep: (ms: number) => world.sleep(ms),
      startWorker: (options: object) => world.createWorker({ taskQueue, activities, workflows, ...options }),
    };
    await withinRealTime(60_000, `program ${entry.name}`, drive(env, entry));
  } finally {
    await world.dispose();
    forget(rootId);
  }
}

it('a run rebuilt from its history knows what the run itself knows', { timeout: 120_000 }, async () => {
  let compared = 0;
  let pending = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 100_000 }), async (seed) => {
      const problems: unknown[] = [];
      await run(generate(seed), (x) => {
        // What waits for a started task to end is known to the run, and not yet to its history.
        if (problems.length > 0 || x.buffered.length > 0) return;
        // Not a moment between steps: the parent records this start in the same one. And an end drops what was pending.
        if (x.waitsForParent || !x.isRunning) return;
        compared++;
        pending += x.activities.size + x.timers.size + x.children.size;
        try {
          expect(knownTo(rebuilt(x)), `${x.workflowId} after event ${x.log.length}`).toEqual(knownTo(x));
        } catch (error) {
          problems.push(error);
        }
      });
      if (problems.length > 0) throw problems[0];
    }),
    { numRuns: 12 },
  );
  expect(compared).toBeGreaterThan(100);
  expect(pending).toBeGreaterThan(50);
});

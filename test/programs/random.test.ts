/** Programs that nobody recorded: live, replayed at every close and evicted at every task, they must give the same. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differences } from '../conformance/kit/kit';
import { generate } from './corpus/program';
import { outcomeOf } from './run-program';

/** Seeds above those of the recorded programs. */
const FIRST_SEED = 10_000;
/** More, and others: `RANDOM_PROGRAMS=3000 RANDOM_SEED=2 npx vitest run test/programs/random.test.ts`. */
const COUNT = Number(process.env.RANDOM_PROGRAMS ?? 25);
const SEED = Number(process.env.RANDOM_SEED ?? 1);

/**
 * A local activity that timed out reaches workflow code wrapped while it is live, and bare when it is replayed from its marker: SDK
 * core does so, and a recording shows it. Programs that catch such a timeout differ by their nature.
 */
function seesReplay(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(seesReplay);
  if (typeof value !== 'object' || value === null) return false;
  const { op, options } = value as { op?: unknown; options?: Record<string, unknown> };
  if (op === 'local' && JSON.stringify(value).includes('"hang"') && options?.startToCloseTimeout !== undefined)
    return true;
  return Object.values(value).some(seesReplay);
}

const entries = fc
  .integer({ min: FIRST_SEED, max: FIRST_SEED + 1_000_000 })
  .map((seed) => ({ ...generate(seed), timing: true }))
  .filter((entry) => !seesReplay(entry) && entry.size !== 'huge');

it(`live = replayed = evicted, for ${COUNT} random programs`, { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(entries, async (entry) => {
      const live = await outcomeOf(entry, { world: { replay: 'on-close' }, worker: { maxCachedWorkflows: 1000 } });
      const evicted = await outcomeOf(entry, { world: { replay: 'off' }, worker: { maxCachedWorkflows: 0 } });
      expect(differences(live, evicted)).toEqual([]);
    }),
    { numRuns: COUNT, seed: SEED, interruptAfterTimeLimit: 3_500_000 },
  );
});

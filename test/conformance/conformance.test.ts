/** The same programs as on a real server must give the same histories and outcomes, field by field. */
import { describe, expect, it } from 'vitest';
import { allCases } from './kit/cases';
import type { Case } from './kit/kit';
import { pendingReasons } from './pending';
import { runCase } from './run-case';

/** Enough to see what is wrong; the rest mostly follows from the first. */
const DIFFERENCES_SHOWN = 8;

const areas = [...new Set(allCases.map((testCase) => testCase.area))];

describe.each(areas)('%s as on a real server', (area) => {
  for (const testCase of allCases.filter((one) => one.area === area)) {
    const reason = pendingReasons.get(testCase.name);
    if (reason === undefined) it(testCase.name, () => conforms(testCase));
    else it(`${testCase.name} differs: ${reason}`, () => stillDiffers(testCase));
  }
});

it('only real cases are pending', () => {
  const names = new Set(allCases.map((testCase) => testCase.name));
  expect([...pendingReasons.keys()].filter((name) => !names.has(name))).toEqual([]);
});

async function conforms(testCase: Case): Promise<void> {
  const { differences } = await runCase(testCase);
  const shown = differences.slice(0, DIFFERENCES_SHOWN).join('\n  ');
  expect(differences.length, `${differences.length} differences to the recording\n  ${shown}`).toBe(0);
}

async function stillDiffers(testCase: Case): Promise<void> {
  const conforming = await runCase(testCase).then(
    ({ differences }) => differences.length === 0,
    () => false, // A pending case may also throw or hang.
  );
  expect(conforming, `${testCase.name} conforms now: delete it from test/conformance/pending.ts`).toBe(false);
}

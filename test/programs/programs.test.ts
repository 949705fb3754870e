/** Random programs that mix everything give the same histories and outcomes as on a real server. */
import { expect, it } from 'vitest';
import { CORPUS_DIR, readCorpus } from './corpus';
import { pendingPrograms } from './pending';
import { runProgram } from './run-program';

const DIFFERENCES_SHOWN = 5;

it('random programs agree with the recordings of a real server', { timeout: 300_000 }, async () => {
  const corpus = readCorpus(CORPUS_DIR);
  const wrong: string[] = [];
  let agreeing = 0;
  for (const program of corpus) {
    const { name, size } = program.entry;
    const found = await runProgram(program).catch((error: Error) => [`threw ${error.stack ?? error}`]);
    if (found.length === 0) agreeing++;
    const reason = pendingPrograms.get(name);
    if (reason === undefined && found.length > 0) {
      wrong.push(`${name} (${size}) differs\n  ${found.slice(0, DIFFERENCES_SHOWN).join('\n  ')}`);
    }
    if (reason !== undefined && found.length === 0) {
      wrong.push(`${name} agrees now: delete it from test/programs/pending.ts (${reason})`);
    }
  }
  console.log(`${agreeing} of ${corpus.length} programs agree`);
  expect(wrong, wrong.join('\n')).toEqual([]);
});

it('only programs of the sample are pending', () => {
  const names = new Set(readCorpus(CORPUS_DIR).map(({ entry }) => entry.name));
  expect([...pendingPrograms.keys()].filter((name) => !names.has(name))).toEqual([]);
});

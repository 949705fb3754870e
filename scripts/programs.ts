/**
 * Runs recorded random programs and prints how they differ from what a real server did.
 *   tsx scripts/programs.ts [--dir=folder with programs.jsonl and golden.jsonl] [--only=p1,p2] [--size=tiny,small] [--limit=n] [--all]
 * --all prints every difference, not the first ones. Exit status 1 if any program differs, pending ones included.
 */
import { parseArgs } from 'node:util';
import { CORPUS_DIR, readCorpus } from '../test/programs/corpus';
import { runProgram } from '../test/programs/run-program';

const { values: flags } = parseArgs({
  options: {
    dir: { type: 'string', default: CORPUS_DIR },
    only: { type: 'string' },
    size: { type: 'string' },
    limit: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});

const names = flags.only?.split(',');
const sizes = flags.size?.split(',');
const limit = flags.limit === undefined ? Number.POSITIVE_INFINITY : Number(flags.limit);
const shownMax = flags.all ? Number.POSITIVE_INFINITY : 6;

async function main() {
  const wanted = readCorpus(flags.dir)
    .filter(({ entry }) => (names?.includes(entry.name) ?? true) && (sizes?.includes(entry.size) ?? true))
    .slice(0, limit);
  let agreeing = 0;
  for (const program of wanted) {
    const found = await runProgram(program).catch((error: Error) => [`threw ${error.stack ?? error}`]);
    if (found.length === 0) agreeing++;
    else {
      console.log(`DIFFERS ${program.entry.name} (${program.entry.size})\n  ${found.slice(0, shownMax).join('\n  ')}`);
    }
  }
  console.log(`${agreeing} of ${wanted.length} programs agree`);
  // A program that hangs may leave timers of its world behind.
  process.exit(agreeing === wanted.length ? 0 : 1);
}

void main();

/**
 * Runs conformance cases and prints how they differ from the recordings of a real server.
 *   tsx scripts/conformance.ts [--only=part of a name,..] [--area=exact area,..] [--all]
 * --all prints every difference, not the first ones. Exit status 1 if any case differs, pending ones included.
 */
import { parseArgs } from 'node:util';
import { allCases } from '../test/conformance/kit/cases';
import { pendingReasons } from '../test/conformance/pending';
import { runCase } from '../test/conformance/run-case';

const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, area: { type: 'string' }, all: { type: 'boolean', default: false } },
});

const parts = flags.only?.split(',');
const areas = flags.area?.split(',');
const shownMax = flags.all ? Number.POSITIVE_INFINITY : 12;

async function main() {
  const wanted = allCases.filter(
    ({ name, area }) => (parts?.some((part) => name.includes(part)) ?? true) && (areas?.includes(area) ?? true),
  );
  let conforming = 0;
  for (const testCase of wanted) {
    const found = await runCase(testCase).then(
      ({ differences }) => differences,
      (error: Error) => [`threw ${error.stack ?? error}`],
    );
    const pending = pendingReasons.has(testCase.name) ? ' (pending)' : '';
    if (found.length === 0) {
      conforming++;
      console.log(`ok ${testCase.name}${pending}`);
    } else {
      console.log(`DIFFERS ${testCase.area}/${testCase.name}${pending}\n  ${found.slice(0, shownMax).join('\n  ')}`);
    }
  }
  console.log(`${conforming} of ${wanted.length} cases conform`);
  // A case that hangs may leave timers of its world behind.
  process.exit(conforming === wanted.length ? 0 : 1);
}

void main();

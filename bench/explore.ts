/** What an explored run costs: a workflow with three activities. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { compile } from './compile';
import type { ExploreResult } from './explore-child';

const run = promisify(execFile);

/** Of an idle machine, on one core. */
const RUNS_A_SECOND_LEAST = 2000;
const TIMES_PLAIN_MOST = 2;

export async function printExplore(): Promise<void> {
  const script = path.join(await compile(), 'explore-child.js');
  const { stdout } = await run(process.execPath, [script]);
  const { exploredUs, aloneUs, plainUs } = JSON.parse(stdout) as ExploreResult;
  const us = (value: number) => `${value.toFixed(0)} us`;
  console.log(`A workflow with three activities, with default faults in random swarms:`);
  console.log(
    `  explored ${us(exploredUs)} a run: ${(1e6 / exploredUs).toFixed(0)} runs a second (at least ${RUNS_A_SECOND_LEAST})`,
  );
  console.log(
    `  in a world of its own ${us(aloneUs)}: ${(exploredUs / aloneUs).toFixed(2)} times that (at most ${TIMES_PLAIN_MOST})`,
  );
  console.log(`  many in one world ${us(plainUs)}: ${(exploredUs / plainUs).toFixed(2)} times that`);
}

/** How the cost grows: with the size of a workflow, with the number of worlds, and what a first result and an event cost. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { compile } from './compile';
import { type Cell, measure, median } from './measure';
import { growthWorkloads } from './workloads';

const run = promisify(execFile);

/** Fresh processes to start; the median counts. */
const STARTS = 5;

export async function printGrowth(rounds: number): Promise<void> {
  const cells: Cell[] = growthWorkloads.flatMap(({ name }): Cell[] => [
    { workload: name, form: 'world' },
    { workload: name, form: 'driver' },
  ]);
  cells.push({ workload: 'W1', form: 'fresh' }, { workload: 'W2', form: 'fresh' });
  const measured = await measure(cells, rounds);
  console.log('\nGrowth, microseconds for each unit');
  for (const [i, { workload, form }] of cells.entries()) {
    const cell = measured[i]!;
    const units = Number(growthWorkloads.find(({ name }) => name === workload)?.result ?? 1);
    const text = 'error' in cell ? firstLine(cell.error) : (median(cell.rounds) / units).toFixed(2);
    const what = form === 'fresh' ? `${workload}, a world for each execution` : `${workload} (${form})`;
    console.log(`  ${what.padEnd(44)} ${text.padStart(10)}`);
  }
  await printFirstResult();
  await printMemory();
}

async function printFirstResult(): Promise<void> {
  if (!existsSync(path.join(__dirname, '..', 'dist', 'index.mjs'))) {
    console.log('  import to first result: run `npm run build` first');
    return;
  }
  const times: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const { stdout } = await run(process.execPath, [path.join(__dirname, 'first-result.mjs')]);
    times.push(Number(stdout));
  }
  console.log(`  import to first result, of the build in dist: ${median(times).toFixed(0)} ms (at most 150)`);
}

async function printMemory(): Promise<void> {
  const { stdout } = await run(process.execPath, ['--expose-gc', path.join(await compile(), 'memory.js')]);
  console.log(`  memory for each event of a closed workflow: ${Number(stdout).toFixed(0)} bytes (at most 1024)`);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}

/** Whether time and memory grow in step with the size of a world: schedules over a simulated year, timers in flight. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { compile } from './compile';

const run = promisify(execFile);

export type ScaleCase = 'daily' | 'monthly' | 'timers';

export interface ScaleResult {
  /** How many times a schedule or a timer was due. */
  events: number;
  /** Milliseconds of processor time that took, garbage collection included. */
  cpuMs: number;
  /** What the schedules or timers take before the first of them is due. */
  inFlightBytes: number;
  /** What the world takes at the end, with all histories and the last 100,000 to 200,000 steps of its log. */
  endBytes: number;
}

interface Row {
  readonly name: ScaleCase;
  readonly title: string;
  readonly unit: string;
  readonly sizes: readonly number[];
}

const ROWS: readonly Row[] = [
  {
    name: 'daily',
    title: 'schedules, each due every day of a year, while its first run goes on (the others are skipped)',
    unit: 'schedule',
    sizes: [1000, 10_000],
  },
  {
    name: 'monthly',
    title: 'schedules, each due on the first of every month of a year; each run ends',
    unit: 'schedule',
    sizes: [1000, 10_000],
  },
  { name: 'timers', title: 'timers in flight, a thousand to a workflow', unit: 'timer', sizes: [100_000, 1_000_000] },
];

/** The largest case keeps a million timers and two million events. */
const HEAP_MIB = 8192;
/** A size ten times as large may take so many times ten times as long: what is linear up to noise and longer collections. */
const LINEAR_MAX = 1.6;

export async function printScale(): Promise<void> {
  console.log('Scale: ten times as much should take ten times the processor time, and the same memory for each');
  const script = path.join(await compile(), 'scale-child.js');
  for (const { name, title, unit, sizes } of ROWS) {
    console.log(`\n${title}`);
    let smaller: { size: number; cpuMs: number } | undefined;
    for (const size of sizes) {
      const args = ['--expose-gc', `--max-old-space-size=${HEAP_MIB}`, script, name, String(size)];
      const { stdout } = await run(process.execPath, args);
      const { events, cpuMs, inFlightBytes, endBytes } = JSON.parse(stdout) as ScaleResult;
      const each = `${((cpuMs * 1000) / events).toFixed(1)} us each`;
      const waiting = `${(inFlightBytes / size).toFixed(0)} bytes a ${unit} while it waits`;
      const end = `${(endBytes / 2 ** 20).toFixed(0)} MiB at the end`;
      console.log(
        `  ${size.toLocaleString('en')} (due ${events.toLocaleString('en')} times): ${(cpuMs / 1000).toFixed(1)} s of processor time, ${each}; ${waiting}, ${end}`,
      );
      if (smaller) console.log(`  ${growthText(smaller, { size, cpuMs })}`);
      smaller = { size, cpuMs };
    }
  }
}

function growthText(smaller: { size: number; cpuMs: number }, larger: { size: number; cpuMs: number }): string {
  const ratio = larger.cpuMs / smaller.cpuMs / (larger.size / smaller.size);
  const verdict = ratio <= LINEAR_MAX ? 'linear' : `NOT LINEAR (at most ${LINEAR_MAX} is)`;
  return `processor time for each, against the smaller size: ${ratio.toFixed(2)} times, ${verdict}`;
}

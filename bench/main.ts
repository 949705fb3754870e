/** Measures worldline: what things cost, how that grows, and whether large worlds stay linear. `--help` says how. */
import { parseArgs } from 'node:util';
import { printExplore } from './explore';
import { FORMS } from './forms';
import { printGrowth } from './growth';
import { type Measured, measure, median } from './measure';
import { printScale } from './scale';
import type { Target } from './workload';
import { workloads } from './workloads';

interface Row {
  name: string;
  us: number | null;
  driverUs: number | null;
  promisesUs: number | null;
  ratioToDriver: number | null;
  target: number | null;
}

const HELP = `npm run bench -- [OPTIONS]

Measures W1 to W10 on worldline, on the bare driver and as plain promises, in turns; then, unless --only or --json is given,
how the cost grows. Exit status 1 if something could not be measured.

  --json         print one JSON value and nothing else: times are microseconds of one execution, target is the most that
                 worldline may take (where that is relative, to the driver of this run), what could not be measured is null
  --only=W1,W3   only these
  --rounds=11    how often each is measured; the median counts
  --scale        only this: 10,000 schedules over a simulated year and 1,000,000 timers in flight, against a tenth of that.
                 Takes several minutes and 4 GB of memory, and is for that reason no part of what runs by default
  --explore      only this: what an explored run costs, beside the same workflow plainly
  --help         print this
`;

const { values: flags } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    scale: { type: 'boolean', default: false },
    explore: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '11' },
  },
});

async function main(): Promise<void> {
  if (flags.help) {
    process.stdout.write(HELP);
    return;
  }
  if (flags.scale) return printScale();
  if (flags.explore) return printExplore();
  const rounds = Number(flags.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds=${flags.rounds}: a whole number from 1 on`);
  const only = flags.only?.split(',');
  const unknown = only?.find((name) => !workloads.some((workload) => workload.name === name));
  if (unknown) throw new Error(`--only: there is no workload ${unknown}`);

  const rows: Row[] = [];
  for (const { name, title, target } of workloads) {
    if (only && !only.includes(name)) continue;
    const forms = FORMS.filter((form) => form !== 'fresh');
    const measured = await measure(
      forms.map((form) => ({ workload: name, form })),
      rounds,
    );
    for (const [i, cell] of measured.entries()) {
      if (!('error' in cell)) continue;
      console.error(`${name} (${forms[i]}): ${cell.error}`);
      process.exitCode = 1;
    }
    const row = rowOf(name, target, measured as [Measured, Measured, Measured]);
    rows.push(row);
    if (!flags.json) printRow(row, title);
  }
  if (flags.json) console.log(JSON.stringify({ workloads: rows }));
  else if (!only) {
    await printGrowth(Math.min(rounds, 5));
    console.log();
    await printExplore();
  }
}

function rowOf(name: string, target: Target, [world, driver, promises]: [Measured, Measured, Measured]): Row {
  const driverUs = usOf(driver);
  const limit = 'us' in target ? target.us : driverUs === null ? null : target.timesDriver * driverUs;
  return {
    name,
    us: usOf(world),
    driverUs,
    promisesUs: usOf(promises),
    ratioToDriver: ratioOf(world, driver),
    target: limit === null ? null : round(limit),
  };
}

function usOf(measured: Measured): number | null {
  return 'error' in measured ? null : round(median(measured.rounds));
}

/** The median of the rounds' ratios: within a round the machine is about as fast for both. */
function ratioOf(one: Measured, other: Measured): number | null {
  if ('error' in one || 'error' in other) return null;
  return round(median(one.rounds.map((us, i) => us / other.rounds[i]!)));
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

let hasHeading = false;

function printRow({ name, us, driverUs, promisesUs, ratioToDriver, target }: Row, title: string): void {
  const columns = (values: unknown[]) => values.map((value) => String(value ?? '-').padStart(11)).join('');
  if (!hasHeading) console.log(`    ${columns(['us', 'driver us', 'promises us', 'to driver', 'at most us'])}`);
  hasHeading = true;
  console.log(`${name.padEnd(4)}${columns([us, driverUs, promisesUs, ratioToDriver, target])}  ${title}`);
}

void main();

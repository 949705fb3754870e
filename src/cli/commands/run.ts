/** `worldline run FILE`: a scenario, once, as a picture over virtual time. */
import type { Command } from 'commander';
import { InvalidInputError } from '../../base/errors';
import { real } from '../../clock/real';
import { historyText } from '../../history/text';
import { timelineData } from '../../report/timeline-data';
import type { Scenario } from '../../sim/scenario';
import { annotate } from '../annotations';
import { errorText } from '../error-text';
import { EXIT, exitCodeOf } from '../exit-codes';
import type { CliIo } from '../io';
import { loadScenario } from '../load/load-scenario';
import { pageHtml } from '../page';
import { runOnCluster } from '../run-on-cluster';
import { runScenario, type ScenarioRun } from '../run-scenario';
import { scenarioJson } from '../scenario-json';
import { resultText, summaryText, timelineOf } from '../scenario-text';
import { parseSeed } from '../seed';
import { parseWidth, widthOption } from '../width';

export interface RunOptions {
  readonly seed?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly width?: string;
  readonly html?: string;
  readonly address?: string;
  readonly namespace?: string;
  readonly tls?: boolean;
  readonly wait?: string;
}

export function addRun(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('run')
    .description('run a scenario file once and print what happened, over virtual time')
    .argument('<file>', 'a file whose default export is scenario({ name, workflows, activities, run })')
    .option('--seed <seed>', 'all ids and random numbers come from it (default: 0)')
    .option('--json', 'print result, histories and attempts as JSON; the same bytes for the same seed')
    .option('--quiet', 'print the last line only')
    .option('--html <file>', 'also write the timeline as an interactive page that needs no network')
    .option('--address <host:port>', 'run it on this cluster, with @temporalio/worker, in real time')
    .option('--namespace <name>', "with --address (default: the scenario's, or default)")
    .option('--tls', 'with --address: encrypt the connection; so does TEMPORAL_API_KEY in the environment')
    .option('--wait <duration>', "with --address: how long it may take there (default: '5 minutes')")
    .addOption(widthOption())
    .action(async (file: string, options: RunOptions) => exit(await runCommand(file, options, io)));
}

/** Gives the exit code. What is wrong stands on stderr, what happened on stdout. */
export async function runCommand(file: string, options: RunOptions, io: CliIo): Promise<number> {
  const width = parseWidth(options.width, io);
  if (options.json && options.quiet) throw new InvalidInputError('--json and --quiet exclude each other');
  const scenario = await loadScenario(file, io.cwd);
  const began = real.performanceNow();
  const run = await runWhere(scenario, options);
  const realMs = real.performanceNow() - began;
  if (options.html !== undefined) {
    await io.writeFile?.(options.html, await pageHtml('timeline', timelineData(run.histories, run.attempts)));
  }
  const layout = { width, color: io.color ?? false };
  if (options.json) {
    io.stdout(scenarioJson(scenario, run));
  } else {
    if (!options.quiet) {
      const about = scenario.about ? `${scenario.name}: ${scenario.about}\n\n` : '';
      io.stdout(`${about}${timelineOf(run, layout)}\n\n`);
      if (!run.failure) io.stdout(`${resultText(run, layout)}\n`);
    }
    if (run.failure) io.stderr(failureText(run, run.failure.error, layout.width));
    io.stdout(`${summaryText(scenario, run, realMs)}\n`);
  }
  if (!run.failure) return EXIT.ok;
  annotate(io, `worldline run: ${scenario.name} failed`, run.failure.error, errorText(run.failure.error));
  return exitCodeOf(run.failure.error);
}

/** In a world, or where `--address` leads. */
function runWhere(scenario: Scenario, { seed, address, namespace, tls, wait }: RunOptions): Promise<ScenarioRun> {
  if (address === undefined) {
    for (const [name, value] of Object.entries({ namespace, tls, wait })) {
      if (value !== undefined) throw new InvalidInputError(`--${name} needs --address: it is about a cluster`);
    }
    return runScenario(scenario, { seed: parseSeed(seed) });
  }
  if (seed !== undefined) throw new InvalidInputError('--seed and --address exclude each other: a cluster has no seed');
  return runOnCluster(scenario, { address, namespace, tls, wait });
}

/** The error with its causes, and the histories of the runs that did not complete; of all, where all of them did. */
function failureText(run: ScenarioRun, error: unknown, width: number): string {
  const text = errorText(error);
  const unfinished = run.histories.filter((history) => history.at().status !== 'completed');
  const shown = (unfinished.length > 0 ? unfinished : run.histories).slice(0, HISTORIES_MAX);
  const histories = shown
    // The error may show a history by itself.
    .filter((history) => !text.includes(`(run ${history.runId})`))
    .map((history) => `\n${historyText(history, { last: HISTORY_EVENTS_MAX, width })}\n`);
  return `${text}\n${histories.join('')}\n`;
}

const HISTORIES_MAX = 5;
const HISTORY_EVENTS_MAX = 30;

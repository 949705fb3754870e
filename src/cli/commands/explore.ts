/** `worldline explore FILE`: looks for what can go wrong. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Exploration } from '../../explore/exploration';
import { explore } from '../../explore/explore';
import { type ExploreOptions, type ExploreProgress, STRATEGIES, type StrategyName } from '../../explore/options';
import type { ExploreReport } from '../../explore/report';
import type { FaultKind } from '../../faults/fault';
import { annotate } from '../annotations';
import { errorText } from '../error-text';
import { EXIT, exitCodeOf } from '../exit-codes';
import type { CliIo } from '../io';
import { loadExploration } from '../load/load-scenario';
import { parseCount } from '../parse-count';
import { parseSeed } from '../seed';

interface ExploreFlags {
  readonly runs?: string;
  readonly seed?: string;
  readonly strategy?: StrategyName;
  readonly kinds?: string;
  readonly max?: string;
  readonly depth?: string;
  readonly workers?: string;
  readonly json?: boolean;
}

export const FILE = 'a file whose default export is exploration(options, fn), or a scenario';

export function addExplore(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('explore')
    .description(
      'run an exploration or a scenario again and again, with faults at other points and steps in another order',
    )
    .argument('<file>', FILE)
    .option('--runs <n>', 'at most so many runs')
    .option('--seed <seed>', 'what is drawn comes from it (default: 0)')
    .addOption(new Option('--strategy <name>', 'how to go through the runs').choices(STRATEGIES))
    .option('--kinds <kinds>', 'kinds of faults, with commas between them')
    .option('--max <n>', 'faults of one run, at most')
    .option('--depth <n>', 'changes of priority, for pct')
    .option('--workers <n>', 'threads that share the runs, with the same result')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, flags: ExploreFlags) =>
      exit(
        await reported(`worldline explore: ${file} fails`, io, flags, async () => {
          const { options, fn } = await loadExploration(file, io.cwd);
          const given = { ...options, ...optionsOf(flags, options), onProgress: progressOf(io) };
          // In a thread, what never ends can be stopped: with `--workers 1`, too.
          const module = flags.workers === undefined ? undefined : resolve(io.cwd, file);
          return explore({ ...given, ...(module && { module }) }, fn);
        }),
      ),
    );
}

/** `worldline replay FILE --token`: the one run that a token stands for. */
export function reproduce(file: string, token: string, flags: { json?: boolean }, io: CliIo): Promise<number> {
  return reported(`worldline replay: ${file} fails`, io, flags, async () => {
    const { options, fn }: Exploration = await loadExploration(file, io.cwd);
    return explore.reproduce(token, options, fn);
  });
}

async function reported(
  title: string,
  io: CliIo,
  { json }: { json?: boolean },
  make: () => Promise<ExploreReport>,
): Promise<number> {
  const report = await make().finally(() => io.progress?.(''));
  io.stdout(`${json ? jsonOf(report) : report.text}\n`);
  if (!report.failure) return EXIT.ok;
  const { error, token } = report.failure;
  annotate(io, title, error, `${errorText(error)}\nTo see it again: npx worldline replay FILE --token ${token}`);
  return exitCodeOf(error);
}

function optionsOf(flags: ExploreFlags, { faults }: ExploreOptions): Partial<ExploreOptions> {
  const max = parseCount('--max', flags.max);
  const kinds = flags.kinds?.split(',').map((kind) => kind.trim() as FaultKind);
  const all = {
    runs: parseCount('--runs', flags.runs),
    depth: parseCount('--depth', flags.depth),
    workers: parseCount('--workers', flags.workers),
    seed: parseSeed(flags.seed),
    strategy: flags.strategy,
    ...((max !== undefined || kinds) && {
      faults: { ...faults, ...(max !== undefined && { max }), ...(kinds && { kinds }) },
    }),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function progressOf(io: CliIo): ((progress: ExploreProgress) => void) | undefined {
  const { progress } = io;
  return progress && (({ runs, of, speed }) => progress(`${runs} of ${of} runs, ${speed} a second`));
}

/** Errors as texts; what only code can use is left out. */
function jsonOf({ failure, assertOk, ...report }: ExploreReport): string {
  if (!failure) return JSON.stringify(report, undefined, 2);
  const { error, histories, log, ...rest } = failure;
  return JSON.stringify(
    { ...report, failure: { error: { name: error.name, message: error.message }, ...rest } },
    undefined,
    2,
  );
}

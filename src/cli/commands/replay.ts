/**
 * `worldline replay FILE`: of a history, the state at any event, step by step, or against workflow code; of an exploration, the run
 * that a token stands for.
 */
import path from 'node:path';
import type { Command } from 'commander';
import { InvalidInputError, ReplayMismatchError } from '../../base/errors';
import type { History } from '../../history/history';
import { momentText, stepsText } from '../../report/moment-text';
import { replay } from '../../sim/replay';
import { errorText } from '../error-text';
import { EXIT } from '../exit-codes';
import type { CliIo } from '../io';
import { readHistory } from '../read-history';
import { parseWidth, widthOption } from '../width';
import { FILE, reproduce } from './explore';

export interface ReplayFlags {
  readonly token?: string;
  readonly to?: string;
  readonly step?: boolean;
  readonly workflows?: string;
  readonly json?: boolean;
  readonly width?: string;
}

export function addReplay(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('replay')
    .description('go through recorded histories, alone or against workflow code; or make the run of a token again')
    .argument('<file...>', `history files; with --token, ${FILE}`)
    .option('--to <event>', 'show what was pending just after this event (default: the last one)')
    .option('--step', 'show each event up to there, with what it opened (+) and closed (-)')
    .option('--workflows <file>', 'run this workflow code against the histories: does it still fit?')
    .option('--token <token>', 'as the report of an exploration gives it')
    .option('--json', 'print the state, or the report, as JSON')
    .addOption(widthOption())
    .action(async (files: string[], flags: ReplayFlags) => exit(await replayCommand(files, flags, io)));
}

/** Gives the exit code: 4 where the code does not fit a history. */
export async function replayCommand(files: readonly string[], flags: ReplayFlags, io: CliIo): Promise<number> {
  checkFlags(files, flags);
  if (flags.token !== undefined) return await reproduce(files[0]!, flags.token, flags, io);
  const width = parseWidth(flags.width, io);
  if (flags.workflows !== undefined) return await againstCode(files, flags.workflows, io);
  for (const file of files) {
    const history = await readHistory(file, io);
    if (files.length > 1) io.stdout(`${file}\n`);
    io.stdout(`${shown(history, file, flags, width)}\n`);
  }
  return EXIT.ok;
}

function checkFlags(files: readonly string[], { token, to, step, workflows, json }: ReplayFlags): void {
  const others = Object.entries({ to, step, workflows }).filter(([, value]) => value !== undefined);
  if (token !== undefined && (others.length > 0 || files.length > 1)) {
    throw new InvalidInputError(
      `--token is of one exploration, and goes with --json only; ${files.length > 1 ? 'give one file' : `leave --${others[0]![0]} out`}`,
    );
  }
  if (workflows !== undefined && (to !== undefined || step || json)) {
    throw new InvalidInputError('--workflows replays whole histories; leave --to, --step and --json out');
  }
  if (json && step) throw new InvalidInputError('--json and --step exclude each other');
}

function shown(history: History, file: string, { to, step, json }: ReplayFlags, width: number): string {
  const event = eventOf(history, file, to);
  if (json) return JSON.stringify(history.at(event), null, 2);
  return step ? stepsText(history, event, width) : momentText(history, event, width);
}

function eventOf(history: History, file: string, to: string | undefined): number {
  if (to === undefined) return history.length;
  const event = Number(to);
  if (/^\d+$/.test(to) && event >= 1 && event <= history.length) return event;
  throw new InvalidInputError(`--to is '${to}'; the events of ${file} are 1 to ${history.length}`);
}

async function againstCode(files: readonly string[], workflows: string, io: CliIo): Promise<number> {
  let mismatches = 0;
  for (const [index, file] of files.entries()) {
    io.progress?.(`${index} of ${files.length} histories`);
    const history = await readHistory(file, io);
    const verdict = await replay(history, { workflows: path.resolve(io.cwd, workflows) }).then(
      ({ events }) => `fits, ${events} events`,
      (error) => {
        if (!(error instanceof ReplayMismatchError)) throw error;
        mismatches++;
        return errorText(error);
      },
    );
    io.progress?.('');
    io.stdout(`${file}: ${verdict}\n`);
  }
  return mismatches > 0 ? EXIT.replayMismatch : EXIT.ok;
}

/**
 * `worldline replay FILE`: of a history, the state at any event, step by step, or against workflow code; of an exploration, the run
 * that a token stands for.
 */
import type { Command } from 'commander';
import { InvalidInputError } from '../../base/errors';
import type { History } from '../../history/history';
import { momentText, stepsText } from '../../report/moment-text';
import { EXIT } from '../exit-codes';
import type { CliIo } from '../io';
import { parseEventId } from '../parse-event-id';
import { readHistory } from '../read-history';
import { stepThrough } from '../step/step-session';
import { parseWidth, widthOption } from '../width';
import { FILE, reproduce } from './explore';
import { againstCode, atEvent, codeOf } from './replay-code';

export interface ReplayFlags {
  readonly token?: string;
  readonly to?: string;
  readonly step?: boolean;
  readonly workflows?: string;
  readonly query?: string;
  readonly args?: string;
  readonly json?: boolean;
  readonly width?: string;
}

export function addReplay(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('replay')
    .description('go through recorded histories, alone or with workflow code; or make the run of a token again')
    .argument('<file...>', `history files; with --token, ${FILE}`)
    .option('--to <event>', 'show what was pending just after this event (default: the last one)')
    .option('--step', 'go from event to event by keys; where there is no terminal, show each one up to there')
    .option('--workflows <file>', 'run this workflow code against the histories: does it still fit?')
    .option(
      '--query <name>',
      'with --workflows: what the code answers at the event of --to; __stack_trace is a query, too',
    )
    .option('--args <json>', 'arguments of the query, as a JSON array')
    .option('--token <token>', 'as the report of an exploration gives it')
    .option('--json', 'print the state, the answer or the report as JSON')
    .addOption(widthOption())
    .action(async (files: string[], flags: ReplayFlags) => exit(await replayCommand(files, flags, io)));
}

/** Gives the exit code: 4 where the code does not fit a history. */
export async function replayCommand(files: readonly string[], flags: ReplayFlags, io: CliIo): Promise<number> {
  checkFlags(files, flags, io);
  if (flags.token !== undefined) return await reproduce(files[0]!, flags.token, flags, io);
  const width = parseWidth(flags.width, io);
  const { workflows } = flags;
  if (workflows !== undefined && !flags.step && flags.to === undefined && flags.query === undefined) {
    return await againstCode(files, workflows, flags, io);
  }
  for (const file of files) {
    const history = await readHistory(file, io);
    const eventId = eventOf(history, file, flags.to);
    if (flags.step && io.terminal) {
      const at = workflows === undefined ? undefined : codeOf(history, workflows, io);
      await stepThrough(history, {
        terminal: io.terminal,
        color: io.color ?? false,
        cwd: io.cwd,
        at,
        eventId: flags.to ? eventId : 1,
      });
      continue;
    }
    if (files.length > 1) io.stdout(`${file}\n`);
    if (workflows !== undefined) await atEvent(codeOf(history, workflows, io)(eventId), flags, width, io);
    else io.stdout(`${shown(history, eventId, flags, width)}\n`);
  }
  return EXIT.ok;
}

function checkFlags(files: readonly string[], flags: ReplayFlags, io: CliIo): void {
  const { token, to, step, workflows, query, args, json } = flags;
  const others = Object.entries({ to, step, workflows, query, args }).filter(([, value]) => value !== undefined);
  if (token !== undefined && (others.length > 0 || files.length > 1)) {
    throw new InvalidInputError(
      `--token is of one exploration, and goes with --json only; ${files.length > 1 ? 'give one file' : `leave --${others[0]![0]} out`}`,
    );
  }
  if (query !== undefined && workflows === undefined) {
    throw new InvalidInputError('--query is answered by workflow code; give its file with --workflows');
  }
  if (args !== undefined && query === undefined) {
    throw new InvalidInputError('--args are those of a query; give its name with --query');
  }
  if (step && query !== undefined)
    throw new InvalidInputError('--query and --step exclude each other; in --step the key q asks');
  if (json && step) throw new InvalidInputError('--json and --step exclude each other');
  if (step && workflows !== undefined && !io.terminal) {
    throw new InvalidInputError(
      '--step with --workflows needs a terminal; give --to for one event, or leave --workflows out',
    );
  }
}

function shown(history: History, event: number, { step, json }: ReplayFlags, width: number): string {
  if (json) return JSON.stringify(history.at(event), null, 2);
  return step ? stepsText(history, event, width) : momentText(history, event, width);
}

function eventOf(history: History, file: string, to: string | undefined): number {
  return to === undefined ? history.length : parseEventId('--to', to, file, history.length);
}

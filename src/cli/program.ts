/** The command line as a function: arguments in, exit code out. */
import { Command, CommanderError } from 'commander';
import { InvalidInputError } from '../base/errors';
import { addDiff } from './commands/diff';
import { addExplore } from './commands/explore';
import { addFork } from './commands/fork';
import { addLearn } from './commands/learn';
import { addReplay } from './commands/replay';
import { addRetry } from './commands/retry';
import { addRun } from './commands/run';
import { type TimelineCommandOptions, timelineCommand } from './commands/timeline';
import { EXIT, EXIT_CODES_HELP } from './exit-codes';
import type { CliIo } from './io';
import { widthOption } from './width';

/** Puts one command into the program. A command reports its exit code; it never ends the process. */
type AddCommand = (program: Command, io: CliIo, exit: (code: number) => void) => void;

const COMMANDS: readonly AddCommand[] = [
  addRun,
  addExplore,
  addReplay,
  addFork,
  addTimeline,
  addDiff,
  addRetry,
  addLearn,
];

/** @param args Without Node and the script. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.ok;
  const program = new Command('worldline')
    .description('a deterministic, in-memory simulator of Temporal')
    .addHelpText('afterAll', EXIT_CODES_HELP)
    .showHelpAfterError('(see worldline --help)')
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, getOutHelpWidth: () => io.columns ?? 100 })
    .exitOverride();
  for (const add of COMMANDS) {
    add(program, io, (given) => {
      code = given;
    });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // Whichever command it is: what it was given makes no sense, and the message says what would.
    if (error instanceof InvalidInputError) {
      io.stderr(`${error.message}\n`);
      return EXIT.badInput;
    }
    if (!(error instanceof CommanderError)) throw error;
    // Help that was asked for has exit code 0; all else is an argument that makes no sense.
    return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  }
}

function addTimeline(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('timeline')
    .description('print recorded histories as a picture over time')
    .argument('<history...>', 'history files: JSON of the Temporal CLI, of the Web UI, or of the SDK')
    .option('--json', 'print the data of the picture')
    .option('--canonical', 'print the canonical text of the histories, for comparing recordings')
    .option('--html <file>', 'write an interactive page that needs no network; two histories are compared')
    .addOption(widthOption())
    .action(async (files: string[], options: TimelineCommandOptions) =>
      exit(await timelineCommand(files, options, io)),
    );
}

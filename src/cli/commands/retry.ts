/** `worldline retry`: what the retries and timeouts of an activity come to, without waiting for them. */
import type { Command } from 'commander';
import { InvalidInputError } from '../../base/errors';
import { optionsText, testText } from '../../lab/lab-export';
import { statistics, statisticsText } from '../../lab/lab-generate';
import type { LabInput } from '../../lab/lab-input';
import { labReport } from '../../lab/lab-result';
import { runLab } from '../../lab/run-lab';
import { labText } from '../../report/lab-text';
import { wrap } from '../../report/wrap';
import { EXIT } from '../exit-codes';
import type { CliIo } from '../io';
import { writePage } from '../page';
import { parseWidth, widthOption } from '../width';
import { addLabFlags, type LabFlags, labInputOf, randomOf } from './lab-flags';

export interface RetryOptions extends LabFlags {
  readonly json?: string;
  readonly width?: string;
  readonly export?: string;
  readonly html?: string;
}

const EXPORTS: Readonly<Record<string, (input: LabInput) => string>> = {
  options: (input) => `${optionsText(input)}\n`,
  test: testText,
  json: (input) => `${JSON.stringify(input, null, 2)}\n`,
};

export function addRetry(program: Command, io: CliIo, exit: (code: number) => void): void {
  const command = program
    .command('retry')
    .description('the retry lab: what attempts, retries and timeouts of an activity come to')
    .argument(
      '[file]',
      'JSON of { taskTimeInQueueMs, attempts, options, cancelAtMs, serverVersion }, or - for stdin; flags come on top',
    )
    .option('--json <file>', 'read such a file (- is stdin), print what came of it as JSON');
  addLabFlags(command)
    .option('--export <what>', 'print it as code instead: options, test (for vitest), json (for this command)')
    .option('--html <file>', 'write the lab as a page that runs offline, with this input to begin with')
    .addOption(widthOption())
    .action(async (file: string | undefined, options: RetryOptions) => exit(await retryCommand(file, options, io)));
}

/** Gives the exit code: 0 however the activity ends. @throws InvalidInputError for input that makes no sense. */
export async function retryCommand(file: string | undefined, options: RetryOptions, io: CliIo): Promise<number> {
  if (file !== undefined && options.json !== undefined) {
    throw new InvalidInputError(`both ${file} and --json ${options.json} name the input; give one of them`);
  }
  const source = options.json ?? file;
  const given = source === undefined ? undefined : parse(source, await readInput(source, io));
  const input = labInputOf(given, options);
  const result = runLab(input);
  const random = randomOf(options);
  const drawn = random && statistics(random.scenario, input, random.seed);
  if (options.html !== undefined) await writePage(io, options.html, 'retry-lab', input);
  if (options.export !== undefined) io.stdout(exported(options.export, input));
  else if (options.json !== undefined)
    io.stdout(`${JSON.stringify({ ...labReport(result), ...(drawn && { statistics: drawn }) }, null, 2)}\n`);
  else if (options.html === undefined) {
    const width = parseWidth(options.width, io);
    io.stdout(`${labText(result, { width, color: io.color })}\n`);
    if (drawn) io.stdout(`\n${wrap(statisticsText(drawn, random.seed), width)}\n`);
  }
  return EXIT.ok;
}

function exported(what: string, input: LabInput): string {
  const write = Object.hasOwn(EXPORTS, what) ? EXPORTS[what] : undefined;
  if (write) return write(input);
  throw new InvalidInputError(
    `--export ${what}: there is no such form; give one of ${Object.keys(EXPORTS).join(', ')}`,
  );
}

async function readInput(source: string, io: CliIo): Promise<string> {
  try {
    return source === '-' ? ((await io.readStdin?.()) ?? '') : await io.readFile(source);
  } catch (cause) {
    throw new InvalidInputError(`${source} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function parse(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError(
      `${source === '-' ? 'stdin' : source} is no JSON (${(cause as Error).message}); it must be an object such as { "attempts": [{ "result": "fail", "afterMs": 10 }], "options": { "startToCloseTimeout": "1 minute" } }`,
      { cause },
    );
  }
}

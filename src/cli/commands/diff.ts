/** `worldline diff A B`: what tells two recordings apart, ids and times of their own aside. */
import type { Command } from 'commander';
import { isDifference } from '../../history/diff-row';
import { timelineData } from '../../report/timeline-data';
import { EXIT } from '../exit-codes';
import type { CliIo } from '../io';
import { writePage } from '../page';
import { parseCount } from '../parse-count';
import { readHistory } from '../read-history';
import { parseWidth, widthOption } from '../width';

interface DiffFlags {
  readonly json?: boolean;
  readonly html?: string;
  readonly width?: string;
  readonly context?: string;
}

export function addDiff(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('diff')
    .description('compare two recorded histories, event by event; exit code 1 where they differ')
    .argument('<left>', 'a history file: JSON of the Temporal CLI, of the Web UI, or of the SDK')
    .argument('<right>', 'another one')
    .option('--context <n>', 'equal events shown around each difference (default: 2)')
    .option('--json', 'print the differences as JSON')
    .option('--html <file>', 'write both side by side as an interactive page that needs no network')
    .addOption(widthOption())
    .action(async (left: string, right: string, flags: DiffFlags) => exit(await diffCommand(left, right, flags, io)));
}

/** Gives the exit code: 0 where the two agree, 1 where they differ. @throws InvalidInputError for bad input. */
export async function diffCommand(leftFile: string, rightFile: string, flags: DiffFlags, io: CliIo): Promise<number> {
  const width = parseWidth(flags.width, io);
  const context = parseCount('--context', flags.context);
  const [left, right] = [await readHistory(leftFile, io), await readHistory(rightFile, io)];
  const diff = left.diff(right);
  if (flags.html !== undefined) {
    await writePage(io, flags.html, 'timeline', timelineData([left, right], [], diff.rows));
  } else if (flags.json) {
    const rows = diff.rows.filter(isDifference).map(({ left: l, right: r, fields }) => ({
      ...(l && { left: { eventId: l.id, type: l.type } }),
      ...(r && { right: { eventId: r.id, type: r.type } }),
      fields,
    }));
    io.stdout(`${JSON.stringify({ equal: diff.equal, differences: rows }, null, 2)}\n`);
  } else io.stdout(`${diff.toText({ width, context })}\n`);
  return diff.equal ? EXIT.ok : EXIT.failed;
}

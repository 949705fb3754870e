/** The outside world of the commands, as one value, so that tests can give another. */
import { readFile } from 'node:fs/promises';
import type { TimelineIo } from './commands/timeline';

export interface CliIo extends TimelineIo {
  readonly cwd: string;
}

export function processIo(): CliIo {
  const { stdout, stderr, env } = process;
  return {
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    readFile: (path) => readFile(path, 'utf8'),
    cwd: process.cwd(),
    columns: stdout.isTTY ? stdout.columns : undefined,
    // https://no-color.org: set, and not empty.
    color: Boolean(stdout.isTTY) && !env.NO_COLOR,
  };
}

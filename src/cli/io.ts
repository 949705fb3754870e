/** The outside world of the commands, as one value, so that tests can give another. */
import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { InvalidInputError } from '../base/errors';
import type { TimelineIo } from './commands/timeline';
import { ProcessTerminal, type Terminal } from './terminal';

export interface CliIo extends TimelineIo {
  readonly cwd: string;
  /** All of stdin (UTF-8). Absent: there is none. */
  readStdin?(): Promise<string>;
  /** Shows how far something is, on one line that the next one replaces; an empty one removes it. Absent: nobody looks. */
  progress?(line: string): void;
  /** Failures are told to GitHub, too: the commands run in one of its workflows, and files are seen from this folder. Absent: they do not. */
  readonly annotations?: { readonly folder: string };
  /** Where keys can be pressed and a screen be drawn. Absent: input or output is no terminal. */
  readonly terminal?: Terminal;
}

export function processIo(): CliIo {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdout: (said) => void stdout.write(said),
    stderr: (said) => void stderr.write(said),
    readFile: (path) => readFile(path, 'utf8'),
    writeFile: writeText,
    readStdin: () => text(process.stdin),
    cwd: process.cwd(),
    progress: stderr.isTTY ? (line) => void stderr.write(`\r${line}\u001b[K`) : undefined,
    annotations: env.GITHUB_ACTIONS === 'true' ? { folder: env.GITHUB_WORKSPACE || process.cwd() } : undefined,
    terminal: stdin.isTTY && stdout.isTTY ? new ProcessTerminal(stdin, stdout) : undefined,
    columns: stdout.isTTY ? stdout.columns : undefined,
    // https://no-color.org: set, and not empty.
    color: Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
  };
}

async function writeText(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    throw new InvalidInputError(`${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

import { readFileSync } from 'node:fs';
import type { CliIo } from '../../src/cli/io';
import { runCli } from '../../src/cli/program';

/** Runs the command line; gives its exit code, and what it has written. Files are those that there are. */
export async function runWorldline(args: readonly string[], io: Partial<CliIo> & Pick<CliIo, 'cwd'>) {
  const written = { stdout: '', stderr: '' };
  const code = await runCli(args, {
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    readFile: (file) => readFileSync(file, 'utf8'),
    ...io,
  });
  return { code, ...written };
}

/** The command as a process of its own: what scripts and terminals see. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = path.join(__dirname, '..', '..');
const TSX = pathToFileURL(require.resolve('tsx')).href;

function worldline(args: string[], env: Record<string, string> = {}, onOutput?: (stop: () => void) => void) {
  const script = path.join(ROOT, 'src', 'cli', 'main.ts');
  const options = { cwd: ROOT, env: { ...process.env, ...env } };
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, ['--import', TSX, script, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
    if (onOutput) onOutput(() => child.stdout!.destroy());
  });
}

it('runs the first scenario and ends by itself, with exit code 0 and no colour where nobody looks', async () => {
  const { code, stdout, stderr } = await worldline(['run', 'scenarios/checkout.ts']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /\n✓ ok {2}checkout: 33d56s of virtual time in \d+ ms, \d+ events in 2 workflow runs, seed 0\n$/,
  );
  expect(stdout).not.toContain('\u001b');
});

it('gives its exit code to the process', async () => {
  const { code, stderr } = await worldline(['run', 'test/cli/scenarios/deadlock.ts', '--quiet']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^DeadlockError: nothing can ever run again/);
});

it('does not complain when its reader has gone', async () => {
  const { code, stderr } = await worldline(['run', 'test/cli/scenarios/esm.mjs'], {}, (stop) => stop());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

/** The same inputs and the same seed give the same bytes, wherever they run; and a world leaves nothing behind. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { allCases } from './conformance/kit/cases';
import { pendingReasons } from './conformance/pending';

const ROOT = path.join(__dirname, '..');
const TSX = pathToFileURL(require.resolve('tsx')).href;

const cases = allCases.map(({ name }) => name).filter((name) => !pendingReasons.has(name));

it('gives the same bytes in another process, time zone, language and folder', { timeout: 120_000 }, async () => {
  const program = (cwd: string, env: Record<string, string>) => run('print-histories.ts', cases, cwd, env);
  const here = await program(ROOT, { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' });
  const there = await program(tmpdir(), { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
  expect(Object.keys(there)).toEqual(cases);
  for (const name of cases) expect(JSON.stringify(there[name]), name).toBe(JSON.stringify(here[name]));
});

it('leaves globals, listeners, timers and handles as they were, after 200 worlds', { timeout: 120_000 }, async () => {
  expect(await run('use-worlds.ts', ['200'], ROOT, {})).toEqual({ globals: [], listeners: [], handles: [] });
});

/** What a program of test/determinism prints, run in a process of its own. */
async function run(program: string, args: string[], cwd: string, env: Record<string, string>) {
  const script = path.join(__dirname, 'determinism', program);
  const options = {
    cwd,
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(ROOT, 'tsconfig.json'), ...env },
    maxBuffer: 1 << 28,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', TSX, script, ...args], options);
  return JSON.parse(stdout);
}

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

const HERE = { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' };
const THERE = { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };

it('gives the same bytes in another process, time zone, language and folder', { timeout: 120_000 }, async () => {
  const program = (cwd: string, env: Record<string, string>) => run('print-histories.ts', cases, cwd, env);
  const here = await program(ROOT, HERE);
  const there = await program(tmpdir(), THERE);
  expect(Object.keys(there)).toEqual(cases);
  for (const name of cases) expect(JSON.stringify(there[name]), name).toBe(JSON.stringify(here[name]));
});

it('gives the same bytes for the scenario', { timeout: 120_000 }, async () => {
  const scenario = path.join(ROOT, 'scenarios/checkout.ts');
  const program = (cwd: string, env: Record<string, string>) =>
    output(path.join(ROOT, 'src/cli/main.ts'), ['run', scenario, '--json'], cwd, env);
  const here = await program(ROOT, HERE);
  expect(JSON.parse(here)).toMatchObject({ scenario: 'checkout' });
  expect(await program(tmpdir(), THERE)).toBe(here);
});

it('leaves globals, listeners, timers and handles as they were, after 200 worlds', { timeout: 120_000 }, async () => {
  expect(await run('use-worlds.ts', ['200'], ROOT, {})).toEqual({ globals: [], listeners: [], handles: [] });
});

/** What a program of test/determinism prints, parsed. */
async function run(program: string, args: string[], cwd: string, env: Record<string, string>) {
  return JSON.parse(await output(path.join(__dirname, 'determinism', program), args, cwd, env));
}

/** What a TypeScript program prints, run in a process of its own. */
async function output(script: string, args: string[], cwd: string, env: Record<string, string>): Promise<string> {
  const options = {
    cwd,
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(ROOT, 'tsconfig.json'), ...env },
    maxBuffer: 1 << 28,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', TSX, script, ...args], options);
  return stdout;
}

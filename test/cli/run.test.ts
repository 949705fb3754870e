import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/io';
import { loadScenario } from '../../src/cli/load/load-scenario';
import { runWorldline } from './worldline';

const SCENARIOS = path.join(__dirname, 'scenarios');

const worldline = (args: string[], io: Partial<CliIo> = {}) => runWorldline(args, { cwd: SCENARIOS, ...io });

describe('worldline run', () => {
  it.each([
    ['TypeScript', 'greeting.ts', "'Hello, Ada'"],
    ['an ECMAScript module', 'esm.mjs', "'2030-04-01T00:00:00.000Z'"],
    ['a CommonJS module', 'commonjs.cjs', '{ naps: 1 }'],
  ])('loads %s', async (_, file, result) => {
    const { code, stdout, stderr } = await worldline(['run', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Result: ${result}\n`);
  });

  it('finds workflow files beside the scenario, however they are named; each run has modules of its own', async () => {
    const { stdout } = await worldline(['run', 'places.mts']);
    expect(stdout).toContain('Result: [ { naps: 1 }, { naps: 1 }, { naps: 1 }, { naps: 1 } ]');
  });

  it('ends with one line: verdict, virtual and real time, events, seed', async () => {
    const { stdout } = await worldline(['run', 'esm.mjs', '--seed', '7', '--quiet']);
    expect(stdout).toMatch(/^✓ ok {2}esm: 90d of virtual time in \d+ ms, 10 events in 1 workflow run, seed 7\n$/);
  });

  it('is as wide as the terminal, or as told', async () => {
    const widest = (text: string) =>
      Math.max(
        ...text
          .split('\n\nResult:')[0]!
          .split('\n')
          .map((line) => line.length),
      );
    const wide = await worldline(['run', 'esm.mjs'], { columns: 120 });
    const narrow = await worldline(['run', 'esm.mjs', '--width', '60'], { columns: 120 });
    expect(widest(wide.stdout)).toBeGreaterThan(80);
    expect(widest(narrow.stdout)).toBeLessThanOrEqual(60);
  });

  it('colours only where it is told to', async () => {
    const sequence = '\u001b[';
    expect((await worldline(['run', 'esm.mjs'], { color: true })).stdout).toContain(sequence);
    expect((await worldline(['run', 'esm.mjs'], { color: false })).stdout).not.toContain(sequence);
  });

  it('gives JSON whose bytes depend on the seed only', async () => {
    const first = await worldline(['run', 'failing-workflow.ts', '--json', '--seed', '7']);
    const again = await worldline(['run', 'failing-workflow.ts', '--json', '--seed', '7']);
    const other = await worldline(['run', 'failing-workflow.ts', '--json', '--seed', '8']);
    expect(again.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
    expect(first).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({
      scenario: 'failing workflow',
      seed: 7,
      ok: false,
      error: {
        name: 'WorkflowFailedError',
        causes: [{ name: 'ActivityFailure' }, { name: 'ApplicationFailure', message: 'no money left' }],
      },
      startTime: '2030-01-01T00:00:00.000Z',
      virtualMs: 1000,
      histories: [{ workflowId: 'w', workflowType: 'pay', events: { length: 11 } }],
      attempts: [
        { attempt: 1, outcome: 'failed', failure: 'CardDeclined: no money left' },
        { attempt: 2, outcome: 'failed' },
      ],
    });
  });

  it('says of a result that is no JSON that it is none', async () => {
    const { code, stdout, stderr } = await worldline(['run', 'ring.mjs', '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^the result of scenario 'ring' cannot be written as JSON \(.*\); with --json, run must/);
  });
});

describe('worldline run, of a scenario that fails', () => {
  it('prints the errors with the lines of the code, and the history', async () => {
    const { code, stdout, stderr } = await worldline(['run', 'failing-check.ts']);
    expect(code).toBe(1);
    expect(stdout).toContain('✗ failed  failing check');
    expect(stderr.replaceAll(SCENARIOS, '')).toMatchInlineSnapshot(`
      "Error: it says Hello, Ada
          at Object.check (/failing-check.ts:12:42)
      Caused by: RangeError: one too many
          at Object.check (/failing-check.ts:12:84)

      greet "w" (run 6c11ca7f-9a4f-4075-adad-d916443f4394) started at 2030-01-01T00:00:00.000Z
      1  +00:00:00.000  WorkflowExecutionStarted    greet("Ada") on q
      2  +00:00:00.000  WorkflowTaskScheduled
      3  +00:00:00.000  WorkflowTaskStarted
      4  +00:00:00.000  WorkflowTaskCompleted
      5  +00:00:00.000  WorkflowExecutionCompleted  → "Hello, Ada"

      "
    `);
  });

  it.each([
    [
      'failing-workflow.ts',
      1,
      /Caused by: ApplicationFailure: no money left\n {4}at declines \(.*failing-workflow\.ts:16/,
    ],
    ['task-failure.ts', 1, /TypeError: .*notThere.*\n {4}at broken \(.*task-failure\.ts:4:22\)\n/],
    ['deadlock.ts', 3, /awaits condition\(\(\) => false\) at waitsForEver \(.*deadlock\.ts:5:18\)/],
    ['mismatch.ts', 4, /history: event 5 TimerStarted '1'\n {2}code: {4}complete the workflow/],
    ['runaway.ts', 5, /^LimitError: the world ran 500 steps/],
    ['slow-io.ts', 5, /^RealTimeLimitError: real I\/O has held the virtual clock for more than 20 ms/],
  ])('%s ends with %i', async (file, exitCode, text) => {
    const { code, stderr } = await worldline(['run', file]);
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(text);
  });
});

describe('bad input', () => {
  it.each([
    ['no such file', ['run', 'missing.ts'], /^there is no file .*missing\.ts; give the path of a scenario file/],
    ['a folder', ['run', '.'], /is no file; give the path/],
    [
      'another kind of file',
      ['run', '../../../package.json'],
      /is neither TypeScript nor JavaScript; .* ends in one of \.ts/,
    ],
    [
      'no scenario in it',
      ['run', 'no-scenario.ts'],
      /^no-scenario\.ts has no default export \(it exports name, workflows\)/,
    ],
    [
      'half a scenario',
      ['run', 'incomplete.ts'],
      /^the default export of incomplete\.ts: run is undefined; it must be a f/,
    ],
    ['code that throws', ['run', 'throws.ts'], /cannot be loaded:\nError: no database\n {4}at .*throws\.ts:4:9/],
    ['a workflow file that is missing', ['run', 'no-workflows.mjs'], /^workflows: there is no file '.*nowhere'; give/],
    [
      'a width that is none',
      ['run', 'esm.mjs', '--width', '12'],
      /^--width 12 makes no sense: give a whole number from 60/,
    ],
    ['two kinds of output', ['run', 'esm.mjs', '--json', '--quiet'], /^--json and --quiet exclude each other/],
    ['an unknown flag', ['run', 'esm.mjs', '--fast'], /^error: unknown option '--fast'/],
    ['an unknown command', ['walk'], /^error: unknown command 'walk'/],
    ['no file', ['run'], /^error: missing required argument 'file'/],
  ])('%s: ends with 2 and says what would be right', async (_, args, message) => {
    const { code, stdout, stderr } = await worldline(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('a syntax error: names its place', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'worldline-run-'));
    try {
      writeFileSync(path.join(folder, 'broken.ts'), '\nexport const = 1;\n');
      const { code, stderr } = await worldline(['run', 'broken.ts'], { cwd: folder });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^the scenario file .* cannot be compiled:\n {2}.*broken\.ts:2:14: Expected identifier/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('TypeScript without esbuild names what is missing', async () => {
    const noEsbuild = () => Promise.reject(new Error("Cannot find package 'esbuild'"));
    const loading = loadScenario('greeting.ts', SCENARIOS, { loadEsbuild: noEsbuild, stripsTypes: false });
    await expect(loading).rejects.toThrow(
      /greeting\.ts is TypeScript, and this Node \(v[\d.]+\) needs esbuild.*npm install/,
    );
  });
});

describe('worldline --help', () => {
  it.each([
    [['--help'], /Usage: worldline.*run .*timeline .*3 {2}deadlock/s],
    [['run', '--help'], /--seed.*--json.*--quiet.*--width.*4 {2}replay mismatch/s],
  ])('%j tells commands, flags and exit codes', async (args, text) => {
    const { code, stdout } = await worldline(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(text);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import type { CliIo } from '../../src/cli/io';
import { loadTypeScript } from '../../src/cli/load/bundle-module';
import { testText } from '../../src/lab/lab-export';
import type { LabInput } from '../../src/lab/lab-input';
import { runWorldline } from './worldline';

const INPUT: LabInput = {
  taskTimeInQueueMs: 100,
  attempts: [
    { result: 'fail', afterMs: 50 },
    { result: 'succeed', afterMs: 20 },
  ],
  options: { startToCloseTimeout: '10 seconds', retry: { initialInterval: '2 seconds' } },
};

const worldline = (args: string[], io: Partial<CliIo> = {}) =>
  runWorldline(args, {
    readFile: (file) => {
      if (file === 'lab.json') return JSON.stringify(INPUT);
      if (file === 'broken.json') return '{';
      throw new Error('ENOENT: no such file');
    },
    readStdin: async () => JSON.stringify(INPUT),
    cwd: '.',
    ...io,
  });

describe('worldline retry', () => {
  it.each(['lab.json', '-'])('--json %s prints what came of it, and nothing else', async (source) => {
    const { code, stdout, stderr } = await worldline(['retry', '--json', source]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'completed',
      atMs: 2270,
      retryState: null,
      reason: 'Attempt 2 succeeded 2.27s after the activity was scheduled.',
      attempts: [
        { attempt: 1, scheduledAtMs: 0, startedAtMs: 100, endedAtMs: 150, result: 'failed', nextDelayMs: 2000 },
        { attempt: 2, scheduledAtMs: 2150, startedAtMs: 2250, endedAtMs: 2270, result: 'completed' },
      ],
    });
  });

  it('draws attempts at random, and says what a thousand such activities come to', async () => {
    const draw = (...more: string[]) => worldline(['retry', '--random', '20ms 40%', '--width', '120', ...more]);
    const { code, stdout } = await draw('--seed', 'a');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ completed/);
    expect(stdout).toMatch(/Of 1000 such activities: 100.0 % completed; p50 .*, p99 .* \(seed a\)\.\n$/s);
    expect((await draw('--seed', 'a')).stdout).toBe(stdout);
    expect((await draw()).stdout).not.toBe(stdout);
    expect(JSON.parse((await draw('--json', '-')).stdout).statistics).toMatchObject({
      runs: 1000,
      outcomes: { completed: 1000 },
    });
  });

  it.each([
    [['--random', 'often'], "--random is 'often'; it must be a latency and a share of successes"],
    [['--random', '10ms 1%'], 'the share of successes is 1 %; it must be from 5 % to 100 %'],
    [['--random', '9d 50%'], 'the latency is 777600000 ms; it must be from 0 to 86400000 ms'],
    [['--random', '10ms 50%', '--attempts', 'fail 1s'], '--attempts and --random exclude each other'],
    [['--seed', '7'], '--seed needs --random'],
  ])('%j is bad input', async (flags, text) => {
    const { code, stderr } = await worldline(['retry', ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });

  it('is a picture without it', async () => {
    const flags = [
      '--attempts',
      'fail 1s, succeed 9s heartbeat 1s until 2s, crash 2s',
      '--schedule-to-close',
      '20s',
      '--heartbeat',
      '2s',
    ];
    const { stdout } = await worldline(['retry', ...flags, '--queue', '500ms', '--width', '100']);
    expect(stdout).toMatchInlineSnapshot(`
      "◷ timed-out after 18.6s, 4 attempts, retry state TIMEOUT
      Attempt 4 ran into heartbeat (2s) at 18.6s, and the next attempt would start after schedule-to-close
      (20s): the server reports that timeout at once, without waiting for the deadline.

                        0s               10s             20s
                        ├─────────────────┼────────────────┤
      schedule-to-close ───────────────────────────────────╎  20s
      each attempt      start-to-close 20s, schedule-to-start 20s, heartbeat 2s
      attempt 1         ·┣━✗┄                                 ✗ failed after 1s, next in 1s, queued 500ms
      attempt 2             ·┣━┻━━┻━━◷┄┄┄┄                    ◷ heartbeat timeout after 4.6s, next in 2s,…
      attempt 3                          ·┣━━◷┄┄┄┄┄┄┄         ◷ heartbeat timeout after 2s, next in 4s, q…
      attempt 4                                     ·┣━━━◷    ◷ heartbeat timeout after 2s, queued 500ms
      "
    `);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('leaves the middle of many attempts out', async () => {
    const { stdout } = await worldline(['retry', '--attempts', 'fail 1s', '--maximum-attempts', '50']);
    expect(stdout).toContain('… 30 attempts left out\n');
  });

  it('takes flags on top of a file', async () => {
    const { stdout } = await worldline([
      'retry',
      'lab.json',
      '--maximum-attempts',
      '1',
      '--queue',
      '0',
      '--export',
      'json',
    ]);
    expect(JSON.parse(stdout)).toEqual({
      ...INPUT,
      taskTimeInQueueMs: 0,
      options: { startToCloseTimeout: '10 seconds', retry: { initialInterval: '2 seconds', maximumAttempts: 1 } },
    });
  });

  it('writes a page that has the input, and cannot be broken by it', async () => {
    const { buildPages } = await import('../../scripts/build-pages.mjs');
    await buildPages();
    const written = new Map<string, string>();
    const io = { writeFile: async (file: string, text: string) => void written.set(file, text) };
    const { code, stdout, stderr } = await worldline(
      ['retry', '--attempts', 'fail 1s type </script>', '--html', 'lab.html'],
      io,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe('wrote lab.html: open it in a browser, it needs no network\n');
    const page = written.get('lab.html')!;
    expect(page).toMatch(/content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
    expect(page).toContain('"errorType":"\\u003c/script>"');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
  });

  it('exports options as TypeScript', async () => {
    const { stdout } = await worldline([
      'retry',
      '--start-to-close',
      '5 seconds',
      '--maximum-attempts',
      '3',
      '--non-retryable',
      "Ann's, B",
      '--export',
      'options',
    ]);
    expect(stdout).toMatchInlineSnapshot(`
      "const { activity } = proxyActivities<typeof activities>({
        startToCloseTimeout: '5 seconds',
        retry: { maximumAttempts: 3, nonRetryableErrorTypes: ['Ann\\'s', 'B'] },
      });
      "
    `);
  });

  it.each<[string, string[], RegExp]>([
    ['two inputs', ['lab.json', '--json', '-'], /^both lab\.json and --json - name the input/],
    ['no such file', ['none.json'], /^none\.json cannot be read: ENOENT/],
    ['no JSON', ['--json', 'broken.json'], /^broken\.json is no JSON \(Expected .*\); it must be an object such as/],
    [
      'an attempt that is none',
      ['--attempts', 'explode 1s'],
      /^--attempts: 'explode 1s' begins with 'explode'; an attempt is such as 'fail 10ms'/,
    ],
    ['a word that is none', ['--attempts', 'fail 1s soon'], /^--attempts: 'fail 1s soon' has the word 'soon'/],
    ['a time that is none', ['--attempts', 'fail often'], /^--attempts: 'fail often': "often" is no duration/],
    ['a number that is none', ['--maximum-attempts', 'many'], /^--maximum-attempts is 'many'; it must be a number/],
    [
      'a form that is none',
      ['--export', 'cobol'],
      /^--export cobol: there is no such form; give one of options, test, json/,
    ],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await worldline(['retry', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('the exported test', () => {
  it.each<[string, LabInput]>([
    ['retries', INPUT],
    [
      'a cancellation',
      {
        attempts: [{ result: 'succeed', afterMs: 9000, heartbeatEveryMs: 1000 }],
        cancelAtMs: 1500,
        options: { startToCloseTimeout: '1 minute', heartbeatTimeout: 2000 },
      },
    ],
    [
      'a worker that dies with heartbeats that it has not sent',
      {
        attempts: [
          { result: 'crash', afterMs: 700, heartbeatEveryMs: 300 },
          { result: 'succeed', afterMs: 200 },
        ],
        options: { startToCloseTimeout: 9000, heartbeatTimeout: 1000, retry: { initialInterval: 500 } },
      },
    ],
    [
      'timeouts',
      {
        serverVersion: '1.29',
        attempts: [{ result: 'crash', afterMs: 10 }],
        options: { startToCloseTimeout: 1000, retry: { maximumAttempts: 3 } },
      },
    ],
    [
      'a failure that is not retried',
      { attempts: [{ result: 'fail', afterMs: 10, nonRetryable: true }], options: { startToCloseTimeout: 1000 } },
    ],
  ])('of %s runs, and holds', async (_, input) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'worldline-lab-'));
    try {
      const file = path.join(folder, 'exported.ts');
      // Vitest's own functions cannot be imported by what it has not loaded itself: they come from here.
      const code = testText(input).replace(
        "import { expect, it } from 'vitest';",
        'declare const expect: any, it: any;',
      );
      writeFileSync(file, code);
      const tests: (() => Promise<void>)[] = [];
      vi.stubGlobal('expect', expect);
      vi.stubGlobal('it', (_name: string, body: () => Promise<void>) => tests.push(body));
      await loadTypeScript(file, esbuild);
      expect(tests).toHaveLength(1);
      await tests[0]!();
    } finally {
      vi.unstubAllGlobals();
      rmSync(folder, { recursive: true });
    }
  });
});

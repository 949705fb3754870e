/** The plugin of `worldline/vitest` in a project of its own, run by vitest as users run it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { worldline } from '../../src/vitest/plugin';
import { NO_SERVER, REAL_TIMEOUT_MS, server } from '../support/real-server';

interface Assertion {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: string[];
}

const ROOT = path.join(__dirname, '..', '..');

/** @param more The environment beside it: WORLDLINE_TARGET names the server that it runs on; else it runs in worldline. */
function run(args: readonly string[], more: NodeJS.ProcessEnv = {}): string {
  const config = path.join(__dirname, 'drop-in', 'vitest.config.mts');
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const quiet = { NO_COLOR: '1', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true', GITHUB_ACTIONS: undefined };
  const env = { ...process.env, ...quiet, WORLDLINE_TARGET: undefined, ...more };
  return spawnSync(process.execPath, [vitest, 'run', '--config', config, ...args], { cwd: ROOT, encoding: 'utf8', env })
    .stdout;
}

describe('a project with the plugin', () => {
  let tests: Map<string, Assertion>;
  beforeAll(() => {
    const { testResults } = JSON.parse(run(['--reporter=json'])) as {
      testResults: { assertionResults: Assertion[] }[];
    };
    tests = new Map(testResults.flatMap((file) => file.assertionResults).map((one) => [one.title, one]));
  }, 60_000);

  it('runs tests that were written for the packages of the SDK', () => {
    expect(tests.get('runs a month in no time')?.status).toBe('passed');
    expect(tests.get('polls with vi.waitFor')).toMatchObject({ status: 'passed', failureMessages: [] });
  });

  it.each(['has a world', 'has the same world on both sides', 'has matchers for failures and timers', 'explores'])(
    'has a test that %s',
    (title) => {
      expect(tests.get(title)).toMatchObject({ status: 'passed' });
    },
  );

  it('fails for the reason for which a test fails, and for no other', () => {
    const failed = tests.get('shows what happened where it fails');
    expect(failed?.failureMessages).toHaveLength(1);
    expect(failed?.failureMessages[0]).toContain("expected 'done' to be 'not done'");
  });
});

it.each(['verbose', 'junit'])(
  'the reporter %s shows what happened in the worlds of a test that fails',
  (reporter) => {
    const output = run([`--reporter=${reporter}`, 'unchanged']);
    expect(output).toContain('what happened in the worlds of this test');
    expect(output).toContain('slow #1');
  },
  60_000,
);

// A server is given to the tests where there is one.
it('has a world, matchers and mocks on a real server, too', { timeout: REAL_TIMEOUT_MS }, ({ skip }) => {
  skip(!server, NO_SERVER);
  const { numPassedTests, testResults } = JSON.parse(run(['--reporter=json', 'both'], { WORLDLINE_TARGET: server }));
  expect(numPassedTests, JSON.stringify(testResults, undefined, 2)).toBe(1);
});

it('does not sweep on a real server', () => {
  vi.stubEnv('WORLDLINE_SWEEP', '1');
  vi.stubEnv('WORLDLINE_TARGET', 'temporal.example:7233');
  expect(() => worldline().config()).toThrow('WORLDLINE_SWEEP and WORLDLINE_TARGET exclude each other');
  vi.unstubAllEnvs();
});

it('the reporter for GitHub shows it as a notice at the line that failed', () => {
  // Of itself vitest takes that reporter, beside the default one, where it runs in a workflow of GitHub.
  const output = run(['unchanged'], { GITHUB_ACTIONS: 'true' });
  const fixture = readFileSync(path.join(__dirname, 'drop-in', 'unchanged.fixture.mts'), 'utf8').split('\n');
  const line = fixture.findIndex((one) => one.includes("toBe('not done')")) + 1;
  const place = String.raw`file=\S+unchanged\.fixture\.mts,line=${line},column=\d+`;
  expect(output).toMatch(
    new RegExp(`^::notice ${place},title=worldline::what happened in the worlds.*%0Aslow #1`, 'm'),
  );
  expect(output).toMatch(new RegExp(String.raw`^::error file=\S+unchanged\.fixture\.mts,.*line=${line},`, 'm'));
}, 60_000);

/** The projects of `examples/`, each installed from a packed tarball and run by its own runner. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install, isBuilt, ROOT } from './support/packed';
import { NO_SERVER, REAL_TIMEOUT_MS, server } from './support/real-server';

interface Example {
  readonly name: string;
  /** What runs it, as its `npm test` does. */
  readonly command: readonly string[];
  /** Packages that it needs beside those that worldline names: dev dependencies of this project, for the examples alone. */
  readonly needs: readonly string[];
}

const bin = (name: string, file: string) => path.join('node_modules', name, file);

const EXAMPLES: readonly Example[] = [
  { name: 'vitest', command: [bin('vitest', 'vitest.mjs'), 'run'], needs: ['vitest', 'esbuild'] },
  {
    name: 'jest',
    command: [bin('jest', 'bin/jest.js')],
    needs: ['jest', '@jest/globals', '@swc/jest', '@swc/core', 'esbuild'],
  },
  {
    name: 'mocha',
    command: [
      bin('mocha', 'bin/mocha.js'),
      ...[
        '--timeout',
        '60s',
        '-r',
        'ts-node/register/transpile-only',
        '-r',
        bin('worldline', 'dist/register.js'),
        'test/**/*.test.ts',
      ],
    ],
    needs: ['mocha', 'ts-node', 'typescript'],
  },
  {
    name: 'node-test',
    command: ['--require', 'worldline/register', '--test', 'test/invoice.test.cjs'],
    needs: [],
  },
  {
    name: 'node-test-esm',
    command: ['--import', 'worldline/register', '--test', 'test/invoice.test.mjs'],
    needs: ['esbuild'],
  },
];

// There is nothing to pack before `npm run build`.
describe.skipIf(!isBuilt)('examples, from a packed tarball', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'worldline-examples-'));
    install(folder, ['typescript', '@temporalio/worker', ...EXAMPLES.flatMap(({ needs }) => needs)]);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = ({ name, command }: Example, WORLDLINE_TARGET: string | undefined) => {
    const project = path.join(folder, name);
    cpSync(path.join(ROOT, 'examples', name), project, { recursive: true });
    const runner = { NODE_TEST_CONTEXT: undefined, VITEST: undefined, NODE_ENV: 'test' };
    const env = { ...process.env, NO_COLOR: '1', ...runner, WORLDLINE_TARGET };
    // Packages are found in the folder above.
    const args = command.map((one) => one.replace(/^node_modules/, path.join(folder, 'node_modules')));
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', env });
    expect(status, `${stdout}${stderr}`).toBe(0);
  };

  it.for(EXAMPLES)('$name', { timeout: 120_000 }, (example) => run(example, undefined));

  // A server is given to the tests where there is one.
  it.for(EXAMPLES)('$name on a real server', { timeout: REAL_TIMEOUT_MS }, (example, { skip }) => {
    skip(!server, NO_SERVER);
    run(example, server);
  });

  it.each(EXAMPLES)('$name has tests that know nothing of worldline', ({ name }) => {
    const extension = { 'node-test': 'cjs', 'node-test-esm': 'mjs' }[name] ?? 'ts';
    const text = readFileSync(path.join(ROOT, 'examples', name, 'test', `invoice.test.${extension}`), 'utf8');
    expect(text).toContain('@temporalio/testing');
    expect(text.replace(/^\/\*\*.*\*\/$/m, '')).not.toContain('worldline');
  });
});

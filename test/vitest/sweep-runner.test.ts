/** A whole suite, swept: nothing in its tests knows of faults. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(__dirname, '..', '..');

function suite(env: Record<string, string>) {
  const args = ['vitest', 'run', '--config', 'test/vitest/fixtures/vitest.config.mts', '--reporter', 'json'];
  const { stdout } = spawnSync('npx', args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } });
  const { testResults } = JSON.parse(stdout);
  const [{ assertionResults }] = testResults;
  return assertionResults.map(({ title, status, failureMessages }: any) => ({
    title,
    status,
    why: failureMessages.join(),
  }));
}

describe('WORLDLINE_SWEEP', { timeout: 60_000 }, () => {
  it('fails the tests that one transient fault breaks', () => {
    const [survives, doesNot, hasNone] = suite({ WORLDLINE_SWEEP: '1' });
    expect([survives.status, doesNot.status, hasNone.status]).toEqual(['passed', 'failed', 'passed']);
    expect(doesNot.why).toContain('attempt 1 of charge fails');
  });

  it('changes nothing where it is not set', () => {
    expect(suite({ WORLDLINE_SWEEP: '' }).map(({ status }: any) => status)).toEqual(['passed', 'passed', 'passed']);
  });
});

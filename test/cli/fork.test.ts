import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWorldline } from './worldline';

const ROOT = path.join(__dirname, '..', '..');

async function worldline(...args: string[]) {
  const files: Record<string, string> = {};
  const writeFile = async (file: string, text: string) => {
    files[file] = text;
  };
  return { ...(await runWorldline(['fork', 'scenarios/checkout.ts', ...args], { writeFile, cwd: ROOT })), files };
}

describe('worldline fork', () => {
  it('shows how it was, how it would have been, and where the two part', async () => {
    const { code, stdout } = await worldline('--at', '10', '--fail', 'ship');
    expect(code).toBe(0);
    const [was, is] = stdout.split('From event 10 on, another way:');
    expect(was).toContain('✓ completed after 33d56s');
    expect(is).toContain('✗ failed after 3s');
    expect(is).toContain('the bank answers 503 Service Unavailable, next in 1s');
    expect(is).toMatch(/It ends with WorkflowFailedError.*what if it had failed\?/s);
    expect(is).toContain('… 9 equal events\n');
  });

  it('goes the same way where nothing is changed before the end', async () => {
    const { stdout } = await worldline('--at', '34');
    expect(stdout).toContain('The histories agree (34 events).');
  });

  it('takes a fault plan, and another workflow', async () => {
    const plan = JSON.stringify([{ kind: 'activity-failure', activity: 'refund' }]);
    const { code, stdout } = await worldline('--workflow', 'order-2', '--at', '16', '--faults', plan);
    expect(code).toBe(0);
    expect(stdout).toMatch(/another way:\ncheckout "order-2"/);
  });

  it('writes both ways as a page', async () => {
    const { buildPages } = await import('../../scripts/build-pages.mjs');
    await buildPages();
    const { files } = await worldline('--at', '10', '--fail', 'ship', '--html', 'fork.html');
    expect(files['fork.html']).toContain('"diff":[[1,1,null]');
  });

  it.each([
    [['--at', '99'], /^--at is '99'; the events of workflow 'order-1' are 1 to 34/],
    [['--at', '3', '--faults', '{'], /^--faults is no JSON: \{; it must be a plan such as/],
    [['--at', '3', '--workflow', 'nobody'], /nobody/],
    [[], /required option '--at <event>' not specified/],
  ])('%j ends with 2', async (flags, message) => {
    const { code, stdout, stderr } = await worldline(...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

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

  it.each<[flag: string[], result: RegExp]>([
    [['--fail', 'ship:no van'], /✗ .*no van/],
    [['--timeout', 'remind'], /remind #3 .*\n +1 .*◷ start-to-close timeout/],
    [['--result', 'ship="by train"'], /"by train"/],
    [['--signal', 'delivered="Bob"'], /signal delivered .*"Bob"/],
    [['--cancel'], /cancel requested/],
  ])('lets it go another way by %j', async (flags, way) => {
    const { code, stdout } = await worldline('--at', '10', ...flags);
    expect(code).toBe(0);
    const [was, is] = stdout.split('From event 10 on, another way:');
    expect(is).toMatch(way);
    expect(was).not.toMatch(/no van|by train|"Bob"|cancel requested/);
  });

  it('gives both histories as JSON', async () => {
    const { stdout } = await worldline('--at', '10', '--fail', 'ship', '--json');
    const { was, is, equal, error } = JSON.parse(stdout);
    expect([was.events.length, equal]).toEqual([34, false]);
    expect(is.events.slice(0, 9)).toEqual(was.events.slice(0, 9));
    expect(error).toContain('what if it had failed?');
  });

  it('forks a recorded run, whose activities end as they did, but for what is changed', async () => {
    const { histories } = JSON.parse(
      (await runWorldline(['run', 'scenarios/checkout.ts', '--json'], { cwd: ROOT })).stdout,
    );
    const fork = (...flags: string[]) =>
      runWorldline(['fork', 'order-1.json', '--workflows', 'scenarios/checkout/workflows.ts', ...flags], {
        cwd: ROOT,
        readFile: () => JSON.stringify(histories[0]),
      });
    const same = await fork('--at', '10');
    expect(same.code).toBe(0);
    // What came from outside comes again, at the same time.
    const [, again] = same.stdout.split('From event 10 on, another way:');
    expect(again).toMatch(/✓ completed after 33d.*signal delivered .*"Ada"/s);
    const other = await fork('--at', '10', '--fail', 'ship:no van');
    expect(other.stdout).toMatch(/another way:.*no van/s);
    expect(other.code).toBe(0);
  });

  it.each([
    [['--at', '99'], /^--at is '99'; the events of workflow 'order-1' are 1 to 34/],
    [['--at', '3', '--faults', '{'], /^--faults: \{ is no JSON; it must be such as/],
    [['--at', '3', '--workflow', 'nobody'], /nobody/],
    [['--at', '30', '--fail', 'charge'], /^from event 30 on nothing goes another way .*every attempt of charge/],
    [['--at', '3', '--result', 'charge'], /^--result is 'charge'; it must name an activity and its result as JSON/],
    [['--at', '3', '--result', 'nothing=1'], /^--result: there is no activity 'nothing'; there are charge, /],
    [['--at', '3', '--signal', 'delivered={'], /^--signal: \{ is no JSON/],
    [['--at', '3', '--activities', 'a.ts'], /^--activities are those of a recorded run/],
    [[], /required option '--at <event>' not specified/],
  ])('%j ends with 2', async (flags, message) => {
    const { code, stdout, stderr } = await worldline(...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

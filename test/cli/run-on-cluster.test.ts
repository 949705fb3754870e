/** `worldline run FILE --address`: a scenario on a real cluster. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_SERVER, REAL_TIMEOUT_MS, server } from '../support/real-server';
import { runWorldline } from './worldline';

const ROOT = path.join(__dirname, '..', '..');
const worldline = (...args: string[]) => runWorldline(['run', ...args], { cwd: ROOT });

// A server is given to the tests where there is one.
it('shows the same picture, from the histories of the cluster', { timeout: REAL_TIMEOUT_MS }, async ({ skip }) => {
  skip(!server, NO_SERVER);
  const { code, stdout, stderr } = await worldline('scenarios/pickup.ts', '--address', server!);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^bake #1 .* ✓ 3 attempts/m);
  expect(stdout).toMatch(/2 .*ran \d+ms {2}✗ the oven is cold, next in \d+ms/);
  expect(stdout).toMatch(/^child cleanUp/m);
  expect(stdout).toContain("Result: { order: 'Margherita for Grace', statusOnTheWay: 'ready' }");
  expect(stdout).toMatch(
    new RegExp(`^✓ ok {2}pickup: .* of real time on ${server}, \\d+ events in 2 workflow runs$`, 'm'),
  );
});

describe('is refused before anything is started', () => {
  const address = '127.0.0.1:1';
  it.each([
    ['it would take too long', ['scenarios/checkout.ts', '--address', address], 'it takes 33d56s'],
    ['it is to be short', ['scenarios/pickup.ts', '--address', address, '--wait', '1 s'], 'it takes 4s'],
    ['its workflows are no path', ['scenarios/lessons/13-cron.ts', '--address', address], 'workflows is a module'],
    ['a seed is given', ['scenarios/pickup.ts', '--address', address, '--seed', '7'], 'a cluster has no seed'],
    ['there is no address', ['scenarios/pickup.ts', '--namespace', 'shop'], '--namespace needs --address'],
    ['a duration is none', ['scenarios/pickup.ts', '--address', address, '--wait', 'long'], '"long" is no duration'],
  ])('where %s', async (_, args, text) => {
    const { code, stdout, stderr } = await worldline(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(text);
  });

  it('where it fails in a world', async () => {
    const file = 'test/cli/cluster-scenarios/failing.ts';
    const { code, stdout } = await worldline(file, '--address', address);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ failed {2}failing: .* of virtual time/m);
  });
});

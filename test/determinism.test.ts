/** The same inputs and the same seed give the same bytes, wherever they run; and a world leaves nothing behind. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { World } from '../src';
import * as activities from './conformance/kit/activities';
import { allCases } from './conformance/kit/cases';
import * as workflows from './conformance/kit/workflows';
import { pendingReasons } from './conformance/pending';

const ROOT = path.join(__dirname, '..');
const TSX = pathToFileURL(require.resolve('tsx')).href;

const cases = allCases.map(({ name }) => name).filter((name) => !pendingReasons.has(name));

describe('the same seed in another process', () => {
  it('gives the same bytes in another time zone, language and folder', { timeout: 120_000 }, async () => {
    const [here, there] = await Promise.all([
      histories(ROOT, { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }),
      histories(tmpdir(), { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }),
    ]);
    expect(Object.keys(there)).toEqual(cases);
    for (const name of cases) expect(JSON.stringify(there[name]), name).toBe(JSON.stringify(here[name]));
  });
});

/** What the cases give in a fresh process. */
async function histories(cwd: string, env: Record<string, string>): Promise<Record<string, unknown>> {
  const script = path.join(__dirname, 'determinism', 'print-histories.ts');
  const options = {
    cwd,
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(ROOT, 'tsconfig.json'), ...env },
    maxBuffer: 1 << 28,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', TSX, script, ...cases], options);
  return JSON.parse(stdout);
}

describe('200 worlds, created, used and disposed of', () => {
  it('leave globals, listeners, timers and handles as they were', { timeout: 60_000 }, async () => {
    const before = { globals: globals(), listeners: listeners(), handles: handles() };
    for (let seed = 1; seed <= 200; seed++) await useOneWorld(seed);
    expect(listeners()).toEqual(before.listeners);
    expect(handles()).toEqual(before.handles);
    const after = globals();
    expect([...after.keys()]).toEqual([...before.globals.keys()]);
    for (const [name, descriptor] of after) expect(descriptor, name).toEqual(before.globals.get(name));
  });
});

async function useOneWorld(seed: number): Promise<void> {
  const world = await World.create({ workflows, activities, seed });
  try {
    const args = [[{ activity: 'add', args: [seed, 1], options: { startToCloseTimeout: '1m' } }]];
    const run = world.client.workflow.execute('settleActivities', { workflowId: 'add', taskQueue: 'any', args });
    expect(await run).toEqual([{ ok: seed + 1 }]);
    await world.client.workflow.start('waitForever', { workflowId: 'left open', taskQueue: 'any' });
  } finally {
    await world.dispose();
  }
}

function globals(): Map<string, PropertyDescriptor> {
  return new Map(Object.entries(Object.getOwnPropertyDescriptors(globalThis)));
}

function listeners(): Record<string, number> {
  const names = [
    'exit',
    'beforeExit',
    'uncaughtException',
    'unhandledRejection',
    'warning',
    'message',
    'SIGINT',
    'SIGTERM',
  ];
  return Object.fromEntries(names.map((name) => [name, process.listenerCount(name)]));
}

/** What keeps the process alive, by kind. */
function handles(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

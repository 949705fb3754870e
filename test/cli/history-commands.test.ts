/** `worldline diff` and `worldline replay` of recorded histories. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { proxyActivities, sleep } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/io';
import { simulate } from '../../src/explore/simulate';
import { runWorldline } from './worldline';

const ROOT = path.join(__dirname, '..', '..');

async function order(items: number): Promise<string> {
  const { pack } = proxyActivities<{ pack(items: number): Promise<string> }>({ startToCloseTimeout: '1 minute' });
  await sleep('3 seconds');
  return pack(items);
}

const CODE = 'test/cli/scenarios/order.ts';

const recorded = async (items: number) => {
  const { history } = await simulate(order, {
    args: [items],
    activities: { pack: async (n: number) => `${n} packed` },
  });
  return JSON.stringify(history);
};

const worldline = (args: string[], io: Partial<CliIo> = {}) =>
  runWorldline(args, {
    readFile: (file) => {
      const [, items] = /^order-(\d+)\.json$/.exec(file) ?? [];
      return items ? recorded(Number(items)) : readFileSync(path.join(ROOT, file), 'utf8');
    },
    cwd: ROOT,
    ...io,
  });

describe('worldline diff', () => {
  it('agrees with itself', async () => {
    const { code, stdout } = await worldline(['diff', 'order-1.json', 'order-1.json']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'The histories agree (16 events).\n' });
  });

  it('shows what differs, and ends with 1', async () => {
    const { code, stdout } = await worldline([
      'diff',
      'order-1.json',
      'order-2.json',
      '--width',
      '100',
      '--context',
      '0',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "1 WorkflowExecutionStarted order(1) on simulate  ~ 1 WorkflowExecutionStarted order(2) on simulate
          input[0]: 1 | 2
      … 8 equal events
      10 ActivityTaskScheduled pack(1) #1 (retries, 1… ~ 10 ActivityTaskScheduled pack(2) #1 (retries, 1…
          input[0]: 1 | 2
      … 1 equal event
      12 ActivityTaskCompleted pack #1 → "1 packed"    ~ 12 ActivityTaskCompleted pack #1 → "2 packed"
          result[0]: "1 packed" | "2 packed"
      … 3 equal events
      16 WorkflowExecutionCompleted → "1 packed"       ~ 16 WorkflowExecutionCompleted → "2 packed"
          result[0]: "1 packed" | "2 packed"
      "
    `);
  });

  it('gives JSON for scripts', async () => {
    const { code, stdout } = await worldline(['diff', 'order-1.json', 'order-2.json', '--json']);
    expect(code).toBe(1);
    const { equal, differences } = JSON.parse(stdout);
    expect(equal).toBe(false);
    expect(differences[0]).toEqual({
      left: { eventId: 1, type: 'WorkflowExecutionStarted' },
      right: { eventId: 1, type: 'WorkflowExecutionStarted' },
      fields: [{ path: 'input[0]', left: 1, right: 2 }],
    });
  });

  it.each([
    [['diff', 'order-1.json', 'none.json'], /^none\.json cannot be read: ENOENT/],
    [['diff', 'order-1.json', 'package.json'], /^package\.json: Invalid history/],
    [['diff', 'order-1.json', 'order-1.json', '--context', 'x'], /^--context is 'x'; it must be a whole number/],
    [['diff', 'order-1.json'], /^error: missing required argument 'right'/],
  ])('%j ends with 2', async (args, message) => {
    const { code, stdout, stderr } = await worldline(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('worldline replay, of a history', () => {
  it('shows what was pending at an event', async () => {
    const { stdout } = await worldline(['replay', 'order-1.json', '--to', '5']);
    expect(stdout).toMatchInlineSnapshot(`
      "5 of 16  +00:00:00.000  TimerStarted  #1, 3s
        workflow: running
        workflow task: none
        timer #1, due +00:00:03.000
      "
    `);
  });

  it('goes through it step by step', async () => {
    const { stdout } = await worldline(['replay', 'order-1.json', '--step', '--to', '12']);
    expect(stdout).toMatchInlineSnapshot(`
      "1 of 16  +00:00:00.000  WorkflowExecutionStarted  order(1) on simulate
      2 of 16  +00:00:00.000  WorkflowTaskScheduled
      3 of 16  +00:00:00.000  WorkflowTaskStarted
      4 of 16  +00:00:00.000  WorkflowTaskCompleted
      5 of 16  +00:00:00.000  TimerStarted  #1, 3s
        + timer #1, due +00:00:03.000
      6 of 16  +00:00:03.000  TimerFired  #1
        - timer #1, due +00:00:03.000
      7 of 16  +00:00:03.000  WorkflowTaskScheduled
      8 of 16  +00:00:03.000  WorkflowTaskStarted
      9 of 16  +00:00:03.000  WorkflowTaskCompleted
      10 of 16  +00:00:03.000  ActivityTaskScheduled  pack(1) #1 (retries, 1s ×2 ≤ 1m40s)
        + activity pack #1, scheduled +00:00:03.000, start-to-close 1m
      11 of 16  +00:00:03.000  ActivityTaskStarted  pack #1, attempt 1
        - activity pack #1, scheduled +00:00:03.000, start-to-close 1m
        + activity pack #1, scheduled +00:00:03.000, started +00:00:03.000, attempt 1, start-to-close 1m
      12 of 16  +00:00:03.000  ActivityTaskCompleted  pack #1 → "1 packed"
        - activity pack #1, scheduled +00:00:03.000, started +00:00:03.000, attempt 1, start-to-close 1m
      "
    `);
  });

  it('gives the state as JSON', async () => {
    const { stdout } = await worldline(['replay', 'order-1.json', '--to', '5', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ eventId: 5, status: 'running', timers: { 1: { startedEventId: 5 } } });
  });

  it('runs code against it, and ends with 4 where it does not fit', async () => {
    const fits = await worldline([
      'replay',
      'order-1.json',
      'order-2.json',
      '--workflows',
      'test/cli/scenarios/order.ts',
    ]);
    expect(fits).toEqual({
      code: 0,
      stdout: 'order-1.json: fits, 16 events\norder-2.json: fits, 16 events\n',
      stderr: '',
    });
    const differs = await worldline(['replay', 'order-1.json', '--workflows', 'test/cli/scenarios/order-changed.ts'], {
      annotations: { folder: ROOT },
    });
    expect(differs.code).toBe(4);
    expect(differs.stdout).toMatch(/^order-1\.json: ReplayMismatchError/);
    expect(differs.stderr).toMatch(
      /^::error file=test\/cli\/scenarios\/order-changed\.ts,line=\d+,col=\d+,title=worldline replay%3A the code does not fit order-1\.json::/,
    );
  });

  it('shows where the code stands at an event, and what it answers there', async () => {
    const at = async (...flags: string[]) => worldline(['replay', 'order-1.json', '--workflows', CODE, ...flags]);
    const { stdout, stderr } = await at('--to', '7');
    expect(stdout).toMatch(
      /\n {2}code: as of event 5, awaits timer 1 at order \(test\/cli\/scenarios\/order\.ts:\d+:\d+\)\n$/,
    );
    expect(stderr).toBe(
      'at event 7 the code stands as of event 5: of events 6 to 7 it is told by the next workflow task\n',
    );
    expect((await at('--to', '2')).stdout).toMatch(/code: has not run yet\n$/);
    expect((await at('--to', '5', '--query', '__stack_trace')).stdout).toMatch(
      /^ {4}at order \(.*order\.ts:\d+:\d+\)\n$/,
    );
    const { answer, ...rest } = JSON.parse((await at('--query', '__temporal_workflow_metadata', '--json')).stdout);
    expect(rest).toMatchObject({ workflowId: 'order', eventId: 16, codeEventId: 16, args: [] });
    expect(answer.definition.type).toBe('order');
    expect(JSON.parse((await at('--to', '5', '--json')).stdout)).toMatchObject({
      eventId: 5,
      code: { eventId: 5, queries: [], waits: [{ kind: 'timer' }] },
    });
    expect(JSON.parse((await at('--json')).stdout)).toEqual([{ file: 'order-1.json', fits: true, events: 16 }]);
  });

  it.each([
    [['--to', '17'], /^--to is '17'; the events of order-1\.json are 1 to 16/],
    [['--token', 'w1.x', '--to', '3'], /^--token is of one exploration, and goes with --json only; leave --to out/],
    [['--step', '--json'], /^--json and --step exclude each other/],
    [['--workflows', 'w.ts', '--step'], /^--step with --workflows needs a terminal; give --to for one event/],
    [['--query', 'items'], /^--query is answered by workflow code; give its file with --workflows/],
    [['--workflows', CODE, '--args', '[]'], /^--args are those of a query; give its name with --query/],
    [
      ['--workflows', CODE, '--query', 'x', '--args', '{"a":1}'],
      /^--args: \{"a":1\} is no array; give .* '\[\{"a":1\}\]'/,
    ],
    [['--workflows', CODE, '--query', 'x', '--args', '['], /^--args: \[ is no JSON/],
    [['--workflows', CODE, '--query', 'x'], /^workflow 'order' has no query 'x' at event 16; it has none then/],
    [
      ['--workflows', CODE, '--query', 'x', '--to', '3'],
      /^at event 3 the code has not run yet: .* completed with event 4/,
    ],
  ])('%j ends with 2', async (flags, message) => {
    const { code, stdout, stderr } = await worldline(['replay', 'order-1.json', ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { sleep, uuid4 } from '@temporalio/workflow';
import { describe, expect, test } from 'vitest';
import { acquireWorkflowHost } from '../../../src/worker/sdk/host';
import { SDK_VERSION, workflowGlobals } from '../../../src/worker/sdk/runtime';
import { userFrame } from '../../../src/worker/sdk/user-frame';
import { HistoryBuilder, START } from '../support/history-builder';
import { newWorker, step } from '../support/worker-kit';

const run = promisify(execFile);

describe.each(['user', 'worldline'])('with the first import of the workflow package by the %s', (first) => {
  test('scopes and async storages work', async () => {
    const fixture = path.join(__dirname, 'import-order-fixture.ts');
    const { stdout } = await run(process.execPath, ['--import', 'tsx', fixture, first]);
    expect(JSON.parse(stdout)).toEqual({ inner: 'kept', current: true, outer: false, random: 'number' });
  });
});

/** Everything that the host may touch. */
function surroundings() {
  const names = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'WeakRef', 'FinalizationRegistry'] as const;
  return [
    ...names.map((name) => globalThis[name]),
    Math.random,
    ...(['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => console[name]),
    process.emit,
    Object.getOwnPropertyDescriptor(globalThis, 'structuredClone'),
    Object.hasOwn(process, 'emit'),
    Object.hasOwn(globalThis, '__TEMPORAL_ACTIVATOR__'),
    process.listenerCount('unhandledRejection'),
  ];
}

test('the host leaves no trace, even where it is acquired twice', () => {
  const before = surroundings();
  const first = acquireWorkflowHost();
  const second = acquireWorkflowHost();
  first();
  first();
  expect(Object.hasOwn(globalThis, '__TEMPORAL_ACTIVATOR__')).toBe(true);
  second();
  expect(surroundings()).toEqual(before);
});

test('loading the SDK leaves the real globals in place', () => {
  expect(workflowGlobals.setTimeout).not.toBe(setTimeout);
  expect(Math.random).not.toBe(workflowGlobals.random);
  expect(() => workflowGlobals.random()).toThrow('Workflow random APIs may only be used from workflow context');
  expect(SDK_VERSION).toMatch(/^1\.\d+\.\d+/);
});

test('a rejection that belongs to no run goes to the listeners of others, and only to them', async () => {
  const worker = newWorker({});
  const others = process.rawListeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  try {
    const seen = new Promise((resolve) => process.once('unhandledRejection', resolve));
    void Promise.reject(new Error('nobody’s'));
    await expect(seen).resolves.toMatchObject({ message: 'nobody’s' });
  } finally {
    for (const listener of others) process.on('unhandledRejection', listener as never);
    worker.dispose();
  }
});

test('runs that are in flight at once do not see each other', async () => {
  const worker = newWorker({
    async mine(): Promise<string> {
      const id = uuid4();
      await sleep(1);
      return id;
    },
  });
  const histories = Array.from({ length: 20 }, (_, n) =>
    new HistoryBuilder().started('mine', [], { originalExecutionRunId: `run-${n}` }),
  );
  const identities = histories.map((_, n) => ({ execution: { workflowId: `w-${n}`, runId: `run-${n}` } }));
  const steps = () => Promise.all(histories.map((history, n) => step(worker, history, identities[n])));
  await steps();
  for (const history of histories) history.timerFired();
  const answers = await steps();
  const results = answers.map(({ commands }) =>
    Buffer.from(commands[0]!.completeWorkflowExecutionCommandAttributes!.result!.payloads![0]!.data!).toString(),
  );
  expect(new Set(results).size).toBe(20);
  worker.dispose();
});

test('workflow code sees its own time and no weak references', async () => {
  const worker = newWorker({
    async clock(): Promise<unknown> {
      const weak = (() => {
        try {
          return new WeakRef({});
        } catch (error) {
          return (error as Error).name;
        }
      })();
      return [Date.now(), new Date().toISOString(), new Date(0).toISOString(), weak];
    },
  });
  const { commands } = await step(worker, new HistoryBuilder().started('clock'));
  const { data } = commands[0]!.completeWorkflowExecutionCommandAttributes!.result!.payloads![0]!;
  expect(JSON.parse(Buffer.from(data!).toString())).toEqual([
    START,
    '2030-01-01T00:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    'DeterminismViolationError',
  ]);
  worker.dispose();
});

test('the frame of user code is the first that is neither ours, nor the SDK’s, nor Node’s', () => {
  const own = path.resolve(__dirname, '../../../src/worker/sdk/trace.ts');
  const stack = [
    'Error',
    `    at captureStack (${own}:1:1)`,
    '    at sleep (/app/node_modules/@temporalio/workflow/src/workflow.ts:9:9)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    '    at async checkout (/app/src/workflows.ts:12:3)',
  ].join('\n');
  expect(userFrame(stack)).toBe('checkout (/app/src/workflows.ts:12:3)');
});

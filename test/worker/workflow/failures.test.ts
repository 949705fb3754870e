import { ApplicationFailure } from '@temporalio/common';
import {
  condition,
  defineQuery,
  defineSignal,
  log,
  proxySinks,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { UnfinishedHandlers, WorkflowWorkerOptions } from '../../../src/worker/workflow/run-options';
import type { WorkflowWorker } from '../../../src/worker/workflow/workflow-worker';
import { HistoryBuilder, payloads } from '../support/history-builder';
import { newWorker, step, taskOf } from '../support/worker-kit';

class Refused extends Error {
  override readonly name = 'Refused';
}

const { audit } = proxySinks<{ audit: { note(text: string): void } }>();

const workflows = {
  async broken(): Promise<void> {
    throw new Refused('not a failure of Temporal');
  },
  async fails(): Promise<void> {
    throw ApplicationFailure.nonRetryable('declined', 'Declined');
  },
  async failsWithWhatCannotBeCloned(): Promise<void> {
    throw Object.assign(ApplicationFailure.nonRetryable('declined', 'Declined'), { retry: () => undefined });
  },
  async floating(): Promise<void> {
    void Promise.reject(new Refused('nobody awaits this'));
    await sleep(1000);
  },
  async logs(): Promise<void> {
    console.log('hello');
    log.info('logged', { n: 1 });
    audit.note(workflowInfo().workflowId);
    await sleep(1);
  },
  async leavesHandlers(): Promise<void> {
    let came = false;
    setHandler(defineSignal('slow'), async () => {
      came = true;
      await sleep('1h');
    });
    await condition(() => came);
  },
  async queried(): Promise<void> {
    setHandler(defineQuery('commands'), () => {
      void sleep(1);
      return 'done';
    });
    setHandler(defineQuery('throws'), () => {
      throw new Refused('no answer');
    });
    await condition(() => false);
  },
  async interval(): Promise<void> {
    setInterval(() => undefined, 1);
  },
};

let worker: WorkflowWorker;
const startWorker = (options?: Partial<WorkflowWorkerOptions>) => {
  worker = newWorker(workflows, options);
};
afterEach(() => worker.dispose());

async function firstAnswer(type: string, options?: Partial<WorkflowWorkerOptions>) {
  startWorker(options);
  const history = new HistoryBuilder().started(type);
  history.task();
  return worker.process(taskOf(history));
}

describe('an error of workflow code', () => {
  test('fails the workflow task if it is not a failure of Temporal', async () => {
    const answer = await firstAnswer('broken');
    expect(answer).toMatchObject({
      kind: 'failed',
      cause: 'WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE',
      failure: { message: 'not a failure of Temporal', source: 'TypeScriptSDK' },
      error: expect.any(Refused),
    });
    expect(worker.cachedRuns).toBe(0);
  });

  test('fails the workflow if it is one, or is listed as one', async () => {
    expect(await firstAnswer('fails')).toMatchObject({ commands: [{ commandType: 5 }] });
    worker.dispose();
    const listed = await firstAnswer('broken', { workflowFailureErrorTypes: { broken: ['Refused'] } });
    expect(listed).toMatchObject({ kind: 'completed', commands: [{ commandType: 5 }] });
  });

  test('is the one that the workflow ends with, even if it cannot be cloned for the log', async () => {
    const answer = await firstAnswer('failsWithWhatCannotBeCloned');
    expect(answer).toMatchObject({
      commands: [{ failWorkflowExecutionCommandAttributes: { failure: { message: 'declined' } } }],
    });
  });

  test('fails the workflow task where nobody awaits the promise that rejects', async () => {
    expect(await firstAnswer('floating')).toMatchObject({
      kind: 'failed',
      failure: { message: 'Unhandled Promise rejection: Refused: nobody awaits this' },
    });
  });

  test('names an unknown workflow type', async () => {
    expect(await firstAnswer('missing')).toMatchObject({
      kind: 'failed',
      failure: {
        message: "Failed to initialize workflow of type 'missing': no such function is exported by the workflow bundle",
      },
    });
  });

  test('what the sandbox lacks is not defined', async () => {
    expect(await firstAnswer('interval')).toMatchObject({ failure: { message: 'setInterval is not defined' } });
  });
});

test('a difference from history can be made to fail the workflow', async () => {
  startWorker({ workflowFailureErrorTypes: { '*': ['NondeterminismError'] } });
  const history = new HistoryBuilder().started('queried');
  await step(worker, history);
  history.add('TimerStarted', { timerId: '1' });
  history.timerFired('1');
  history.task();
  expect(await worker.process(taskOf(history))).toMatchObject({
    kind: 'completed',
    commands: [
      {
        commandType: 5,
        failWorkflowExecutionCommandAttributes: {
          failure: {
            message: expect.stringMatching(/^\[TMPRL1100\] Nondeterminism error: No command scheduled/),
            applicationFailureInfo: {},
          },
        },
      },
    ],
  });
});

test('a direct query whose handler throws or issues commands fails alone', async () => {
  startWorker();
  const history = new HistoryBuilder().started('queried');
  await step(worker, history);
  const ask = (queryType: string) => worker.process(taskOf(history, { query: { queryType } }));
  expect(await ask('throws')).toMatchObject({ kind: 'query', answer: { failure: { message: 'no answer' } } });
  expect(await ask('commands')).toMatchObject({
    kind: 'query',
    answer: { failure: { message: expect.stringContaining('query handlers must not issue commands') } },
  });
  expect(await ask('throws')).toMatchObject({ kind: 'query' });
});

test('what workflow code prints, logs and sends to sinks comes out once, however often it is replayed', async () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const logged: unknown[] = [];
  const noted: string[] = [];
  const logger = {
    log: (...entry: unknown[]) => logged.push(entry.slice(0, 2)),
    error: () => undefined,
  } as never;
  startWorker({
    maxCachedWorkflows: 0,
    logger,
    sinks: { audit: { note: { fn: (_info, text) => void noted.push(text) } } },
  });
  const history = new HistoryBuilder().started('logs');
  await step(worker, history);
  history.timerFired();
  await step(worker, history);
  await worker.replay(history, { workflowId: 'order-1' });
  worker.dispose();
  expect(printed.mock.calls).toEqual([['[logs(order-1)]', 'hello']]);
  expect(logged).toEqual([
    ['DEBUG', 'Workflow started'],
    ['INFO', 'logged'],
    ['DEBUG', 'Workflow completed'],
  ]);
  expect(noted).toEqual(['order-1']);
  printed.mockRestore();
});

test('handlers that still run when the workflow ends are reported', async () => {
  const reported: UnfinishedHandlers[] = [];
  startWorker({ onUnfinishedHandlers: (handlers) => reported.push(handlers) });
  const history = new HistoryBuilder().started('leavesHandlers');
  await step(worker, history);
  history.signal('slow');
  await step(worker, history);
  expect(reported).toMatchObject([{ workflowId: 'order-1', signals: [{ name: 'slow' }], updates: [] }]);
});

test('payload codecs see what goes in and out, but not what is replayed', async () => {
  const counts = { encode: 0, decode: 0 };
  const flip = (payloadList: { data?: Uint8Array | null }[]) =>
    payloadList.map((payload) => ({ ...payload, data: payload.data?.map((byte) => byte ^ 0xff) }));
  const codec = {
    encode: async (list: never[]) => {
      counts.encode++;
      return flip(list);
    },
    decode: async (list: never[]) => {
      counts.decode++;
      return flip(list);
    },
  };
  worker = newWorker({});
  const { dataConverter } = worker.options;
  worker.dispose();
  worker = newWorker(
    { echo: async (value: unknown) => value },
    { dataConverter: { ...dataConverter, payloadCodecs: [codec as never] } },
  );
  const history = new HistoryBuilder().started('echo', [], { input: { payloads: flip(payloads('hi').payloads!) } });
  const answer = await step(worker, history);
  const { result } = answer.commands[0]!.completeWorkflowExecutionCommandAttributes!;
  expect(flip(result!.payloads!)).toEqual(payloads('hi').payloads);
  expect(counts).toEqual({ encode: 1, decode: 1 });
});

import { defaultPayloadConverter, fromPayloadsAtIndex } from '@temporalio/common';
import {
  ActivityCancellationType,
  CancellationScope,
  defineQuery,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { msToDuration, msToTimestamp, type Payloads } from '../../../src/base/api';
import type { LocalActivityCall, LocalActivityOutcome } from '../../../src/worker/workflow/local-activity-call';
import type { WorkflowWorkerOptions } from '../../../src/worker/workflow/run-options';
import type { WorkflowWorker } from '../../../src/worker/workflow/workflow-worker';
import { HistoryBuilder, payloads, START } from '../support/history-builder';
import { type Completed, newWorker, step, taskOf } from '../support/worker-kit';

const { work } = proxyLocalActivities<{ work(n: number): Promise<string> }>({ startToCloseTimeout: '1m' });
const patient = proxyLocalActivities<{ work(n: number): Promise<string> }>({
  startToCloseTimeout: '1m',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

const describeError = (error: unknown): string => {
  const { name, message, cause } = error as Error;
  return cause ? `${name}: ${message} <- ${describeError(cause)}` : `${name}: ${message}`;
};

const workflows = {
  async one(): Promise<unknown> {
    const result = await work(1).catch(describeError);
    return [result, Date.now() - START];
  },
  async race(): Promise<unknown> {
    const order: string[] = [];
    await Promise.all([1, 2].map(async (n) => order.push(await work(n))));
    await sleep(1);
    return order;
  },
  async beside(): Promise<unknown> {
    setHandler(defineQuery<string>('state'), () => 'waiting');
    const slow = work(1);
    await sleep('1h');
    return await slow;
  },
  async napping(): Promise<void> {
    await sleep(1);
  },
  async changesItsMind(patience: boolean): Promise<unknown> {
    const scope = new CancellationScope();
    const running = scope.run(() => (patience ? patient : { work }).work(1)).catch(describeError);
    scope.cancel();
    return await running;
  },
  async changesItsMindAndWorks(): Promise<unknown> {
    const scope = new CancellationScope();
    const running = scope.run(() => work(1)).catch(describeError);
    scope.cancel();
    await running;
    return await work(2);
  },
};

/** Local activities end when the test says so. */
let calls: { call: LocalActivityCall; end(outcome: Partial<LocalActivityOutcome>): void; cancelled: boolean }[];
let beat: (() => void) | undefined;
let worker: WorkflowWorker;

function startWorker(options: Partial<WorkflowWorkerOptions> = {}): void {
  worker = newWorker(workflows, {
    ...options,
    registeredActivityNames: ['work'],
    runLocalActivity(call, onResolved) {
      const one = {
        call,
        cancelled: false,
        end: (outcome: Partial<LocalActivityOutcome>) =>
          onResolved({ kind: 'completed', attempt: 1, runtimeMs: 0, ...outcome } as LocalActivityOutcome),
      };
      calls.push(one);
      return {
        cancel: () => {
          one.cancelled = true;
        },
      };
    },
    startTimer: (_runId, _delay, fire) => {
      beat = fire;
      return () => {
        beat = undefined;
      };
    },
  });
}

beforeEach(() => {
  calls = [];
  startWorker();
});
afterEach(() => worker.dispose());

const resultPayload = (value: unknown) => ({
  kind: 'completed' as const,
  result: defaultPayloadConverter.toPayload(value),
});
const kinds = (answer: Completed) => answer.commands.map((command) => command.commandType as unknown as number);

function resultOf(answer: Completed): unknown {
  const result = answer.commands.at(-1)!.completeWorkflowExecutionCommandAttributes!.result as Payloads;
  return fromPayloadsAtIndex(defaultPayloadConverter, 0, result.payloads);
}

async function expectReplayable(history: HistoryBuilder): Promise<void> {
  const before = calls.length;
  await worker.replay(history, { workflowId: 'order-1' });
  expect(calls.length).toBe(before);
}

test('one that ends within the task becomes a marker, and moves workflow time', async () => {
  const history = new HistoryBuilder().started('one');
  const answer = await step(worker, history, {}, () => calls[0]!.end({ ...resultPayload('ok'), runtimeMs: 250 }));
  expect(calls[0]!.call).toMatchObject({ activityType: 'work', activityId: '1', attempt: 1 });
  expect(kinds(answer)).toEqual([9, 4]);
  expect(resultOf(answer)).toEqual(['ok', 250]);
  await expectReplayable(history);
});

test('one that goes on while another run has its task keeps its run, though nothing is cached', async () => {
  worker.dispose();
  startWorker({ maxCachedWorkflows: 0 });
  const history = new HistoryBuilder().started('one');
  let parked: (() => void) | undefined;
  const isParked = new Promise<void>((resolve) => {
    parked = resolve;
  });
  const answering = step(worker, history, {}, parked);
  await isParked;
  const other = new HistoryBuilder().started('napping');
  await step(worker, other, { execution: { workflowId: 'order-2', runId: 'another-run' } });
  calls[0]!.end(resultPayload('ok'));
  expect(kinds(await answering)).toEqual([9, 4]);
  expect(worker.cachedRuns).toBe(0);
});

describe('failures', () => {
  test.each([
    ['failed', { message: 'no', applicationFailureInfo: { type: 'No' } }, 'ApplicationFailure: no'],
    [
      'failed',
      { message: 'Activity timed out', timeoutFailureInfo: { timeoutType: 1 } },
      'ActivityFailure: Local Activity timed out <- TimeoutFailure: Activity timed out',
    ],
    [
      'cancelled',
      { message: 'CANCELLED', canceledFailureInfo: {} },
      'ActivityFailure: Local Activity cancelled <- CancelledFailure: CANCELLED',
    ],
  ] as const)('one that %s with %j', async (kind, failure, seen) => {
    const history = new HistoryBuilder().started('one');
    const answer = await step(worker, history, {}, () => calls[0]!.end({ kind, failure, attempt: 3 } as never));
    expect(resultOf(answer)).toEqual([seen, 0]);
    expect(answer.meteringMetadata).toEqual({ nonfirstLocalActivityExecutionAttempts: 2 });
    await expectReplayable(history);
  });
});

test('a long backoff is waited out by a timer of the workflow', async () => {
  const history = new HistoryBuilder().started('one');
  const answer = await step(worker, history, {}, () =>
    calls[0]!.end({
      kind: 'backoff',
      failure: { message: 'later' },
      backoff: msToDuration(90_000),
      originalScheduleTime: msToTimestamp(START),
    } as never),
  );
  expect(kinds(answer)).toEqual([9, 3]);
  history.timerFired();
  const last = await step(worker, history, {}, () => calls[1]!.end(resultPayload('at last')));
  expect(calls[1]!.call).toMatchObject({ activityId: '2', attempt: 2 });
  expect(resultOf(last)).toEqual(['at last', 0]);
  await expectReplayable(history);
});

test('the order in which they end is the order of their markers, live and replayed', async () => {
  const history = new HistoryBuilder().started('race');
  const ends = [() => calls[1]!.end(resultPayload('second')), () => calls[0]!.end(resultPayload('first'))];
  const answer = await step(worker, history, {}, () => ends.shift()!());
  expect(kinds(answer)).toEqual([9, 9, 3]);
  worker.clear();
  history.timerFired();
  expect(resultOf(await step(worker, history))).toEqual(['second', 'first']);
});

test('a long one is carried from task to task by heartbeats', async () => {
  const history = new HistoryBuilder().started('beside');
  const first = await step(worker, history, {}, () => beat!());
  expect(first).toMatchObject({ forceCreateNewWorkflowTask: true });
  expect(kinds(first)).toEqual([3]);
  const second = await step(worker, history, {}, () => beat!());
  expect(second).toMatchObject({ forceCreateNewWorkflowTask: true, commands: [] });
  calls[0]!.end(resultPayload('slow'));
  history.timerFired();
  const last = await step(worker, history);
  expect(resultOf(last)).toBe('slow');
  expect(calls).toHaveLength(1);
  await expectReplayable(history);
});

test('a query does not wait for them', async () => {
  const history = new HistoryBuilder().started('beside');
  const answer = await step(worker, history, { queries: new Map([['q', { queryType: 'state' }]]) });
  expect(answer).toMatchObject({ forceCreateNewWorkflowTask: true, queryAnswers: [{ success: payloads('waiting') }] });
});

test.each([false, true])(
  'one that is cancelled before it starts is never run (waiting for it: %s)',
  async (patience) => {
    const history = new HistoryBuilder().started('changesItsMind', [patience]);
    const answer = await step(worker, history);
    expect(resultOf(answer)).toBe('ActivityFailure: Local Activity cancelled <- CancelledFailure: Activity cancelled');
    expect(calls).toEqual([]);
    await expectReplayable(history);
  },
);

test('the marker of one that was cancelled does not stand in the way of the next', async () => {
  const history = new HistoryBuilder().started('changesItsMindAndWorks');
  const answer = await step(worker, history, {}, () => calls[0]!.end(resultPayload('ok')));
  expect(kinds(answer)).toEqual([9, 9, 4]);
  expect(resultOf(answer)).toBe('ok');
  await expectReplayable(history);
});

test('those of a run that is evicted are told to stop, and run again in its next life', async () => {
  const history = new HistoryBuilder().started('one');
  history.task();
  const lost = worker.process(taskOf(history), () => worker.evict(taskOf(history).execution.runId));
  await expect(lost).resolves.toMatchObject({ kind: 'failed' });
  expect(calls[0]!.cancelled).toBe(true);
  const answer = worker.process(taskOf(history), () => calls[1]!.end(resultPayload('again')));
  expect(resultOf((await answer) as Completed)).toEqual(['again', 0]);
});

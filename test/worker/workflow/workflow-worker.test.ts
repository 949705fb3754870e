import { defaultPayloadConverter, fromPayloadsAtIndex } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { afterEach, describe, expect, test } from 'vitest';
import type { Payloads } from '../../../src/base/api';
import type { WorkflowWorkerOptions } from '../../../src/worker/workflow/run-options';
import type { WorkflowWorker } from '../../../src/worker/workflow/workflow-worker';
import { HistoryBuilder, payloads, START } from '../support/history-builder';
import { type Completed, newWorker, step, taskOf } from '../support/worker-kit';

const { charge } = proxyActivities<{ charge(amount: number): Promise<string> }>({ startToCloseTimeout: '1m' });

const workflows = {
  async checkout(amount: number): Promise<string> {
    const receipt = await charge(amount);
    await sleep('1 day');
    return `${receipt} at ${new Date().toISOString()}`;
  },
  async inbox(): Promise<string[]> {
    const seen: string[] = [];
    let done = false;
    setHandler(defineSignal<[string]>('add'), (value) => void seen.push(value));
    setHandler(defineSignal('done'), () => {
      done = true;
    });
    setHandler(defineQuery<number>('count'), () => seen.length);
    await condition(() => done);
    return seen;
  },
  async cancellable(): Promise<string> {
    try {
      await charge(1);
      return 'charged';
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}, ${((error as Error).cause as Error).name}`;
    }
  },
  async shortLived(): Promise<void> {
    const scope = new CancellationScope();
    const sleeping = scope.run(() => sleep('1h')).catch(() => undefined);
    scope.cancel();
    await sleeping;
  },
  async countDown(n: number): Promise<number> {
    if (n > 0) await continueAsNew(n - 1);
    return workflowInfo().historyLength;
  },
};

let worker: WorkflowWorker;
const startWorker = (options?: Partial<WorkflowWorkerOptions>) => {
  worker = newWorker(workflows, options);
};
afterEach(() => worker.dispose());

function resultOf(answer: Completed): unknown {
  const result = answer.commands.at(-1)!.completeWorkflowExecutionCommandAttributes!.result as Payloads;
  return fromPayloadsAtIndex(defaultPayloadConverter, 0, result.payloads);
}

const kinds = (answer: Completed) => answer.commands.map((command) => command.commandType as unknown as number);

// Each story must go the same way with a run that stays cached and with one that is replayed for each task.
describe.each([
  ['cached', undefined],
  ['replayed for each task', 0],
])('a run that is %s', (_, maxCachedWorkflows) => {
  test('runs an activity, a timer, and completes', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('checkout', [42]);
    const first = await step(worker, history);
    expect(first.commands[0]!.scheduleActivityTaskCommandAttributes).toMatchObject({
      activityId: '1',
      activityType: { name: 'charge' },
      taskQueue: { name: 'queue' },
      input: payloads(42),
    });
    expect(first.sdkMetadata).toMatchObject({ coreUsedFlags: [1, 2, 3], sdkName: 'temporal-typescript' });
    history.activityCompleted('receipt-1');
    const second = await step(worker, history);
    expect(second.commands[0]!.startTimerCommandAttributes).toMatchObject({ timerId: '1' });
    expect(second.sdkMetadata).toEqual({});
    history.now = START + 86_400_000;
    history.timerFired();
    expect(resultOf(await step(worker, history))).toBe('receipt-1 at 2030-01-02T00:00:00.000Z');
  });

  test('receives signals in their order and answers queries after them', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('inbox');
    await step(worker, history);
    history.signal('add', 'a').signal('add', 'b');
    const answer = await step(worker, history, { queries: new Map([['q', { queryType: 'count' }]]) });
    expect(answer.queryAnswers).toEqual([{ queryId: 'q', success: payloads(2) }]);
    history.signal('add', 'c').signal('done');
    const last = await step(worker, history);
    expect(resultOf(last)).toEqual(['a', 'b', 'c']);
    expect(last.sdkMetadata).toEqual({});
  });

  test('learns at once of an activity that it cancels', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('cancellable');
    await step(worker, history);
    history.add('WorkflowExecutionCancelRequested', { cause: 'enough' });
    const answer = await step(worker, history);
    expect(kinds(answer)).toEqual([2, 4]);
    expect(resultOf(answer)).toBe('ActivityFailure: Activity cancelled, CancelledFailure');
  });

  test('answers direct queries without a workflow task', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('inbox');
    history.signal('add', 'a');
    await step(worker, history);
    const answer = await worker.process(taskOf(history, { query: { queryType: 'count' } }));
    expect(answer).toMatchObject({ kind: 'query', answer: { success: payloads(1) } });
  });
});

test('a timer that is started and cancelled in one workflow task leaves no commands', async () => {
  startWorker();
  expect(kinds(await step(worker, new HistoryBuilder().started('shortLived')))).toEqual([4]);
});

test('continues as new with the values of the run', async () => {
  startWorker();
  const memo = { fields: { note: defaultPayloadConverter.toPayload('kept') } };
  const history = new HistoryBuilder().started('countDown', [3], { memo });
  const answer = await step(worker, history);
  expect(answer.commands[0]!.continueAsNewWorkflowExecutionCommandAttributes).toMatchObject({
    workflowType: { name: 'countDown' },
    input: payloads(2),
    memo,
  });
});

import {
  ApplicationFailure,
  defaultPayloadConverter,
  fromPayloadsAtIndex,
  type WorkflowExecution,
} from '@temporalio/common';
import {
  CancellationScope,
  ChildWorkflowCancellationType,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  deprecatePatch,
  executeChild,
  getExternalWorkflowHandle,
  patched,
  setHandler,
  sleep,
  startChild,
  upsertMemo,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { afterEach, describe, expect, test } from 'vitest';
import type { Payloads } from '../../../src/base/api';
import type { UpdateRequest } from '../../../src/history/worker-protocol';
import type { WorkflowWorkerOptions } from '../../../src/worker/workflow/run-options';
import type { WorkflowWorker } from '../../../src/worker/workflow/workflow-worker';
import { HistoryBuilder, payloads } from '../support/history-builder';
import { type Completed, newWorker, step, taskOf } from '../support/worker-kit';

function nameAndCause(error: unknown): string {
  const { name, message, cause } = error as Error;
  return cause ? `${name}: ${message} <- ${nameAndCause(cause)}` : `${name}: ${message}`;
}

const workflows = {
  async parent(): Promise<unknown> {
    const child = await startChild('child', { workflowId: 'child-1' });
    return [child.firstExecutionRunId, await child.result().catch(nameAndCause)];
  },
  async impatientParent(cancellationType: ChildWorkflowCancellationType): Promise<unknown> {
    return await executeChild('child', { workflowId: 'child-1', cancellationType }).catch(nameAndCause);
  },
  async changesItsMind(): Promise<unknown> {
    const scope = new CancellationScope();
    const child = scope.run(() => executeChild('child', { workflowId: 'child-1' })).catch(nameAndCause);
    scope.cancel();
    return await child;
  },
  async neighbour(): Promise<unknown> {
    const other = getExternalWorkflowHandle('other');
    return [
      await other.signal('hello').catch(nameAndCause),
      await other.cancel().then(() => 'cancelled', nameAndCause),
    ];
  },
  async twoPatches(): Promise<boolean[]> {
    const a = patched('b-first');
    await sleep(1);
    return [a, patched('a-second')];
  },
  async withoutPatch(): Promise<boolean[]> {
    await sleep(1);
    return [];
  },
  async deprecated(): Promise<void> {
    deprecatePatch('old');
    await sleep(1);
  },
  async counter(): Promise<number> {
    let count = 0;
    let finished = false;
    setHandler(defineUpdate<number, [number]>('add'), async (by) => (count += by), {
      validator: (by) => {
        if (by < 0) throw ApplicationFailure.nonRetryable('only up', 'OnlyUp');
      },
    });
    setHandler(defineUpdate<void, []>('explode'), async () => {
      throw ApplicationFailure.nonRetryable('boom', 'Boom');
    });
    setHandler(defineSignal('finish'), () => {
      finished = true;
    });
    setHandler(defineQuery<number>('count'), () => count);
    await condition(() => finished);
    return count;
  },
  async threeTimers(): Promise<number> {
    let fired = 0;
    setHandler(defineUpdate<number, []>('fired'), () => fired);
    await Promise.all([1, 2, 3].map(async (ms) => sleep(ms).then(() => fired++)));
    return fired;
  },
  async upserts(): Promise<unknown> {
    upsertMemo({ note: 'new' });
    upsertSearchAttributes({ CustomKeywordField: ['k'] });
    await sleep(1);
    return workflowInfo().memo;
  },
  async ids(): Promise<string[]> {
    const first = uuid4();
    await condition(() => false, 10);
    return [first, uuid4()];
  },
};

let worker: WorkflowWorker;
const startWorker = (options?: Partial<WorkflowWorkerOptions>) => {
  worker = newWorker(workflows, options);
};
afterEach(() => worker.dispose());

function resultOf(answer: Completed): unknown {
  const result = answer.commands.at(-1)!.completeWorkflowExecutionCommandAttributes?.result as Payloads | undefined;
  return result && fromPayloadsAtIndex(defaultPayloadConverter, 0, result.payloads);
}

const kinds = (answer: Completed) => answer.commands.map((command) => command.commandType as unknown as number);
const child: WorkflowExecution = { workflowId: 'child-1', runId: 'child-run' };

function updateOf(history: HistoryBuilder, id: string, name: string, ...args: unknown[]): UpdateRequest {
  return {
    messageId: `${id}/request`,
    protocolInstanceId: id,
    sequencingEventId: history.length + 1,
    request: { meta: { updateId: id }, input: { name, args: payloads(...args) } },
  };
}

describe.each([
  ['cached', undefined],
  ['replayed for each task', 0],
])('a run that is %s', (_, maxCachedWorkflows) => {
  test('hears when its child starts and how it ends', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('parent');
    const first = await step(worker, history);
    expect(first.commands[0]!.startChildWorkflowExecutionCommandAttributes).toMatchObject({
      workflowId: 'child-1',
      workflowType: { name: 'child' },
    });
    const { id: initiatedEventId } = history.last('StartChildWorkflowExecutionInitiated');
    history.add('ChildWorkflowExecutionStarted', { initiatedEventId, workflowExecution: child });
    expect(kinds(await step(worker, history))).toEqual([]);
    const failure = { message: 'no luck', applicationFailureInfo: { type: 'Luck' } };
    history.add('ChildWorkflowExecutionFailed', { initiatedEventId, workflowExecution: child, failure, retryState: 5 });
    expect(resultOf(await step(worker, history))).toEqual([
      'child-run',
      'ChildWorkflowFailure: Child Workflow execution failed <- ApplicationFailure: no luck',
    ]);
  });

  test.each([
    [ChildWorkflowCancellationType.ABANDON, [4]],
    [ChildWorkflowCancellationType.TRY_CANCEL, [8, 4]],
    [ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED, [8]],
  ])('cancels a child with %s', async (cancellationType, commands) => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('impatientParent', [cancellationType]);
    await step(worker, history);
    const { id: initiatedEventId } = history.last('StartChildWorkflowExecutionInitiated');
    history.add('ChildWorkflowExecutionStarted', { initiatedEventId, workflowExecution: child });
    await step(worker, history);
    history.add('WorkflowExecutionCancelRequested', {});
    let answer = await step(worker, history);
    expect(kinds(answer)).toEqual(commands);
    if (!commands.includes(4)) {
      const { id } = history.last('RequestCancelExternalWorkflowExecutionInitiated');
      history.add('ExternalWorkflowExecutionCancelRequested', { initiatedEventId: id });
      history.add('ChildWorkflowExecutionCanceled', { initiatedEventId, workflowExecution: child });
      answer = await step(worker, history);
    }
    expect(resultOf(answer)).toBe('ChildWorkflowFailure: Child Workflow execution failed <- CancelledFailure: ');
  });

  test('signals and cancels other workflows', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('neighbour');
    expect(kinds(await step(worker, history))).toEqual([12]);
    history.add('SignalExternalWorkflowExecutionFailed', {
      initiatedEventId: history.last('SignalExternalWorkflowExecutionInitiated').id,
      cause: 1,
    });
    const second = await step(worker, history);
    expect(second.commands[0]!.requestCancelExternalWorkflowExecutionCommandAttributes!.reason).toMatch(
      /^Cancel requested by workflow with run id \S+ with reason: $/,
    );
    history.add('ExternalWorkflowExecutionCancelRequested', {
      initiatedEventId: history.last('RequestCancelExternalWorkflowExecutionInitiated').id,
    });
    expect(resultOf(await step(worker, history))).toEqual([
      'ApplicationFailure: Unable to signal external workflow because it was not found',
      'cancelled',
    ]);
  });

  test('writes a marker and the list of its patches for each new patch', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('twoPatches');
    expect(kinds(await step(worker, history))).toEqual([9, 13, 3]);
    history.timerFired();
    const last = await step(worker, history);
    expect(kinds(last)).toEqual([9, 13, 4]);
    const { indexedFields } = last.commands[1]!.upsertWorkflowSearchAttributesCommandAttributes!.searchAttributes!;
    expect(defaultPayloadConverter.fromPayload(indexedFields!.TemporalChangeVersion!)).toEqual(['a-second', 'b-first']);
    expect(resultOf(last)).toEqual([true, true]);
  });

  test('accepts, completes and rejects updates', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('counter');
    await step(worker, history);
    const answer = await step(worker, history, { messages: [updateOf(history, 'u1', 'add', 5)] });
    expect(kinds(answer)).toEqual([14, 14]);
    expect(answer.messages).toMatchObject([
      { kind: 'accepted', protocolInstanceId: 'u1' },
      { kind: 'completed', outcome: { success: payloads(5) } },
    ]);
    const exploded = await step(worker, history, { messages: [updateOf(history, 'u2', 'explode')] });
    expect(exploded.messages[1]).toMatchObject({ outcome: { failure: { message: 'boom' } } });
    const query = await worker.process(taskOf(history, { query: { queryType: 'count' } }));
    expect(query).toMatchObject({ answer: { success: payloads(5) } });
    history.signal('finish');
    expect(resultOf(await step(worker, history))).toBe(5);
  });

  // The first firing follows the commands of its sequence; the second one is alone in it, as nothing is around a heartbeat.
  test.each([1, 2])('hears of an update after %d firings that it has not answered', async (firings) => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('threeTimers');
    await step(worker, history);
    for (let timer = 1; timer <= firings; timer++) {
      history.timerFired(String(timer));
      expect(kinds(await step(worker, history))).toEqual([]);
    }
    const answer = await step(worker, history, { messages: [updateOf(history, 'u1', 'fired')] });
    expect(answer.messages[1]).toMatchObject({ kind: 'completed', outcome: { success: payloads(firings) } });
  });

  test('goes on after a speculative task that only rejected an update and was dropped', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('counter');
    await step(worker, history);
    const kept = [...history.events];
    const started = history.task();
    const task = taskOf(history, { startedEventId: started, messages: [updateOf(history, 'u1', 'add', -1)] });
    const answer = (await worker.process(task)) as Completed;
    expect(answer.commands).toEqual([]);
    expect(answer.messages).toMatchObject([{ kind: 'rejected', failure: { message: 'only up' } }]);
    history.events.splice(0, history.length, ...kept);
    history.signal('finish');
    expect(resultOf(await step(worker, history))).toBe(0);
  });

  test('upserts memo and search attributes', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('upserts');
    expect(kinds(await step(worker, history))).toEqual([16, 13, 3]);
    history.timerFired();
    expect(resultOf(await step(worker, history))).toEqual({ note: 'new' });
  });

  test('draws the same random numbers in every life, and others after a reset', async () => {
    startWorker({ maxCachedWorkflows });
    const history = new HistoryBuilder().started('ids');
    await step(worker, history);
    const beforeReset = [...history.events];
    history.timerFired();
    const [first, second] = resultOf(await step(worker, history)) as string[];
    const reset = new HistoryBuilder();
    reset.events.push(...beforeReset);
    reset.task();
    reset.add('WorkflowTaskFailed', { cause: 20, newRunId: 'another-run' });
    worker.clear();
    reset.timerFired();
    const [again, different] = resultOf(await step(worker, reset)) as string[];
    expect(again).toBe(first);
    expect(different).not.toBe(second);
  });
});

test('a child that is started and cancelled in one workflow task leaves no commands', async () => {
  startWorker();
  const answer = await step(worker, new HistoryBuilder().started('changesItsMind'));
  expect(kinds(answer)).toEqual([4]);
  expect(resultOf(answer)).toBe('ChildWorkflowFailure: Child Workflow execution failed <- CancelledFailure: ');
});

describe('patches that the code no longer has', () => {
  async function historyOf(type: string): Promise<HistoryBuilder> {
    startWorker();
    const history = new HistoryBuilder().started(type);
    await step(worker, history);
    worker.dispose();
    return history.timerFired();
  }

  test('a deprecated one is passed over, with the upsert behind it', async () => {
    const history = await historyOf('deprecated');
    worker = newWorker({ deprecated: workflows.withoutPatch });
    expect(kinds(await step(worker, history))).toEqual([4]);
  });

  test('one that was not deprecated fails the workflow task', async () => {
    const history = await historyOf('twoPatches');
    worker = newWorker({ twoPatches: workflows.withoutPatch });
    history.task();
    const answer = await worker.process(taskOf(history));
    expect(answer).toMatchObject({ kind: 'failed', cause: 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR' });
  });

  test('a new one is not there while history without it is replayed', async () => {
    const history = await historyOf('withoutPatch');
    worker = newWorker({ withoutPatch: workflows.twoPatches });
    const answer = await step(worker, history);
    expect(resultOf(answer)).toEqual([false, true]);
    expect(kinds(answer)).toEqual([9, 13, 4]);
  });
});

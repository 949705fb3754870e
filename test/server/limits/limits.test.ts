import { Context, heartbeat } from '@temporalio/activity';
import {
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  startChild,
  upsertMemo,
} from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../../src';

const MiB = 1024 * 1024;
const large = () => 'x'.repeat(2 * MiB + 1);

const activities = {
  async echo(value: unknown) {
    return typeof value === 'string' ? value.length : value;
  },
  async returns(length: number) {
    return 'x'.repeat(length);
  },
  async fails(length: number, type = 'Large', nonRetryable = false) {
    throw ApplicationFailure.create({ message: 'm'.repeat(length), type, nonRetryable, details: ['gone'] });
  },
  async keepsInMind(length: number) {
    heartbeat('x'.repeat(length));
    await Context.current().sleep('1 hour');
  },
  async takes(ms: number) {
    await Context.current().sleep(ms);
  },
};

const retry = { maximumAttempts: 2, initialInterval: '1 minute' } as const;
const { echo, returns, fails } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 hour', retry });
const { takes } = proxyLocalActivities<typeof activities>({ startToCloseTimeout: '1 hour' });

const workflows = {
  async child() {},
  async returnsLarge() {
    return large();
  },
  async throwsLarge() {
    throw ApplicationFailure.nonRetryable(large());
  },
  async passesLargeToActivity() {
    await echo(large());
  },
  async passesLargeToChild() {
    await startChild('child', { args: [large()] });
  },
  async givesChildLargeMemo() {
    await startChild('child', { memo: { note: large() } });
  },
  async continuesWithLarge() {
    await continueAsNew<(text: string) => Promise<void>>(large());
  },
  async signalsLarge() {
    await getExternalWorkflowHandle('x').signal('s', large());
  },
  async upsertsLargeMemo() {
    upsertMemo({ note: large() });
    await sleep('1 day');
  },
  async writesManyEvents() {
    for (let i = 0; i < 51_300; i++) upsertMemo({ i });
    await sleep('1 day');
  },
  async writesMuch() {
    const megabyte = 'x'.repeat(MiB);
    for (let i = 0; i < 60; i++) await echo(megabyte);
  },
  async countsSignals() {
    let count = 0;
    setHandler(defineSignal('s'), () => {
      count++;
    });
    setHandler(defineQuery<number, [string?]>('count'), () => count);
    await condition(() => false);
  },
  async busy() {
    let count = 0;
    setHandler(defineSignal('s'), () => {
      count++;
    });
    await takes(5000);
    return count;
  },
  async signals(target: string) {
    await getExternalWorkflowHandle(target).signal('s');
  },
  async remembers(howMany: number, length: number) {
    const options = { startToCloseTimeout: '1 day', heartbeatTimeout: '2 hours' } as const;
    const { keepsInMind } = proxyActivities<typeof activities>(options);
    await Promise.all(Array.from({ length: howMany }, () => keepsInMind(length)));
  },
  async largeResult() {
    await returns(2 * MiB + 1);
  },
  async largeFailure(length: number, nonRetryable = false) {
    await fails(length, 'Large', nonRetryable);
  },
};

const shop = (options: object = {}) =>
  World.create({ workflows, activities, onTaskFailure: 'retry', replay: 'off', ...options });

const start = (world: World, type: string, ...args: unknown[]) =>
  world.client.workflow.start(type, { workflowId: 'w', taskQueue: 'q', args });

const types = (world: World) => world.history('w').events.map(({ type }) => type);
const attributes = (world: World, type: string): any =>
  world.history('w').events.find((event) => event.type === type)?.attributes;

describe('a payload over 2 MiB in a command', () => {
  it.each([
    ['returnsLarge', 2, 'BadScheduleActivityAttributes: CompleteWorkflowExecutionCommandAttributes.Result'],
    ['throwsLarge', 8, 'BadFailWorkflowExecutionAttributes: FailWorkflowExecutionCommandAttributes.Failure'],
    ['passesLargeToActivity', 2, 'BadScheduleActivityAttributes: ScheduleActivityTaskCommandAttributes.Input'],
    ['passesLargeToChild', 16, 'BadStartChildExecutionAttributes: StartChildWorkflowExecutionCommandAttributes. Input'],
    ['givesChildLargeMemo', 16, 'BadStartChildExecutionAttributes: StartChildWorkflowExecutionCommandAttributes.Memo'],
    ['continuesWithLarge', 11, 'BadContinueAsNewAttributes: ContinueAsNewWorkflowExecutionCommandAttributes. Input'],
    [
      'signalsLarge',
      15,
      'BadSignalWorkflowExecutionAttributes: SignalExternalWorkflowExecutionCommandAttributes.Input',
    ],
    ['upsertsLargeMemo', 25, 'BadModifyWorkflowPropertiesAttributes: ModifyWorkflowPropertiesCommandAttributes'],
  ])('fails the task and terminates the workflow: %s', async (type, cause, text) => {
    await using world = await shop();
    const message = `${text} exceeds size limit.`;
    const handle = await start(world, type);
    await expect(handle.result()).rejects.toMatchObject({ cause: { name: 'TerminatedFailure', message } });
    expect(types(world).slice(3)).toEqual(['WorkflowTaskFailed', 'WorkflowExecutionTerminated']);
    expect(attributes(world, 'WorkflowTaskFailed')).toMatchObject({ cause, failure: { message } });
    expect(attributes(world, 'WorkflowExecutionTerminated')).toMatchObject({
      reason: message,
      identity: 'history-service',
    });
  });
});

describe('a request over a limit', () => {
  const tooLarge = { cause: { code: 3, details: 'Blob data size exceeds limit.' } };

  it('is refused for its payloads', async () => {
    await using world = await shop();
    await expect(start(world, 'child', large())).rejects.toMatchObject(tooLarge);
    const memo = { a: 'x'.repeat(MiB), b: 'x'.repeat(MiB) };
    await expect(world.client.workflow.start('child', { workflowId: 'w', taskQueue: 'q', memo })).rejects.toMatchObject(
      { cause: { details: 'Memo size exceeds limit.' } },
    );
    await expect(
      world.client.workflow.signalWithStart('child', {
        workflowId: 'w',
        taskQueue: 'q',
        signal: 's',
        signalArgs: [large()],
      }),
    ).rejects.toMatchObject(tooLarge);
    const handle = await start(world, 'countsSignals');
    await expect(handle.signal('s', large())).rejects.toMatchObject(tooLarge);
    await expect(handle.query('count', large())).rejects.toThrow('Blob data size exceeds limit.');
    expect(await handle.query('count')).toBe(0);
  });

  it('is refused for its ids and names, which are counted in bytes', async () => {
    await using world = await shop();
    const long = 'ü'.repeat(501);
    const refused = (what: string) => ({ cause: { code: 3, details: `${what} length exceeds limit.` } });
    const start = (options: object, type = 'child') =>
      world.client.workflow.start(type, { workflowId: 'w', taskQueue: 'q', ...options });
    await expect(start({ workflowId: long })).rejects.toMatchObject(refused('WorkflowId'));
    await expect(start({}, long)).rejects.toMatchObject(refused('WorkflowType'));
    await expect(start({ taskQueue: long })).rejects.toMatchObject({
      cause: { details: 'taskQueue length exceeds limit' },
    });
    const handle = await start({ workflowId: 'ü'.repeat(500) }, 'countsSignals');
    await expect(handle.signal(long)).rejects.toMatchObject(refused('SignalName'));
    await expect(handle.executeUpdate('u', { updateId: long })).rejects.toMatchObject(refused('UpdateId'));
    await expect(handle.query(long)).rejects.toThrow('QueryType length exceeds limit.');
    const { workflowService } = world.connection;
    const request = { namespace: 'default', workflowExecution: { workflowId: handle.workflowId }, requestId: long };
    const refusedRequest = { code: 3, details: 'RequestId length exceeds limit.' };
    await expect(workflowService.requestCancelWorkflowExecution(request)).rejects.toMatchObject(refusedRequest);
    await expect(workflowService.signalWorkflowExecution({ ...request, signalName: 's' })).rejects.toMatchObject(
      refusedRequest,
    );
  });
});

describe('a history over its limit', () => {
  it.each([
    ['count', 'writesManyEvents'],
    ['size', 'writesMuch'],
  ])('of %s terminates the workflow', async (what, type) => {
    await using world = await shop();
    const handle = await start(world, type);
    await expect(handle.result()).rejects.toMatchObject({
      cause: { name: 'TerminatedFailure', message: `Workflow history ${what} exceeds limit.` },
    });
    expect(attributes(world, 'WorkflowExecutionTerminated').identity).toBe('history-service');
  });
});

describe('what is remembered of a workflow beside its history', () => {
  it('is at most 8 MiB; the workflow is terminated beyond that', async () => {
    await using world = await shop();
    const handle = await start(world, 'remembers', 5, 1.7 * MiB);
    await expect(handle.result()).rejects.toMatchObject({
      cause: { name: 'TerminatedFailure', message: 'Workflow mutable state size exceeds limit.' },
    });
    expect(attributes(world, 'WorkflowExecutionTerminated').identity).toBe('history-service');
  });

  it('may be nearly that, and is less again when activities have ended', async () => {
    await using world = await shop();
    const handle = await start(world, 'remembers', 4, 1.9 * MiB);
    await handle.result();
    expect(types(world).at(-1)).toBe('WorkflowExecutionCompleted');
  });

  it('is refused to the heartbeat that brings too much', async () => {
    await using world = await shop();
    const handle = await start(world, 'remembers', 4, 1.9 * MiB);
    await world.settle();
    const payload = { data: Buffer.alloc(2 * MiB), metadata: {} };
    const beat = (activityId: string) =>
      world.connection.workflowService.recordActivityTaskHeartbeatById({
        namespace: 'default',
        workflowId: 'w',
        activityId,
        details: { payloads: [payload] },
      });
    await beat('1');
    await beat('2');
    await beat('3');
    await expect(beat('4')).rejects.toMatchObject({ code: 3, details: 'Workflow mutable state size exceeds limit.' });
    await expect(beat('1')).rejects.toMatchObject({ code: 5, details: 'workflow execution already completed' });
    expect((await handle.describe()).status.name).toBe('TERMINATED');
  });
});

describe('signals', () => {
  it('are at most ten thousand a run, for clients and for workflows', async () => {
    await using world = await World.create({ onTaskFailure: 'retry' });
    const handle = await start(world, 'countsSignals');
    for (let i = 0; i < 10_000; i++) await handle.signal('s');
    const exceeded = 'exceeded workflow execution limit for signal events';
    await expect(handle.signal('s')).rejects.toMatchObject({ cause: { code: 3, details: exceeded } });
    await world.createWorker({ taskQueue: 'q', workflows });
    const other = world.client.workflow.execute('signals', { workflowId: 'x', taskQueue: 'q', args: ['w'] });
    await expect(other).rejects.toMatchObject({ cause: { message: 'The per-workflow signal limit was exceeded' } });
  });

  it('beyond a hundred during one workflow task fail that task, and none is lost', async () => {
    await using world = await shop();
    const handle = await start(world, 'busy');
    await world.sleep('1s');
    for (let i = 0; i < 100; i++) await handle.signal('s');
    expect(types(world)).toEqual(['WorkflowExecutionStarted', 'WorkflowTaskScheduled', 'WorkflowTaskStarted']);
    await handle.signal('s');
    expect(types(world).slice(3, 5)).toEqual(['WorkflowTaskFailed', 'WorkflowExecutionSignaled']);
    expect(types(world)).toHaveLength(4 + 101);
    expect(attributes(world, 'WorkflowTaskFailed')).toMatchObject({ cause: 17, identity: 'history-service' });
    expect((await handle.describe()).raw.pendingWorkflowTask).toMatchObject({ attempt: 2 });
    expect(await handle.result()).toBe(101);
  });
});

describe('signals of more than 2 MiB', () => {
  it('during one workflow task fail that task, and none is lost', async () => {
    await using world = await shop();
    const handle = await start(world, 'busy');
    await world.sleep('1s');
    const text = 'x'.repeat(1.5 * MiB);
    await handle.signal('s', text);
    expect(types(world)).toHaveLength(3);
    await handle.signal('s', text);
    expect(types(world).slice(3)).toEqual([
      'WorkflowTaskFailed',
      'WorkflowExecutionSignaled',
      'WorkflowExecutionSignaled',
    ]);
    expect(await handle.result()).toBe(2);
  });
});

describe('an activity', () => {
  it('with a result over 2 MiB fails', async () => {
    await using world = await shop();
    const handle = await start(world, 'largeResult');
    await expect(handle.result()).rejects.toMatchObject({
      cause: { retryState: 'NON_RETRYABLE_FAILURE', cause: { message: 'Complete result exceeds size limit.' } },
    });
  });

  it('that fails with more than 4 KiB is tried again; 2 KiB of the failure are kept', async () => {
    await using world = await shop();
    const handle = await start(world, 'largeFailure', 5000);
    await world.sleep('1s');
    const [pending] = (await handle.describe()).raw.pendingActivities!;
    expect(pending).toMatchObject({
      attempt: 2,
      lastFailure: {
        message: 'Failure exceeds size limit.',
        serverFailureInfo: { nonRetryable: false },
        cause: { applicationFailureInfo: { type: 'Large' }, message: 'm'.repeat(2048 - 'LargeTypeScriptSDK'.length) },
      },
    });
    expect(pending!.lastFailure?.cause?.applicationFailureInfo?.details).toBeUndefined();
    // The last failure itself is not cut.
    await expect(handle.result()).rejects.toMatchObject({ cause: { cause: { message: 'm'.repeat(5000) } } });
  });

  it('that fails with more than 2 MiB is not tried again; 512 KiB are kept', async () => {
    await using world = await shop();
    const handle = await start(world, 'largeFailure', 2 * MiB);
    await handle.result().catch(() => undefined);
    const { failure, retryState } = attributes(world, 'ActivityTaskFailed');
    expect(retryState).toBe(2);
    expect(failure).toMatchObject({
      message: 'Failure exceeds size limit.',
      serverFailureInfo: { nonRetryable: true },
    });
    expect(failure.cause.message.length).toBeGreaterThan(511 * 1024);
    expect(failure.cause.message.length).toBeLessThanOrEqual(512 * 1024);
  });
});

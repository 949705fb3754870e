import { temporal } from '@temporalio/proto';
import {
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  executeChild,
  proxyActivities,
  setHandler,
  sleep,
  uuid4,
} from '@temporalio/workflow';
import Long from 'long';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World } from '../../src';
import type { EventType } from '../../src/history/event';
import { serverOf } from './restored-state';

type ResetRequest = temporal.api.workflowservice.v1.IResetWorkflowExecutionRequest;

const addSignal = defineSignal<[string]>('add');
const addUpdate = defineUpdate<number, [string]>('addUpdate');
const { work } = proxyActivities<{ work(): Promise<string> }>({
  startToCloseTimeout: '1 hour',
  retry: { maximumAttempts: 3 },
});

const workflows = {
  /** Collects what signals and updates bring, until it has `count`. */
  async collect(count: number): Promise<string[]> {
    const collected: string[] = [];
    setHandler(addSignal, (item) => void collected.push(item));
    setHandler(addUpdate, (item) => collected.push(`updated ${item}`));
    await condition(() => collected.length >= count);
    return collected;
  },
  async chain(run: number): Promise<string[]> {
    const collected: string[] = [];
    setHandler(addSignal, (item) => void collected.push(item));
    await condition(() => collected.length >= 1);
    if (run === 1) return await continueAsNew<typeof workflows.chain>(2);
    await condition(() => collected.length >= 3);
    return collected;
  },
  async draw(): Promise<string[]> {
    const first = uuid4();
    await sleep('1 hour');
    return [first, uuid4()];
  },
  async hasChild(): Promise<string> {
    const child = executeChild(workflows.naps, { workflowId: 'child' });
    await sleep('1 minute');
    return `child: ${await child}`;
  },
  async naps(): Promise<string> {
    await sleep('1 hour');
    return 'rested';
  },
  async works(): Promise<string> {
    return await work();
  },
  async limited(): Promise<void> {
    await sleep('30 days');
  },
};

describe('a reset', () => {
  let world: World;
  let attempts: number;
  beforeEach(async () => {
    attempts = 0;
    const activities = {
      work: async () => {
        attempts++;
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        if (attempts < 3) throw new Error('not yet');
        return `worked at attempt ${attempts}`;
      },
    };
    world = await World.create({ workflows, activities });
  });
  afterEach(async () => {
    await world.settle();
    await world.dispose();
  });

  async function start(type: keyof typeof workflows, ...args: unknown[]) {
    const handle = await world.client.workflow.start(type, { workflowId: 'w', taskQueue: 'q', args });
    await world.settle();
    return handle;
  }

  async function reset(finishId: number, more: ResetRequest = {}): Promise<string> {
    const { runId } = await world.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: 'w' },
      reason: 'try again',
      workflowTaskFinishEventId: Long.fromNumber(finishId),
      requestId: 'reset-1',
      ...more,
    });
    return runId;
  }

  const types = (runId?: string) => world.history('w', runId).events.map(({ type }) => type);
  const lastOf = <T extends EventType>(type: T, runId?: string) => world.history('w', runId).ofType(type).at(-1)!;

  it('ends the run and begins another one, from the task on, with what came later', async () => {
    const handle = await start('collect', 3);
    await handle.signal('add', 'a');
    await handle.executeUpdate('addUpdate', { args: ['b'], updateId: 'u' });
    const oldRunId = handle.firstExecutionRunId;
    const runId = await reset(4);

    expect(lastOf('WorkflowExecutionTerminated', oldRunId).attributes).toMatchObject({
      reason: 'try again',
      identity: 'history-resetter',
    });
    const history = world.history('w', runId);
    expect(history.events.slice(0, 3)).toEqual(world.history('w', oldRunId).events.slice(0, 3));
    expect(types(runId).slice(3)).toEqual([
      'WorkflowTaskFailed',
      'WorkflowExecutionSignaled',
      'WorkflowExecutionUpdateAdmitted',
      'WorkflowTaskScheduled',
    ]);
    expect(history.event(4).attributes).toMatchObject({
      scheduledEventId: 2,
      startedEventId: 3,
      cause: temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
      failure: { message: 'try again', resetWorkflowFailureInfo: {} },
      identity: 'history-service',
      baseRunId: oldRunId,
      newRunId: runId,
    });
    expect(history.event(6).attributes).toMatchObject({
      origin: temporal.api.enums.v1.UpdateAdmittedEventOrigin.UPDATE_ADMITTED_EVENT_ORIGIN_REAPPLY,
    });

    await world.settle();
    const now = world.client.workflow.getHandle('w', runId);
    expect(await now.getUpdateHandle('u').result()).toBe(2);
    await now.signal('add', 'c');
    expect(await now.result()).toEqual(['a', 'updated b', 'c']);
    await expect(world.client.workflow.getHandle('w', oldRunId).result()).rejects.toThrow('try again');
  });

  it('leaves out what it is told to leave out', async () => {
    const handle = await start('collect', 9);
    await handle.signal('add', 'a');
    await handle.executeUpdate('addUpdate', { args: ['b'] });
    const reapplied = (runId: string) => types(runId).filter((type) => /Signaled|Admitted/.test(type));
    expect(reapplied(await reset(4, { resetReapplyExcludeTypes: [1], requestId: 'r1' }))).toEqual([
      'WorkflowExecutionUpdateAdmitted',
    ]);
    const base = { workflowExecution: { workflowId: 'w', runId: handle.firstExecutionRunId } };
    expect(reapplied(await reset(4, { ...base, resetReapplyExcludeTypes: [2], requestId: 'r2' }))).toEqual([
      'WorkflowExecutionSignaled',
    ]);
    expect(reapplied(await reset(4, { ...base, resetReapplyType: 1, requestId: 'r3' }))).toEqual([
      'WorkflowExecutionSignaled',
    ]);
    expect(reapplied(await reset(4, { ...base, resetReapplyType: 2, requestId: 'r4' }))).toEqual([]);
  });

  it('takes the signals of the runs that the workflow continued as, too', async () => {
    const handle = await start('chain', 1);
    await handle.signal('add', 'first');
    await world.sleep('2 seconds');
    const second = world.client.workflow.getHandle('w');
    await second.signal('add', 'second');
    await second.signal('add', 'third');
    await world.settle();
    const runId = await reset(4, { workflowExecution: { workflowId: 'w', runId: handle.firstExecutionRunId } });
    const signals = world.history('w', runId).ofType('WorkflowExecutionSignaled');
    expect(signals).toHaveLength(3);
    expect(world.history('w', runId).workflowType).toBe('chain');
  });

  it('gives the same answer to the same request', async () => {
    await start('collect', 1);
    const runId = await reset(4);
    expect(await reset(4)).toBe(runId);
    expect(world.histories()).toHaveLength(2);
  });

  it('begins a task that no worker has started, and fails it', async () => {
    const bare = await World.create();
    try {
      await bare.client.workflow.start('collect', { workflowId: 'w', taskQueue: 'q', args: [1] });
      await bare.client.workflow.getHandle('w').signal('add', 'a');
      const { runId } = await bare.client.workflowService.resetWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId: 'w' },
        workflowTaskFinishEventId: Long.fromNumber(3),
        reason: 'early',
      });
      const { events } = bare.history('w', runId!);
      expect(events.map(({ type }) => type)).toEqual([
        'WorkflowExecutionStarted',
        'WorkflowTaskScheduled',
        'WorkflowTaskStarted',
        'WorkflowTaskFailed',
        'WorkflowExecutionSignaled',
        'WorkflowTaskScheduled',
      ]);
      expect(events[2]!.attributes).toMatchObject({ identity: 'history-service', scheduledEventId: 2 });
    } finally {
      await bare.dispose();
    }
  });

  it('does a closed run again', async () => {
    const handle = await start('collect', 1);
    await handle.signal('add', 'a');
    await handle.result();
    const runId = await reset(4, { resetReapplyExcludeTypes: [1] });
    const again = world.client.workflow.getHandle('w', runId);
    await again.signal('add', 'b');
    expect(await again.result()).toEqual(['b']);
    expect(await world.client.workflow.getHandle('w', handle.firstExecutionRunId).result()).toEqual(['a']);
  });

  it('keeps the times of timers, and fires at once what is overdue', async () => {
    const began = world.now();
    await start('draw');
    await world.sleep('50 minutes');
    const finishId = 4;
    // Before the timer was started: it is started anew.
    await reset(finishId, { requestId: 'r1' });
    await world.client.workflow.getHandle('w').result();
    expect(world.now()).toBe(began + 110 * 60_000);
    // After it had fired, and before the code saw it: nothing is waited for.
    const fired = lastOf('TimerFired').id;
    await reset(fired + 3, { requestId: 'r2' });
    await world.client.workflow.getHandle('w').result();
    expect(world.now()).toBe(began + 110 * 60_000);
  });

  it('gives the new run other random numbers from the reset on, and the old ones before', async () => {
    await start('draw');
    const drawn: string[] = await world.client.workflow.getHandle('w').result();
    await reset(lastOf('WorkflowTaskCompleted').id);
    const redrawn: string[] = await world.client.workflow.getHandle('w').result();
    expect(redrawn[0]).toBe(drawn[0]);
    expect(redrawn[1]).not.toBe(drawn[1]);
  });

  it('begins pending activities again at attempt 1, and hears no more of the old attempt', async () => {
    const handle = await start('works');
    await world.sleep('70 seconds');
    expect((await handle.describe()).raw.pendingActivities![0]!.attempt).toBe(2);
    await handle.signal('add', 'so that there is a task after the activity was scheduled');
    await world.settle();
    await reset(lastOf('WorkflowTaskCompleted').id);
    const now = world.client.workflow.getHandle('w');
    expect((await now.describe()).raw.pendingActivities![0]!.attempt).toBe(1);
    expect(await now.result()).toBe('worked at attempt 3');
    expect(lastOf('ActivityTaskStarted').attributes.attempt).toBe(1);
  });

  it('leaves a child that was there to the new run, and a close policy out', async () => {
    await start('hasChild');
    await world.sleep('2 minutes');
    const finishId = lastOf('WorkflowTaskCompleted').id;
    const childStarted = lastOf('ChildWorkflowExecutionStarted').id;
    expect(childStarted).toBeLessThan(finishId);
    await reset(finishId);
    expect(await world.client.workflow.getHandle('w').result()).toBe('child: rested');
    expect(world.histories().filter(({ workflowId }) => workflowId === 'child')).toHaveLength(1);
  });

  it('tells the new run how a child ended that had ended by then', async () => {
    await start('hasChild');
    await world.sleep('2 minutes');
    const finishId = lastOf('WorkflowTaskCompleted').id;
    await world.client.workflow.getHandle('w').result();
    await reset(finishId);
    expect(types()).toContain('ChildWorkflowExecutionCompleted');
    const closed = lastOf('ChildWorkflowExecutionCompleted').attributes;
    expect(world.history('w').event(closed.startedEventId!).type).toBe('ChildWorkflowExecutionStarted');
    expect(await world.client.workflow.getHandle('w').result()).toBe('child: rested');
  });

  it('counts the execution timeout anew', async () => {
    await world.client.workflow.start('limited', {
      workflowId: 'w',
      taskQueue: 'q',
      workflowExecutionTimeout: '1 day',
    });
    await world.sleep('20 hours');
    const at = world.now();
    await reset(4);
    await expect(world.client.workflow.getHandle('w').result()).rejects.toThrow('timed out');
    expect(world.now()).toBe(at + 24 * 3_600_000);
  });

  it('can be reset again', async () => {
    const handle = await start('collect', 2);
    await handle.executeUpdate('addUpdate', { args: ['x'], updateId: 'u' });
    await reset(4, { requestId: 'r1' });
    await world.settle();
    await reset(4, { requestId: 'r2' });
    await world.settle();
    expect(world.history('w').ofType('WorkflowExecutionUpdateAdmitted')).toHaveLength(1);
    expect(world.history('w').runId).not.toBe(handle.firstExecutionRunId);
    await world.client.workflow.getHandle('w').signal('add', 'y');
    expect(await world.client.workflow.getHandle('w').result()).toEqual(['updated x', 'y']);
  });

  it.each([
    [0, 'Workflow task finish ID must be > 1 && <= workflow last event ID.'],
    [1, 'Workflow task finish ID must be > 1 && <= workflow last event ID.'],
    [99, 'Workflow task finish ID must be > 1 && <= workflow last event ID.'],
    [2, 'Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, WorkflowTaskStarted + 1]: 2'],
    [5, 'Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, WorkflowTaskStarted + 1]: 5'],
  ])('is refused at event %i', async (finishId, details) => {
    await start('draw');
    await expect(reset(finishId)).rejects.toMatchObject({ code: 3, details });
    expect(serverOf(world).find('default', 'w')!.isRunning).toBe(true);
  });

  it('is refused for what is not there', async () => {
    await expect(reset(4)).rejects.toMatchObject({ code: 5, details: 'workflow not found for ID: w' });
  });
});

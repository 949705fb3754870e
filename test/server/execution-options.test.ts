/** What operators change of a workflow that runs: its priority, and the version that it stays on. */
import { Context } from '@temporalio/activity';
import { ApplicationFailure, type Priority } from '@temporalio/common';
import {
  condition,
  continueAsNew,
  defineSignal,
  executeChild,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { type History, World } from '../../src';
import { MODES, taskQueue } from '../sim/modes';

const go = defineSignal('go');
const VERSION = { deploymentName: 'shop', buildId: '1.0' };
const PINNED = { versioningOverride: { pinnedTo: VERSION } };
const STORED = { pinned: { version: VERSION, behavior: 1 } };

let world: World;
let served: string[] = [];

const activities = {
  async serve(order: string) {
    served.push(order);
    await Context.current().sleep('1 minute');
  },
  async raisePriority(workflowId: string) {
    await update(workflowId, { priority: { priorityKey: 2 } }, ['priority']);
  },
};

const { serve } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 hour' });

const workflows = {
  async waits() {
    let gone = false;
    setHandler(go, () => {
      gone = true;
    });
    await condition(() => gone);
    return workflowInfo().priority;
  },
  serves: (order: string) => serve(order),
  async inTwoRuns(last = false): Promise<Priority | undefined> {
    if (last) return workflowInfo().priority;
    await workflows.waits();
    return continueAsNew<typeof workflows.inTwoRuns>(true);
  },
  async failsOnce() {
    if (workflowInfo().attempt === 1) throw ApplicationFailure.retryable('again, please');
  },
  parent: (ofChild?: string) => executeChild('nothing', { workflowId: 'child', taskQueue: ofChild }),
  async nothing() {},
  async raisesItsOwn() {
    const { raisePriority } = proxyLocalActivities<typeof activities>({ startToCloseTimeout: '1 hour' });
    await raisePriority(workflowInfo().workflowId);
    await sleep('1 day');
  },
};

function update(workflowId: string, workflowExecutionOptions: object, paths: string[], more: object = {}) {
  return world.connection.workflowService.updateWorkflowExecutionOptions({
    namespace: 'default',
    workflowExecution: { workflowId },
    workflowExecutionOptions,
    updateMask: { paths },
    identity: 'operator',
    ...more,
  });
}

const described = async (workflowId: string) =>
  (
    await world.connection.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution: { workflowId },
    })
  ).workflowExecutionInfo!;

const startedAttributes = (history: History) => history.events[0]!.attributes as Record<string, unknown>;
const optionEvents = (workflowId: string) =>
  world.history(workflowId).events.filter(({ type }) => type === 'WorkflowExecutionOptionsUpdated');

describe.each(MODES)('a workflow with options of its own, %s', (_, mode) => {
  it('keeps its pin through runs, attempts and children on its queue, until it is released', async () => {
    world = await World.create({ workflows, activities, ...mode });
    await using _world = world;
    const { workflow } = world.client;
    const handle = await workflow.start(workflows.inTwoRuns, { workflowId: 'w', taskQueue, ...PINNED });
    expect(startedAttributes(world.history('w')).versioningOverride).toEqual(STORED);
    expect((await described('w')).versioningInfo).toMatchObject({
      versioningOverride: { ...STORED, behavior: 1, pinnedVersion: 'shop.1.0' },
    });
    await handle.signal(go);
    await handle.result();
    expect(startedAttributes(world.history('w'))).toMatchObject({
      versioningOverride: STORED,
      inheritedPinnedVersion: VERSION,
    });

    const retry = { maximumAttempts: 2 };
    await workflow.execute(workflows.failsOnce, { workflowId: 'r', taskQueue, retry, ...PINNED });
    const [retried] = world.histories().slice(-1);
    expect(startedAttributes(retried!)).toMatchObject({ attempt: 2, versioningOverride: STORED });
    expect(startedAttributes(retried!).inheritedPinnedVersion).toBeUndefined();

    await workflow.execute(workflows.parent, { workflowId: 'p', taskQueue, ...PINNED });
    expect(startedAttributes(world.history('child'))).toMatchObject({
      versioningOverride: STORED,
      inheritedPinnedVersion: VERSION,
    });
    await workflow.execute(workflows.parent, { workflowId: 'p', taskQueue, args: ['other'], ...PINNED });
    expect(startedAttributes(world.history('child')).versioningOverride).toBeUndefined();
  });

  it('has its priority changed, which its next run keeps', async () => {
    world = await World.create({ workflows, activities, ...mode });
    await using _world = world;
    const handle = await world.client.workflow.start(workflows.inTwoRuns, {
      workflowId: 'w',
      taskQueue,
      priority: { priorityKey: 4, fairnessKey: 'tenant' },
    });
    await world.settle();
    const answer = await update('w', { priority: { priorityKey: 1 } }, ['priority.priority_key']);
    const priority = { priorityKey: 1, fairnessKey: 'tenant', fairnessWeight: 0 };
    expect(answer.workflowExecutionOptions).toEqual({ priority });
    const [event] = optionEvents('w');
    expect(event).toMatchObject({
      attributes: { priority, unsetVersioningOverride: true, identity: 'operator' },
      wire: { workerMayIgnore: true },
    });
    // It says nothing to the workflow, so no workflow task follows.
    expect(world.history('w').events.at(-1)).toBe(event);
    expect((await described('w')).priority).toEqual(priority);
    await handle.signal(go);
    expect(await handle.result()).toMatchObject({ priorityKey: 1, fairnessKey: 'tenant' });
  });

  it('learns of a change behind the workflow task in which it came', async () => {
    world = await World.create({ workflows, activities, ...mode });
    await using _world = world;
    await world.client.workflow.execute(workflows.raisesItsOwn, { workflowId: 'w', taskQueue });
    const types = world.history('w').events.map(({ type }) => type);
    expect(types.slice(3, 7)).toEqual([
      'WorkflowTaskCompleted',
      'MarkerRecorded',
      'TimerStarted',
      'WorkflowExecutionOptionsUpdated',
    ]);
  });

  it('goes on with its options after a reset and in a fork', async () => {
    world = await World.create({ workflows, activities, ...mode });
    await using _world = world;
    const handle = await world.client.workflow.start(workflows.waits, { workflowId: 'w', taskQueue, ...PINNED });
    await world.settle();
    await update('w', { priority: { priorityKey: 1 } }, ['priority']);
    const { length } = world.history('w').events;
    await using fork = await world.fork({ workflowId: 'w', eventId: length });
    await world.connection.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: 'w', runId: handle.firstExecutionRunId },
      workflowTaskFinishEventId: 4 as never,
    });
    expect(optionEvents('w')).toHaveLength(1);
    for (const one of [world, fork]) {
      world = one;
      expect(await described('w')).toMatchObject({
        priority: { priorityKey: 1 },
        versioningInfo: { versioningOverride: STORED },
      });
      const latest = one.client.workflow.getHandle('w');
      await latest.signal(go);
      expect(await latest.result()).toBeDefined();
    }
  });
});

describe('a change of options', () => {
  it('moves the workflow task that waits for a worker', async () => {
    world = await World.create();
    await using _world = world;
    const handles = [];
    for (const workflowId of ['early', 'late']) {
      handles.push(await world.client.workflow.start(workflows.nothing, { workflowId, taskQueue }));
    }
    await update('late', { priority: { priorityKey: 1 } }, ['priority']);
    await world.createWorker({ taskQueue, workflows });
    for (const handle of handles) await handle.result();
    const begun = world.log.filter(({ kind }) => kind === 'workflow-task').map(({ workflowId }) => workflowId);
    expect(begun).toEqual(['late', 'early']);
  });

  it('moves the activities that wait for a worker', async () => {
    served = [];
    world = await World.create({ workflows, activities, maxConcurrentActivityTaskExecutions: 1 });
    await using _world = world;
    const handles = [];
    for (const order of ['running', 'early', 'late']) {
      handles.push(
        await world.client.workflow.start(workflows.serves, { workflowId: order, taskQueue, args: [order] }),
      );
    }
    await world.settle();
    await update('late', { priority: { priorityKey: 1 } }, ['priority']);
    for (const handle of handles) await handle.result();
    expect(served).toEqual(['running', 'late', 'early']);
  });

  it('takes the workflow from the worker that has it cached, where its version changes', async () => {
    world = await World.create({ workflows });
    await using _world = world;
    const handle = await world.client.workflow.start(workflows.waits, { workflowId: 'w', taskQueue });
    await world.settle();
    await update('w', { versioningOverride: STORED }, ['versioning_override']);
    await handle.signal(go);
    await handle.result();
    const queues = world
      .history('w')
      .events.flatMap((event) => (event.type === 'WorkflowTaskScheduled' ? [event.attributes.taskQueue?.name] : []));
    expect(queues).toEqual([taskQueue, taskQueue]);
  });

  it('is written only where something changes', async () => {
    world = await World.create({ workflows });
    await using _world = world;
    await world.client.workflow.start(workflows.waits, {
      workflowId: 'w',
      taskQueue,
      priority: { priorityKey: 2 },
      ...PINNED,
    });
    await update('w', { priority: { priorityKey: 2 } }, ['priority']);
    await update('w', { versioningOverride: STORED }, ['versioning_override']);
    await update('w', { priority: { priorityKey: 5 } }, []);
    expect(optionEvents('w')).toEqual([]);
    await update('w', {}, ['versioning_override']);
    expect(optionEvents('w')).toHaveLength(1);
    expect((await described('w')).versioningInfo?.versioningOverride ?? undefined).toBeUndefined();
    // A priority cannot be taken away: such an event is written, and changes nothing.
    await update('w', {}, ['priority']);
    expect(optionEvents('w')).toHaveLength(2);
    expect((await described('w')).priority).toMatchObject({ priorityKey: 2 });
  });

  it('can say everything in the words of older clients', async () => {
    world = await World.create({ workflows });
    await using _world = world;
    await world.client.workflow.start(workflows.waits, { workflowId: 'w', taskQueue });
    const overridden = async (versioningOverride: object) => {
      await update('w', { versioningOverride }, ['versioning_override']);
      const attributes = optionEvents('w').at(-1)!.attributes as { versioningOverride?: object };
      return attributes.versioningOverride;
    };
    expect(await overridden({ behavior: 1, pinnedVersion: 'shop.1.0' })).toEqual(STORED);
    expect(await overridden({ behavior: 1, deployment: { seriesName: 'shop', buildId: '1.0' } })).toEqual(STORED);
    expect(await overridden({ behavior: 2 })).toEqual({ autoUpgrade: true });
    expect((await described('w')).versioningInfo?.versioningOverride).toEqual({ autoUpgrade: true, behavior: 2 });
    await overridden(STORED);
    // A pin without a version is one to the present version.
    expect(await overridden({ pinned: { behavior: 1 } })).toBeDefined();
    expect((await described('w')).versioningInfo?.versioningOverride).toMatchObject(STORED);
  });
});

it('a start that finds a running workflow can leave its request there', async () => {
  world = await World.create({ workflows });
  await using _world = world;
  const request = (requestId: string, attachRequestId = true) => ({
    namespace: 'default',
    workflowId: 'w',
    workflowType: { name: 'waits' },
    taskQueue: { name: taskQueue },
    workflowIdConflictPolicy: 2,
    onConflictOptions: { attachRequestId },
    requestId,
  });
  const start = (...of: Parameters<typeof request>) =>
    world.connection.workflowService.startWorkflowExecution(request(...of));
  const { runId } = await start('first');
  expect(await start('second')).toMatchObject({ runId, started: false });
  expect(await start('second')).toMatchObject({ runId, started: false });
  expect(await start('third', false)).toMatchObject({ runId, started: false });
  expect(optionEvents('w').map(({ attributes }) => attributes)).toMatchObject([
    { attachedRequestId: 'second', unsetVersioningOverride: false },
  ]);
  // The workflow has closed, and its id could be used again; the request is still the one that found it.
  await world.client.workflow.getHandle('w').terminate();
  expect(await start('second')).toMatchObject({ runId, started: false });
  expect((await start('fourth')).runId).not.toBe(runId);
});

it('a retry begins with the priority of its start', async () => {
  world = await World.create({ workflows });
  await using _world = world;
  const handle = await world.client.workflow.start(workflows.failsOnce, {
    workflowId: 'w',
    taskQueue,
    startDelay: '1 hour',
    retry: { maximumAttempts: 2 },
    priority: { priorityKey: 4 },
  });
  await update('w', { priority: { priorityKey: 1 } }, ['priority']);
  await handle.result();
  const retried = world.history('w');
  expect(startedAttributes(retried)).toMatchObject({ attempt: 2, priority: { priorityKey: 4 } });
});

describe('options that cannot be', () => {
  const PIN = ['versioning_override'];
  it.each([
    ['without a mask', {}, [], { updateMask: null }, 'UpdateMask is required'],
    ['without options', {}, [], { workflowExecutionOptions: null }, 'WorkflowExecutionOptions is required'],
    [
      'with a path that is none',
      {},
      ['versioningOverride'],
      {},
      'error parsing UpdateMask: proto: invalid path "versioningOverride" for message "temporal.api.workflow.v1.WorkflowExecutionOptions"',
    ],
    [
      'with part of an override',
      {},
      ['versioning_override.pinned'],
      {},
      "error applying update_options: versioning_override doesn't support partial updates",
    ],
    [
      'with half of an old override',
      {},
      ['versioning_override.behavior'],
      {},
      'error applying update_options: versioning_override fields must be updated together',
    ],
    ['with a negative key', { priority: { priorityKey: -1 } }, ['priority'], {}, "priority key can't be negative"],
    [
      'with a pin to nothing',
      { versioningOverride: { pinned: { behavior: 1 } } },
      PIN,
      {},
      'must specify a specific pinned override version because workflow with id w has behavior Unspecified and is not yet pinned to any version',
    ],
    [
      'with a pin of no kind',
      { versioningOverride: { pinned: { version: VERSION } } },
      PIN,
      {},
      'must specify pinned override behavior if override is pinned.',
    ],
    ['with an empty override', { versioningOverride: {} }, PIN, {}, 'override behavior is required'],
    [
      'with a version that is none',
      { versioningOverride: { behavior: 1, pinnedVersion: 'shop' } },
      PIN,
      {},
      'invalid version string "shop", expected format is "<deployment_name>.<build_id>"',
    ],
    ['of an unknown workflow', {}, [], { workflowExecution: { workflowId: 'nobody' } }, /nobody/],
  ])('are refused %s', async (_, options, paths, more, message) => {
    world = await World.create({ workflows });
    await using _world = world;
    await world.client.workflow.start(workflows.waits, { workflowId: 'w', taskQueue });
    await expect(update('w', options, paths, more)).rejects.toMatchObject({
      details: message instanceof RegExp ? expect.stringMatching(message) : message,
    });
    expect(optionEvents('w')).toEqual([]);
  });

  it('are refused at a start, too, and for a workflow that has ended', async () => {
    world = await World.create({ workflows });
    await using _world = world;
    const { workflow } = world.client;
    const start = (more: object) => workflow.start(workflows.nothing, { workflowId: 'w', taskQueue, ...more });
    await expect(start({ priority: { fairnessKey: 'k'.repeat(65) } })).rejects.toMatchObject({
      cause: { details: 'fairness key length exceeds limit' },
    });
    await (await start({})).result();
    await expect(update('w', { priority: { priorityKey: 1 } }, ['priority'])).rejects.toMatchObject({
      details: 'workflow execution already completed',
    });
  });
});

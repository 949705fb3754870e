/** What cannot work says so at once: what was wrong, with which value, what would be right. Nothing hangs. */
import { condition, proxyActivities, sleep } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { DisposedError, InvalidInputError, simulate, World } from '../../src';
import { withinRealTime } from '../support/within-real-time';
import { taskQueue } from './modes';

const activities = { async greet() {} };

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await withinRealTime(5000, 'the call', promise).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const parts: string[] = [];
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const text = `${one.name}: ${one.message}`.split('\nHistory:')[0]!.replace(/\n\s+at .*/g, '');
    parts.push(text);
  }
  return parts.join('\n← ');
}

describe('options of a world', () => {
  it.each<[object]>([
    [{ onTaskFailure: 'ignore' }],
    [{ replay: 'always' }],
    [{ serverVersion: '1.20' }],
    [{ startTime: 'tomorrow' }],
    [{ workflows: () => {} }],
    [{ workflows: './workflows' }],
    [{ activities: 'activities.ts' }],
    [{ workflows: {}, taskQueues: { q: {} } }],
    [{ taskQueues: { q: { workflows: 7 } } }],
    [{ seed: Number.NaN }],
    [{ maxSteps: 0 }],
    [{ realTimeLimitMs: '1 second' }],
    [{ namespace: '' }],
    [{ seeed: 1 }],
  ])('%j', async (options) => {
    const making = World.create(options as object);
    await expect(making).rejects.toThrow(InvalidInputError);
    expect(await messageOf(making)).toMatchSnapshot();
  });
});

describe('the world itself', () => {
  it.each(['a while', '-1 day', -5, Number.NaN])('world.sleep(%j)', async (duration) => {
    await using world = await World.create();
    expect(await messageOf((async () => world.sleep(duration as string))())).toMatchSnapshot();
  });

  it('a history that is not there names those that are', async () => {
    async function quick() {}
    await using world = await World.create({ workflows: { quick } });
    expect(() => world.history('x')).toThrow("there is no workflow 'x'; this world has none so far");
    await world.client.workflow.execute(quick, { workflowId: 'a', taskQueue });
    expect(() => world.history('x')).toThrow("this world has 'a'");
    expect(() => world.history('a', 'r')).toThrow("there is no workflow 'a' with run id 'r'");
  });

  it('use after the end says that it has ended', async () => {
    async function quick() {}
    const world = await World.create({ workflows: { quick } });
    const { client } = world;
    await world.dispose();
    await world.dispose();
    const uses = [
      client.workflow.execute(quick, { workflowId: 'a', taskQueue }),
      (async () => world.sleep(1))(),
      (async () => world.settle())(),
      world.run(() => 1),
      world.createWorker({ taskQueue, workflows: { quick } }),
    ];
    for (const use of uses) {
      await expect(use).rejects.toThrow(DisposedError);
      await expect(use).rejects.toThrow(/has been disposed of; create a new one with World\.create\(\)/);
    }
  });

  it('the end of the world ends the calls that wait', async () => {
    async function waits() {
      await sleep('1 day');
    }
    const world = await World.create({ workflows: { waits } });
    const handle = await world.client.workflow.start(waits, { workflowId: 'a', taskQueue });
    const sleeping = world.sleep('1 year');
    const result = handle.result();
    const ends = Promise.all([
      expect(result).rejects.toThrow(DisposedError),
      expect(sleeping).rejects.toThrow(DisposedError),
    ]);
    await world.dispose();
    await ends;
  });
});

describe('workflow code', () => {
  const cases: Record<string, () => Promise<unknown>> = {
    'no timeout for an activity': () => proxyActivities<any>({} as any).greet(),
    'a duration that is none': () => proxyActivities<any>({ startToCloseTimeout: '10 parsecs' as any }).greet(),
    'a negative timeout': () => proxyActivities<any>({ startToCloseTimeout: -1 }).greet(),
    'a retry policy that cannot be': () =>
      proxyActivities<any>({ startToCloseTimeout: '1s', retry: { backoffCoefficient: 0.5 } }).greet(),
    'a retry policy without an attempt': () =>
      proxyActivities<any>({ startToCloseTimeout: '1s', retry: { maximumAttempts: 0 } }).greet(),
    'a maximum below the initial interval': () =>
      proxyActivities<any>({
        startToCloseTimeout: '1s',
        retry: { initialInterval: '10s', maximumInterval: '1s' },
      }).greet(),
    'an argument that no payload can hold': () => proxyActivities<any>({ startToCloseTimeout: '1s' }).greet(10n),
    'a sleep that is no time': () => sleep('soon' as any),
    'a result that no payload can hold': async () => 10n,
  };

  it.each(Object.keys(cases))('%s', async (name) => {
    const bad = cases[name]!;
    const { error, history } = await withinRealTime(5000, name, simulate(bad as any, { activities, workflowId: 'w' }));
    expect(`${await messageOf(Promise.reject(error))}\n${history.event(history.length).type}`).toMatchSnapshot();
  });

  it('a workflow type that nobody has', async () => {
    await using world = await World.create({ workflows: { async checkout() {}, async refund() {} } });
    const text = await messageOf(world.client.workflow.execute('chekout', { workflowId: 'w', taskQueue }));
    expect(text).toMatchSnapshot();
  });

  it('an activity type that nobody has', async () => {
    async function calls() {
      await proxyActivities<any>({ startToCloseTimeout: '1s', retry: { maximumAttempts: 1 } }).gret();
    }
    const { error } = await simulate(calls, { activities });
    expect(await messageOf(Promise.reject(error))).toMatchSnapshot();
  });

  it('an activity type that nobody has, and that would be retried for ever', async () => {
    async function calls() {
      await proxyActivities<any>({ startToCloseTimeout: '1s' }).gret();
    }
    const { error } = await simulate(calls, { activities });
    expect(await messageOf(Promise.reject(error))).toMatchSnapshot();
  });

  it('an activity result that no payload can hold', async () => {
    async function calls() {
      await proxyActivities<any>({ startToCloseTimeout: '1s', retry: { maximumAttempts: 1 } }).big();
    }
    const { error } = await simulate(calls, { activities: { big: async () => 10n } });
    expect(await messageOf(Promise.reject(error))).toMatch(
      /ActivityFailure.*\n← ApplicationFailure: Unable to convert 10/,
    );
  });

  it('a task queue that nobody serves', async () => {
    async function quick() {}
    await using world = await World.create({ taskQueues: { orders: { workflows: { quick } } } });
    const text = await messageOf(world.client.workflow.execute(quick, { workflowId: 'w', taskQueue: 'order' }));
    expect(text).toMatch(/^DeadlockError: /);
    expect(text).toContain("Task queue 'order' has no worker for workflow tasks (workers serve 'orders'): ");
  });

  it('activities without a worker for them', async () => {
    async function calls() {
      await proxyActivities<any>({ startToCloseTimeout: '1s' }).greet();
    }
    const { error } = await simulate(calls);
    expect(await messageOf(Promise.reject(error))).toContain("Task queue 'simulate' has no worker for activity tasks");
  });
});

describe('client calls', () => {
  async function waits() {
    await condition(() => false);
  }
  it.each<[string, object]>([
    ['an argument that no payload can hold', { args: [10n] }],
    ['a retry policy that cannot be', { retry: { backoffCoefficient: 0.5 } }],
    ['a duration that is none', { workflowRunTimeout: 'long' }],
    ['a negative duration', { workflowRunTimeout: -1 }],
    ['a cron schedule that is none', { cronSchedule: 'every day' }],
    ['no workflow id', { workflowId: '' }],
    ['no task queue', { taskQueue: '' }],
  ])('%s', async (_, options) => {
    await using world = await World.create({ workflows: { waits } });
    const text = await messageOf(
      (async () => world.client.workflow.start('waits', { workflowId: 'w', taskQueue, ...options }))(),
    );
    expect(text).toMatchSnapshot();
  });

  it('a workflow that is not there', async () => {
    await using world = await World.create({ workflows: { waits } });
    const handle = world.client.workflow.getHandle('nobody');
    const calls = ['result', 'cancel', 'terminate', 'describe'] as const;
    for (const call of calls) expect(await messageOf(handle[call]()), call).toMatch(/^WorkflowNotFoundError: /);
    expect(await messageOf(handle.signal('s'))).toMatch(/^WorkflowNotFoundError: /);
    expect(await messageOf(handle.query('q'))).toMatch(/^WorkflowNotFoundError: /);
  });
});

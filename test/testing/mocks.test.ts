import { WorkflowFailedError } from '@temporalio/client';
import { executeChild, proxyActivities } from '@temporalio/workflow';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { World } from '../../src';
import { Mocks, TestWorkflowEnvironment } from '../../src/testing';
import { DefaultLogger, Runtime, Worker } from '../../src/worker-compat';

beforeAll(() => void Runtime.install({ logger: new DefaultLogger('ERROR') }));
afterAll(() => Runtime.instance().shutdown());

async function order(amount: number): Promise<string> {
  const { charge } = proxyActivities<{ charge(amount: number): Promise<string> }>({ startToCloseTimeout: '1 hour' });
  return `${await charge(amount)}, ${await executeChild(ship, { args: [amount] })}`;
}

async function ship(_amount: number): Promise<string> {
  throw new Error('not in a test');
}

async function run(mocks: Mocks, activities?: object): Promise<{ result: string; world: World }> {
  const world = await World.create(
    mocks.world({ workflows: { order, ship }, activities, replay: 'every-task' as const }),
  );
  const start = { taskQueue: 'any', workflowId: 'one', args: [42] as [number] };
  try {
    return { result: await world.client.workflow.execute(order, start), world };
  } finally {
    await world.dispose();
  }
}

describe('mocks', () => {
  it('answer call by call, and keep a record, however often the code is replayed', async () => {
    const mocks = new Mocks();
    const charge = mocks.activity('charge').throwsOnce(new Error('503')).returns('paid');
    const ship = mocks.workflow('ship').returnsOnce('parcel 1');
    expect((await run(mocks)).result).toBe('paid, parcel 1');
    expect(charge.calls.map(({ args, attempt }) => [args, attempt])).toEqual([
      [[42], 1],
      [[42], 2],
    ]);
    expect(ship.calls).toHaveLength(1);
    mocks.assertAllUsed();
  });

  it('fail at once where a call has no answer, and say so', async () => {
    const mocks = new Mocks();
    mocks.activity('charge').returnsOnce('paid');
    mocks.workflow('ship');
    const failure = await run(mocks).catch((error: WorkflowFailedError) => error);
    expect(failure).toBeInstanceOf(WorkflowFailedError);
    expect(String((failure as WorkflowFailedError).cause?.cause)).toContain(
      "the mock of workflow 'ship' has no answer",
    );
  });

  it('answer with undefined where they are told to', async () => {
    const mocks = new Mocks({ strict: false });
    mocks.activity('charge');
    mocks.workflow('ship').returns('parcel');
    expect((await run(mocks)).result).toBe('undefined, parcel');
  });

  it('notice answers that nobody has asked for', () => {
    const mocks = new Mocks();
    mocks.activity('charge').returnsOnce(1).returnsOnce(2);
    expect(() => mocks.assertAllUsed()).toThrow("answers are left over: 2 of 'charge'");
  });

  it('leave other activities as they are; one that is not there fails the test at once', async () => {
    const mocks = new Mocks();
    mocks.workflow('ship').returns('parcel');
    expect((await run(mocks, { charge: async () => 'really paid' })).result).toBe('really paid, parcel');
    await expect(run(mocks, { other: async () => 0 })).rejects.toThrow('Activity function charge is not registered');
  });

  it('change options of activities without a change of the code', async () => {
    const mocks = new Mocks().activityOptions('charge', {
      startToCloseTimeout: '2 seconds',
      retry: { maximumAttempts: 1 },
    });
    mocks.activity('charge').runs(() => new Promise(() => undefined));
    await expect(run(mocks)).rejects.toThrow(WorkflowFailedError);
  });

  it('fail the workflow, and not its task, with what an answer throws', async () => {
    const mocks = new Mocks();
    mocks.activity('charge').returns('paid');
    mocks.workflow('ship').throws(new RangeError('no van'));
    const failure = await run(mocks).catch((error: WorkflowFailedError) => error);
    expect((failure as WorkflowFailedError).cause?.cause).toMatchObject({ message: 'no van', type: 'RangeError' });
  });

  it('are named before the worker is made where its code is a bundle', () => {
    vi.stubEnv('WORLDLINE_TARGET', 'temporal.example:7233');
    const mocks = new Mocks();
    mocks.workflow('ship').returns('parcel');
    const { interceptors } = mocks.worker({ activities: {} }) as { interceptors?: { workflowModules: string[] } };
    expect(interceptors?.workflowModules).toHaveLength(1);
    expect(() => mocks.workflow('ship').returns('another parcel')).not.toThrow();
    expect(() => mocks.workflow('pack')).toThrow("the mock of workflow 'pack' comes too late");
    expect(() => mocks.activityOptions('charge', {})).toThrow("activityOptions('charge') comes too late");
    const others = new Mocks().activityOptions('charge', { startToCloseTimeout: '1 second' });
    expect(() => others.worker({ workflowBundle: { code: '' }, activities: {} })).toThrow('a bundle cannot be changed');
    vi.unstubAllEnvs();
  });

  it('work with workers of a test environment', async () => {
    const env = await TestWorkflowEnvironment.createLocal();
    const mocks = new Mocks();
    mocks.activity('slow').returns('mocked');
    const { nativeConnection: connection, client } = env;
    const workflowsPath = require.resolve('./workflows.ts');
    const worker = await Worker.create(mocks.worker({ connection, taskQueue: 'q', workflowsPath, activities: {} }));
    const start = { taskQueue: 'q', workflowId: 'one' };
    expect(await worker.runUntil(client.workflow.execute('callsActivity', start))).toBe('mocked');
    await env.teardown();
  });
});

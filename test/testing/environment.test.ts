/** What a test suite that was written for `@temporalio/testing` does, on worldline's in its place. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleepReally } from 'node:timers/promises';
import { activityInfo, Context } from '@temporalio/activity';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MockActivityEnvironment, TestWorkflowEnvironment, workflowInterceptorModules } from '../../src/testing';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '../../src/worker-compat';
import type * as workflows from './workflows';

const workflowsPath = path.join(__dirname, 'workflows.ts');
const taskQueue = 'test';

beforeAll(() => void Runtime.install({ logger: new DefaultLogger('ERROR') }));
afterAll(() => Runtime.instance().shutdown());

describe.each(['createTimeSkipping', 'createLocal'] as const)('%s', (create) => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await TestWorkflowEnvironment[create]();
  });
  afterAll(() => env.teardown());

  const createWorker = (activities?: object) =>
    Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath, activities });
  const execute = <W extends keyof typeof workflows>(type: W, args: unknown[] = []) =>
    env.client.workflow.execute(type, { taskQueue, workflowId: randomUUID(), args });

  it('skips time for a result', async () => {
    const before = await env.currentTimeMs();
    const worker = await createWorker();
    await worker.runUntil(execute('sleeper', ['30 days']));
    expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  });

  it('has a sleep that may be taken out of it, and that activities may call', async () => {
    const { sleep } = env;
    const worker = await createWorker({ slow: () => sleep('2 hours') });
    expect(await worker.runUntil(execute('raceWithTimer', ['1 hour']))).toBe('timer');
    expect(await (await createWorker({ slow: () => sleep(1000) })).runUntil(execute('raceWithTimer', ['1 hour']))).toBe(
      'activity',
    );
  });

  it('lets the test sleep between two calls', async () => {
    const worker = await createWorker();
    const answer = await worker.runUntil(async () => {
      const handle = await env.client.workflow.start('waitForSignal', {
        taskQueue,
        workflowId: randomUUID(),
        args: ['30 days'],
      });
      await env.sleep('29 days');
      await handle.signal('unblock');
      return handle.result();
    });
    expect(answer).toBe('signalled');
  });

  it('lets a timer of the test come before what is due later', async () => {
    const worker = await createWorker();
    const answer = await worker.runUntil(async () => {
      const handle = await env.client.workflow.start('waitForSignal', {
        taskQueue,
        workflowId: randomUUID(),
        args: ['1 day'],
      });
      setTimeout(() => void handle.signal('unblock'), 50);
      return handle.result();
    });
    expect(answer).toBe('signalled');
  });

  it('moves its time along with a test that sleeps really', async () => {
    const worker = await createWorker();
    await worker.runUntil(async () => {
      const workflowId = randomUUID();
      await env.client.workflow.start('sleeper', { taskQueue, workflowId, args: [20] });
      for (;;) {
        const { status } = await env.client.workflow.getHandle(workflowId).describe();
        if (status.name === 'COMPLETED') break;
        await sleepReally(10);
      }
    });
  });

  it('turns failed assertions into failures of the workflow', async () => {
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, workflowInterceptorModules });
    const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowBundle });
    await expect(worker.runUntil(execute('assertsWrongly'))).rejects.toThrow(WorkflowFailedError);
  });

  it('can be found by its address', async () => {
    const connection = await NativeConnection.connect({ address: env.address });
    const worker = await Worker.create({ connection, taskQueue, workflowsPath });
    await worker.runUntil(execute('sleeper', [1]));
    await connection.close();
    const client = new Client({ connection: env.connection });
    expect(env.connection).toBeInstanceOf(Connection);
    expect((await client.workflow.count()).count).toBeGreaterThan(0);
  });
});

it('stands apart from another environment with the same task queue, at the same time', async () => {
  const run = async (name: string) => {
    const env = await TestWorkflowEnvironment.createLocal();
    const activities = { slow: async () => name };
    const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowsPath, activities });
    const result = await worker.runUntil(
      env.client.workflow.execute('callsActivity', { taskQueue, workflowId: 'the same' }),
    );
    await env.teardown();
    return result;
  };
  expect(await Promise.all(['one', 'two', 'three'].map(run))).toEqual(['one', 'two', 'three']);
});

it('has the namespace and the search attributes that it is told to have', async () => {
  const searchAttributes = [defineSearchAttributeKey('CustomerId', SearchAttributeType.KEYWORD)];
  const env = await TestWorkflowEnvironment.createLocal({ server: { namespace: 'shop', searchAttributes } });
  expect(env.namespace).toBe('shop');
  const { customAttributes } = await env.connection.operatorService.listSearchAttributes({ namespace: 'shop' });
  expect(Object.keys(customAttributes)).toContain('CustomerId');
  await env.teardown();
});

it('refuses workers that a real server and the SDK refuse, with the same errors', async () => {
  const env = await TestWorkflowEnvironment.createLocal();
  const worker = (options: object) => Worker.create({ connection: env.nativeConnection, taskQueue, ...options });
  const nothing = 'At least one task type must be enabled in `task_types`';
  await expect(worker({})).rejects.toThrow(nothing);
  await expect(worker({ activities: { notAFunction: 5 } })).rejects.toThrow(nothing);
  const elsewhere = worker({ namespace: 'nowhere', activities: { slow: async () => {} } });
  const message = expect.stringMatching(/^Namespace nowhere was not found/);
  await expect(elsewhere).rejects.toMatchObject({ name: 'TransportError', message });
  await env.teardown();
});

it('says of a call that was aborted what gRPC says', async () => {
  const env = await TestWorkflowEnvironment.createLocal();
  const signal = AbortSignal.abort(new Error('a reason of its own'));
  const aborted = env.client.withAbortSignal(signal, () => env.client.workflow.count());
  await expect(aborted).rejects.toMatchObject({ cause: { details: 'Cancelled on client' } });
  await env.teardown();
});

it('says where there is no server', async () => {
  const connect = () => TestWorkflowEnvironment.createFromExistingServer({ address: 'temporal.example:7233' });
  await expect(connect).rejects.toThrow("there is no server at 'temporal.example:7233' in this process");
});

describe('MockActivityEnvironment', () => {
  it('runs a function in the context of an activity', async () => {
    const env = new MockActivityEnvironment({ attempt: 3 });
    const heartbeats: unknown[] = [];
    env.on('heartbeat', (details) => heartbeats.push(details));
    const answer = await env.run(async (x: number) => {
      Context.current().heartbeat('half');
      return x + activityInfo().attempt;
    }, 4);
    expect([answer, heartbeats]).toEqual([7, ['half']]);
  });

  it('cancels it', async () => {
    const env = new MockActivityEnvironment();
    setTimeout(() => env.cancel(), 5);
    await expect(env.run(() => Context.current().cancelled)).rejects.toThrow('CANCELLED');
    expect(env.context.cancellationDetails?.cancelRequested).toBe(true);
  });
});

it('lets a sink call the client, and tells codecs whom a payload is for', async () => {
  const env = await TestWorkflowEnvironment.createLocal();
  const contexts = new Set<string>();
  const note = <P>(payloads: P, context?: { type: string }): P => {
    contexts.add(context?.type ?? 'none');
    return payloads;
  };
  const dataConverter = {
    payloadCodecs: [
      {
        encode: async (payloads: never, context: never) => note(payloads, context),
        decode: async (payloads: never, context: never) => note(payloads, context),
      },
    ],
  };
  const handle = () => env.client.workflow.getHandle('one');
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowsPath,
    activities: { slow: async () => 'done' },
    dataConverter,
    sinks: { teller: { tell: { fn: async () => void (await handle().signal('unblock')) } } },
  });
  const start = { taskQueue, workflowId: 'one' };
  expect(await worker.runUntil(env.client.workflow.execute('tellsASink', start))).toBe('signalled, done');
  expect([...contexts].sort()).toEqual(['activity', 'workflow']);
  await env.teardown();
});

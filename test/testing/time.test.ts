/** Where users of other test environments were bitten by time: each of these once surprised somebody. */
import path from 'node:path';
import { setTimeout as sleepReally } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { WorkflowUpdateStage } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestWorkflowEnvironment } from '../../src/testing';
import { DefaultLogger, Runtime, Worker } from '../../src/worker-compat';

beforeAll(() => void Runtime.install({ logger: new DefaultLogger('ERROR') }));
afterAll(() => Runtime.instance().shutdown());

const workflowsPath = path.join(__dirname, 'time-workflows.ts');
const taskQueue = 'time';
const DAY_MS = 86_400_000;

describe.each(['createTimeSkipping', 'createLocal'] as const)('time in %s', (create) => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await TestWorkflowEnvironment[create]();
  });
  afterAll(() => env.teardown());

  const within = async <T>(activities: object, fn: () => Promise<T>): Promise<T> => {
    const { nativeConnection: connection } = env;
    const worker = await Worker.create({ connection, taskQueue, workflowsPath, activities });
    return worker.runUntil(fn);
  };
  const start = (type: string, workflowId: string, ...args: unknown[]) =>
    env.client.workflow.start(type, { taskQueue, workflowId, args });

  it('skips for an update', async () => {
    await within({}, async () => {
      const handle = await start('updatable', 'updated');
      expect(await handle.executeUpdate('afterDays', { args: [30] })).toBe('30 days later');
      const accepted = await handle.startUpdate('afterDays', {
        args: [10],
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      });
      const before = await env.currentTimeMs();
      expect(await accepted.result()).toBe('10 days later');
      expect((await env.currentTimeMs()) - before).toBe(10 * DAY_MS);
    });
  });

  it('stands still for calls that wait for nothing in the future', async () => {
    await within({}, async () => {
      const before = await env.currentTimeMs();
      const handle = await env.client.workflow.signalWithStart('updatable', {
        taskQueue,
        workflowId: 'signalled',
        signal: 'finish',
      });
      await handle.query('state');
      await handle.describe();
      expect(await env.currentTimeMs()).toBe(before);
      await handle.result();
    });
  });

  it('does not skip before a workflow waits: its activity has its turn first', async () => {
    const result = await within({ slow: async () => 'done' }, async () =>
      (await start('tightTimeout', 'tight')).result(),
    );
    expect(result).toBe('done');
  });

  it('does not overtake an activity that does real I/O', async () => {
    const { readFile } = await import('node:fs/promises');
    const slow = async () => {
      for (let i = 0; i < 20; i++) await readFile(workflowsPath);
      return 'read';
    };
    expect(await within({ slow }, async () => (await start('tightTimeout', 'io')).result())).toBe('read');
  });

  it('keeps an activity alive that heartbeats, however long it takes', async () => {
    const slow = async () => {
      for (let i = 0; i < 100; i++) {
        await Context.current().sleep('5 seconds');
        Context.current().heartbeat(i);
      }
      return 'alive';
    };
    expect(await within({ slow }, async () => (await start('heartbeating', 'beats')).result())).toBe('alive');
  });

  it('stands still where the test is at work, however long', async () => {
    const slow = async () => Context.current().sleep(100);
    await within({ slow }, async () => {
      const before = await env.currentTimeMs();
      const handle = await start('heartbeating', 'at work');
      for (const end = Date.now() + 500; Date.now() < end; ) await new Promise(setImmediate);
      expect(await env.currentTimeMs()).toBe(before);
      await handle.result();
    });
  });

  it('passes at its real pace where the test waits for something else', async () => {
    const before = await env.currentTimeMs();
    let called = () => {};
    const isCalled = new Promise<void>((resolve) => {
      called = resolve;
    });
    const slow = async () => {
      await Context.current().sleep(100);
      called();
      return 'called';
    };
    await within({ slow }, async () => {
      const handle = await start('heartbeating', 'unwatched');
      await isCalled;
      expect((await env.currentTimeMs()) - before).toBeGreaterThanOrEqual(100);
      expect(await handle.result()).toBe('called');
    });
  });

  it('needs no locks, and is not stopped by locks that nobody has released', async () => {
    const { testService } = env.connection;
    await testService?.lockTimeSkipping({});
    await testService?.lockTimeSkipping({});
    await within({}, async () => (await start('sleeper', 'locked', 10)).result());
    await within({}, async () => (await start('sleeper', 'locked again', 10)).result());
  });

  it('does not let a workflow task hang the test that fails again and again', async () => {
    const result = within({}, async () => (await start('failsItsTask', 'failing')).result());
    await expect(result).rejects.toThrow('no such function here');
  });

  it('lets a workflow task fail and come back', async () => {
    await within({}, async () => {
      const handle = await start('failsTwice', 'twice');
      expect(await handle.result()).toBe('third time lucky');
    });
  });

  it('lets a race of the test be won by who is first', async () => {
    await within({}, async () => {
      const handle = await start('sleeper', 'raced', 1);
      const winner = await Promise.race([
        handle.result().then(() => 'workflow'),
        sleepReally(create === 'createLocal' ? 50 : 3_000).then(() => 'test'),
      ]);
      expect(winner).toBe(create === 'createLocal' ? 'test' : 'workflow');
    });
  });
});

it('is of each environment alone', async () => {
  const [one, two] = await Promise.all([TestWorkflowEnvironment.createLocal(), TestWorkflowEnvironment.createLocal()]);
  const before = await two!.currentTimeMs();
  await one!.sleep('1 year');
  expect(await two!.currentTimeMs()).toBe(before);
  await Promise.all([one!.teardown(), two!.teardown()]);
});

import { activityInfo, CompleteAsyncError, Context, heartbeat } from '@temporalio/activity';
import { ActivityExecutionAlreadyStartedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { DeadlockError, World } from '../../../src';
import { causeOf, START, standaloneWorld } from './standalone-world';

/** Clients that complete activities do not keep the server's text. */
const NOT_FOUND = { name: 'ActivityNotFoundError' };

describe('a standalone activity', () => {
  it('runs without a workflow, and its result is what the client gets', async () => {
    const infos: ReturnType<typeof activityInfo>[] = [];
    const { world, client } = await standaloneWorld({
      async greet(name: string) {
        infos.push(activityInfo());
        return `hello ${name}`;
      },
    });
    await using _ = world;
    const options = { id: 'greeting', taskQueue: 'q', args: ['Ada'], scheduleToCloseTimeout: '1 hour' };
    const handle = await client.start('greet', options);
    expect(await handle.result()).toBe('hello Ada');
    expect(infos).toMatchObject([
      {
        inWorkflow: false,
        activityId: 'greeting',
        activityRunId: handle.runId,
        activityType: 'greet',
        attempt: 1,
        namespace: 'default',
        taskQueue: 'q',
        workflowExecution: undefined,
        workflowType: undefined,
        workflowNamespace: undefined,
        scheduleToCloseTimeoutMs: 3_600_000,
        startToCloseTimeoutMs: 3_600_000,
      },
    ]);
    expect(world.histories()).toEqual([]);
  });

  it('completes without a value, too', async () => {
    const { world, start } = await standaloneWorld({ async nothing() {} });
    await using _ = world;
    expect(await (await start('nothing')).result()).toBeUndefined();
  });

  it('is tried again as its retry policy says, and fails with the last failure', async () => {
    const starts: number[] = [];
    const { world, start, seconds } = await standaloneWorld({
      async flaky() {
        starts.push(seconds());
        throw ApplicationFailure.retryable(`broken ${starts.length}`, 'Broken');
      },
    });
    await using _ = world;
    const retry = { initialInterval: '10s', backoffCoefficient: 2, maximumAttempts: 3 };
    const handle = await start('flaky', { retry });
    expect(await causeOf(handle.result())).toMatchObject({ message: 'broken 3', type: 'Broken' });
    expect(starts).toEqual([0, 10, 30]);
    const described = await handle.describe({ includeLastFailure: true, includeOutcome: true });
    expect(described).toMatchObject({ status: 'FAILED', attempt: 3, hasLastFailure: true, hasOutcomeFailure: true });
    expect([...world.attempts].map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
  });

  it('resumes from the heartbeat of the attempt before when that one times out', async () => {
    const { world, start, seconds } = await standaloneWorld({
      async steps() {
        const { heartbeatDetails } = activityInfo();
        if (heartbeatDetails) return `went on from ${heartbeatDetails}`;
        heartbeat('step 7');
        return new Promise(() => {});
      },
    });
    await using _ = world;
    const handle = await start('steps', { heartbeatTimeout: '5s' });
    expect(await handle.result()).toBe('went on from step 7');
    expect(seconds()).toBe(6);
    const described = await handle.describe({ includeHeartbeatDetails: true });
    expect(await described.getHeartbeatDetails()).toBe('step 7');
    expect(described.totalHeartbeatCount).toBe(1);
  });

  it('waits for its start delay, which its schedule-to-close timeout does not count', async () => {
    const { world, start, seconds } = await standaloneWorld({ hangs: () => new Promise(() => {}) });
    await using _ = world;
    const handle = await start('hangs', {
      startDelay: '1 hour',
      startToCloseTimeout: undefined,
      scheduleToCloseTimeout: '30s',
    });
    const waiting = await handle.describe();
    expect(waiting).toMatchObject({ status: 'RUNNING', runState: 'SCHEDULED', attempt: 1, startDelayMs: 3_600_000 });
    expect(waiting.nextAttemptScheduleTime).toEqual(new Date(START + 3_600_000));
    const cause = await causeOf(handle.result());
    expect(cause).toBeInstanceOf(TimeoutFailure);
    expect(cause).toMatchObject({ message: 'activity ScheduleToClose timeout', timeoutType: 'SCHEDULE_TO_CLOSE' });
    expect(seconds()).toBe(3630);
  });

  it('times out with the failure of an earlier attempt as the cause where no further attempt would be in time', async () => {
    let attempts = 0;
    const { world, start, seconds } = await standaloneWorld({
      async broken() {
        if (++attempts === 1) throw ApplicationFailure.retryable('first');
        return new Promise(() => {});
      },
    });
    await using _ = world;
    const handle = await start('broken', {
      startToCloseTimeout: '10s',
      scheduleToCloseTimeout: '25s',
      retry: { initialInterval: '10s' },
    });
    expect(await causeOf(handle.result())).toMatchObject({ timeoutType: 'SCHEDULE_TO_CLOSE' });
    // The client drops the cause of a timeout.
    const { workflowService } = world.connection;
    const { outcome } = await workflowService.pollActivityExecution({ namespace: 'default', activityId: 'a' });
    expect(outcome?.failure).toMatchObject({
      message: 'Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying',
      cause: { message: 'first' },
    });
    expect(seconds()).toBe(20);
    expect((await handle.describe()).status).toBe('TIMED_OUT');
  });

  it('is a deadlock where no worker takes it', async () => {
    await using world = await World.create({ taskQueues: { other: { activities: {} } } });
    await world.client.activity.start('lost', { id: 'a', taskQueue: 'q', startToCloseTimeout: '1 minute' });
    const result = world.connection.workflowService.pollActivityExecution({ namespace: 'default', activityId: 'a' });
    await expect(result).rejects.toThrow(DeadlockError);
    await expect(result).rejects.toThrow('the result of activity a');
  });

  it('that never ends is named by a later deadlock', async () => {
    const { world, start } = await standaloneWorld({ hang: () => new Promise(() => {}) });
    await using _ = world;
    const handle = await start('hang', { retry: { maximumAttempts: 1 } });
    expect(await causeOf(handle.result())).toBeInstanceOf(TimeoutFailure);
    const lost = world.client.workflow.execute('lost', { workflowId: 'w', taskQueue: 'other' });
    await expect(lost).rejects.toThrow("hang (attempt 1) standalone, id 'a'");
  });
});

describe('an activity that completes later', () => {
  const later = {
    async later() {
      throw new CompleteAsyncError();
    },
  };

  it('is completed by its id, without a workflow id', async () => {
    const { world, client, start } = await standaloneWorld(later);
    await using _ = world;
    const handle = await start('later');
    await world.settle();
    const id = { activityId: 'a' } as Parameters<typeof client.heartbeat>[0];
    await client.heartbeat(id, 'half');
    await client.complete(id, 'done');
    expect(await handle.result()).toBe('done');
    await expect(client.complete(id, 'again')).rejects.toMatchObject(NOT_FOUND);
  });

  it('is completed or failed by its token, once', async () => {
    const tokens: Uint8Array[] = [];
    const { world, client, start } = await standaloneWorld({
      async later() {
        tokens.push(activityInfo().taskToken);
        throw new CompleteAsyncError();
      },
    });
    await using _ = world;
    const handle = await start('later', { retry: { initialInterval: '1s' } });
    await world.settle();
    await client.fail(tokens[0]!, new Error('not yet'));
    await expect(client.complete(tokens[0]!, 'late')).rejects.toMatchObject(NOT_FOUND);
    await world.sleep('1s');
    await client.complete(tokens[1]!, 'done');
    expect(await handle.result()).toBe('done');
  });

  it('can be completed by its id before any worker has taken it', async () => {
    const { world, client, start } = await standaloneWorld(later);
    await using _ = world;
    const handle = await start('later', { startDelay: '1 day' });
    await client.complete({ activityId: 'a' } as Parameters<typeof client.heartbeat>[0], 'early');
    expect(await handle.result()).toBe('early');
    expect(world.now()).toBe(START);
  });
});

describe('the end of a standalone activity by a client', () => {
  const long = {
    async long() {
      for (;;) {
        heartbeat();
        await Context.current().sleep('1s');
      }
    },
  };

  it('is a cancellation that a running attempt learns of by its heartbeat', async () => {
    const { world, start, seconds } = await standaloneWorld(long);
    await using _ = world;
    const handle = await start('long', { startToCloseTimeout: '1 hour', heartbeatTimeout: '5s' });
    await world.sleep('10s');
    await handle.cancel('enough');
    expect(await handle.describe()).toMatchObject({
      status: 'RUNNING',
      runState: 'CANCEL_REQUESTED',
      canceledReason: 'enough',
    });
    expect(await causeOf(handle.result())).toBeInstanceOf(CancelledFailure);
    expect(seconds()).toBeLessThanOrEqual(15);
    expect((await handle.describe()).status).toBe('CANCELED');
    await expect(handle.cancel('again')).rejects.toMatchObject({
      cause: { details: 'activity is in terminal state Canceled' },
    });
  });

  it('is a cancellation at once where no attempt runs, with the reason as its detail', async () => {
    const { world, start } = await standaloneWorld(long);
    await using _ = world;
    const handle = await start('long', { startDelay: '1 hour' });
    await handle.cancel('never mind');
    expect(await causeOf(handle.result())).toMatchObject({ message: 'Activity canceled', details: ['never mind'] });
    expect(world.now()).toBe(START);
  });

  it('is refused as a second cancellation by somebody else', async () => {
    const { world, start } = await standaloneWorld({ hangs: () => new Promise(() => {}) });
    await using _ = world;
    const handle = await start('hangs');
    await world.settle();
    await handle.cancel('one');
    await expect(handle.cancel('two')).rejects.toMatchObject({
      cause: { details: expect.stringMatching(/^cancellation already requested with request ID .+/) },
    });
  });

  it('is a termination, after which answers are refused', async () => {
    const { world, client, start } = await standaloneWorld({
      async later() {
        throw new CompleteAsyncError();
      },
    });
    await using _ = world;
    const handle = await start('later');
    await world.settle();
    await handle.terminate('broken');
    const cause = await causeOf(handle.result());
    expect(cause).toBeInstanceOf(TerminatedFailure);
    expect(cause.message).toBe('broken');
    const id = { activityId: 'a' } as Parameters<typeof client.heartbeat>[0];
    await expect(client.complete(id, 'late')).rejects.toMatchObject(NOT_FOUND);
    await expect(handle.terminate('twice')).rejects.toMatchObject({
      cause: { details: expect.stringMatching(/^already terminated with request ID .+/) },
    });
  });
});

describe('an id that is used again', () => {
  const activities = {
    async works() {
      return activityInfo().activityRunId;
    },
    async fails() {
      throw ApplicationFailure.nonRetryable('no');
    },
    hangs: () => new Promise(() => {}),
  };

  it('is refused while an activity with it runs, unless that one will do', async () => {
    const { world, start } = await standaloneWorld(activities);
    await using _ = world;
    const first = await start('hangs');
    await expect(start('works')).rejects.toThrow(ActivityExecutionAlreadyStartedError);
    const second = await start('works', { idConflictPolicy: 'USE_EXISTING' });
    expect(second.runId).toBe(first.runId);
  });

  it('starts another run once the first has ended, and the latest is the one that is meant', async () => {
    const { world, client, start } = await standaloneWorld(activities);
    await using _ = world;
    const first = await start('works');
    await first.result();
    const second = await start('works');
    expect(await client.getHandle('a').result()).toBe(second.runId);
    expect(await client.getHandle('a', first.runId).result()).toBe(first.runId);
  });

  it('may be for failed ones only, or for none', async () => {
    const { world, start } = await standaloneWorld(activities);
    await using _ = world;
    await causeOf((await start('fails')).result());
    const second = await start('works', { idReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' });
    await second.result();
    for (const idReusePolicy of ['ALLOW_DUPLICATE_FAILED_ONLY', 'REJECT_DUPLICATE'] as const) {
      await expect(start('works', { idReusePolicy })).rejects.toMatchObject({ activityId: 'a', runId: second.runId });
    }
  });

  it('is the same activity where the request is the same', async () => {
    const { world } = await standaloneWorld(activities);
    await using _ = world;
    const request = {
      namespace: 'default',
      activityId: 'a',
      activityType: { name: 'hangs' },
      taskQueue: { name: 'q' },
      startToCloseTimeout: { seconds: 60 as never },
      requestId: 'r',
    };
    const { workflowService } = world.connection;
    const first = await workflowService.startActivityExecution(request);
    const second = await workflowService.startActivityExecution(request);
    expect([first.started, second.started]).toEqual([true, false]);
    expect(second.runId).toBe(first.runId);
  });
});

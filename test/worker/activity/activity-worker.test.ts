import { activityInfo, Context, getClient, log, metricMeter, setActivityOptions, sleep } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, type PayloadCodec } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { msToDuration } from '../../../src/base/api';
import { currentRealm } from '../../../src/clock/realm';
import { activityFunctions } from '../../../src/worker/activity/activity-functions';
import { acquireGlobals, Harness, payloads, values } from './harness';

let release: () => void;
beforeAll(() => {
  release = acquireGlobals();
});
afterAll(() => release());

function resultOf(h: Harness): unknown {
  if (h.answer.kind !== 'completed') throw new Error(`expected a result, got ${JSON.stringify(h.answer)}`);
  return values(h.answer.result)![0];
}

describe('what an activity sees', () => {
  it('has all of activityInfo()', async () => {
    let info: unknown;
    const h = new Harness({
      look: async () => {
        info = activityInfo();
      },
    });
    await h.start('look', {
      activityId: '7',
      attempt: 2,
      startToClose: 10_000,
      scheduledTime: 1_000,
      currentAttemptScheduledTime: 2_000,
      retryPolicy: {
        initialInterval: msToDuration(1000),
        backoffCoefficient: 2,
        maximumInterval: msToDuration(100_000),
        maximumAttempts: 3,
        nonRetryableErrorTypes: ['Fatal'],
      },
    });
    expect(info).toEqual({
      taskToken: Uint8Array.of(1),
      base64TaskToken: 'AQ==',
      taskQueue: 'queue',
      activityId: '7',
      activityType: 'look',
      workflowExecution: { workflowId: 'order-1', runId: 'run-1' },
      workflowType: 'order',
      workflowNamespace: 'default',
      activityNamespace: 'default',
      namespace: 'default',
      attempt: 2,
      isLocal: false,
      inWorkflow: true,
      heartbeatTimeoutMs: 0,
      heartbeatDetails: undefined,
      scheduledTimestampMs: 1_000,
      currentAttemptScheduledTimestampMs: 2_000,
      startToCloseTimeoutMs: 10_000,
      scheduleToCloseTimeoutMs: 0,
      priority: {},
      retryPolicy: {
        initialInterval: 1000,
        backoffCoefficient: 2,
        maximumInterval: 100_000,
        maximumAttempts: 3,
        nonRetryableErrorTypes: ['Fatal'],
      },
      activityRunId: undefined,
    });
  });

  it('sleeps in virtual time, inside its own realm', async () => {
    const realms: unknown[] = [];
    const h = new Harness({
      nap: async () => {
        const before = Date.now();
        realms.push(currentRealm());
        await sleep('1 hour');
        realms.push(currentRealm());
        return Date.now() - before;
      },
    });
    await h.start('nap', { startToClose: 7_200_000 });
    expect(h.worker.running).toEqual([
      {
        activityType: 'nap',
        activityId: '1',
        workflowId: 'order-1',
        runId: 'run-1',
        attempt: 1,
        isLocal: false,
        since: h.clock.now(),
      },
    ]);
    await h.runTo(3_600_000);
    expect(resultOf(h)).toBe(3_600_000);
    expect(realms[0]).toBeDefined();
    expect(realms[1]).toBe(realms[0]);
  });

  it('logs with its attributes, counts with its tags, and interceptors add theirs', async () => {
    const tags: unknown[] = [];
    const meter = {
      createCounter: () => ({ add: (_: number, extra: object) => tags.push(extra) }),
    };
    const h = new Harness(
      {
        talk: async () => {
          log.info('hello', { mine: 1 });
          metricMeter.createCounter('c').add(1);
        },
      },
      {
        metricMeter: meter as never,
        interceptors: {
          activity: [
            () => ({
              outbound: {
                getLogAttributes: (input, next) => next({ ...input, tenant: 'a' }),
                getMetricTags: (input, next) => next({ ...input, tenant: 'a' }),
              },
            }),
          ],
        },
      },
    );
    await h.start('talk');
    const hello = h.logs.find(({ message }) => message === 'hello')!;
    expect(hello.meta).toMatchObject({
      activityType: 'talk',
      attempt: 1,
      tenant: 'a',
      mine: 1,
      sdkComponent: 'activity',
    });
    expect(tags).toEqual([{ namespace: 'default', taskQueue: 'queue', activityType: 'talk', tenant: 'a' }]);
  });

  it('logs into the void where nobody listens, and fails no less for it', async () => {
    const talk = async () => {
      log.info('hello');
      throw new Error('no');
    };
    const h = new Harness({ talk }, { logger: undefined });
    await h.start('talk');
    expect(h.failure.message).toBe('no');
    expect(h.logs).toEqual([]);
  });

  it('has a client whose calls end with its cancellation', async () => {
    const signals: AbortSignal[] = [];
    const connection = {
      withAbortSignal: (signal: AbortSignal, fn: () => unknown) => {
        signals.push(signal);
        return fn();
      },
    };
    const client = { connection } as unknown as Client;
    const h = new Harness({ use: async () => getClient() === client }, { client });
    await h.start('use');
    expect(resultOf(h)).toBe(true);
    expect(signals).toHaveLength(1);
  });

  it('gets its input through the payload codecs, and gives its result through them', async () => {
    const flip: PayloadCodec = {
      encode: async (all) => all.map((p) => ({ ...p, data: p.data && Uint8Array.from(p.data).reverse() })),
      decode: async (all) => all.map((p) => ({ ...p, data: p.data && Uint8Array.from(p.data).reverse() })),
    };
    const h = new Harness({ twice: async (text: string) => text + text }, { converter: { payloadCodecs: [flip] } });
    const [input] = await flip.encode(payloads('ab').payloads! as never);
    h.worker.start({ ...h.task('twice'), input: { payloads: [input!] } });
    await h.runTo(0);
    const [output] = await flip.decode((h.answer.kind === 'completed' && h.answer.result?.payloads) as never);
    expect(defaultPayloadConverter.fromPayload(output!)).toBe('abab');
  });
});

describe('which functions are activities', () => {
  class Base {
    readonly factor = 2;
    async twice(n: number) {
      return n * this.factor;
    }
    async name() {
      return 'base';
    }
  }
  class Derived extends Base {
    override async name() {
      return 'derived';
    }
    own = async () => this.factor;
  }

  it.each([
    ['twice', [21], 42],
    ['name', [], 'derived'],
    ['own', [], 2],
  ])('finds %s of a class instance', async (name, args, result) => {
    const h = new Harness(new Derived());
    await h.start(name as string, { args: args as unknown[] });
    expect(resultOf(h)).toBe(result);
  });

  it('falls back to the dynamic activity', async () => {
    const h = new Harness({ default: async () => activityInfo().activityType, notAFunction: 1 });
    await h.start('anything');
    expect(resultOf(h)).toBe('anything');
  });

  it('keeps the type information of a bound method', async () => {
    class Typed {
      async give() {
        return 'plain';
      }
    }
    setActivityOptions(
      {
        typeInfo: {
          outputType: { toJSONValue: (v: unknown) => `converted ${v}`, fromJSONValue: (v: unknown) => v } as never,
        },
      },
      Typed.prototype.give,
    );
    expect(activityFunctions(new Typed()).get('give')).toHaveProperty('activityDefinitionOptions.typeInfo.outputType');
  });

  it('refuses names that Temporal reserves', () => {
    expect(() => new Harness({ __temporal_x: async () => 1 })).toThrow(
      "Cannot use activity name: '__temporal_x', with reserved prefix: '__temporal_'",
    );
  });
});

it('runs inbound interceptors in order, those of activityInbound first', async () => {
  const order: string[] = [];
  const named = (name: string) => ({
    execute: async (input: any, next: any) => {
      order.push(name);
      return `${name}(${await next({ ...input, args: [...input.args, name] })})`;
    },
  });
  const h = new Harness(
    { join: async (...names: string[]) => names.join('+') },
    { interceptors: { activity: [() => ({ inbound: named('b') })], activityInbound: [() => named('a')] } },
  );
  await h.start('join');
  expect(order).toEqual(['a', 'b']);
  expect(resultOf(h)).toBe('a(b(a+b))');
});

it('fails the attempt where an interceptor factory throws', async () => {
  const h = new Harness(
    { a: async () => 1 },
    {
      interceptors: {
        activity: [
          () => {
            throw new TypeError('bad interceptor');
          },
        ],
      },
    },
  );
  await h.start('a');
  expect(h.failure).toMatchObject({ message: 'bad interceptor', applicationFailureInfo: { type: 'TypeError' } });
});

describe('a crash', () => {
  it('drops everything: no result, no heartbeat, no timer of the worker', async () => {
    let wentOn = false;
    const h = new Harness({
      work: async () => {
        Context.current().heartbeat(1);
        await sleep(1000);
        Context.current().heartbeat(2);
        wentOn = true;
        return 'lost';
      },
    });
    await h.start('work', { heartbeat: 10_000 });
    h.worker.crash();
    expect(h.worker.running).toEqual([]);
    await h.runTo(100_000);
    expect(wentOn).toBe(true);
    expect(h.heartbeats).toEqual([{ at: 0, what: 1 }]);
    expect(h.answers).toEqual([]);
  });

  it('loses an attempt that has ended but is not reported', async () => {
    let encoded = false;
    const slow: PayloadCodec = {
      decode: async (all) => all,
      encode: async (all) => {
        await sleep(1000);
        encoded = true;
        return all;
      },
    };
    const h = new Harness({ work: async () => 'done' }, { converter: { payloadCodecs: [slow] } });
    await h.start('work');
    await h.runTo(500);
    h.worker.crash();
    await h.runTo(2000);
    expect(encoded).toBe(true);
    expect(h.answers).toEqual([]);
  });
});

describe('a shutdown', () => {
  const untilCancelled = async () => {
    Context.current().heartbeat('last');
    await Context.current().cancelled;
  };

  it('cancels what still runs after the grace time, and asks for a retry elsewhere', async () => {
    const h = new Harness({ untilCancelled }, { shutdownGraceTime: 5000 });
    await h.start('untilCancelled');
    let done = false;
    void h.worker.shutdown().then(() => {
      done = true;
    });
    await h.runTo(4999);
    expect([h.answers, done]).toEqual([[], false]);
    await h.runTo(5000);
    expect(done).toBe(true);
    expect(h.failure).toEqual({
      message: 'Worker is shutting down and this activity did not complete in time',
      source: '',
      applicationFailureInfo: { type: 'WorkerShutdown', nonRetryable: false },
    });
    expect(h.answer.kind === 'failed' && values(h.answer.lastHeartbeatDetails)).toEqual(['last']);
  });

  it('does not cancel activities that end within the grace time', async () => {
    const h = new Harness({ nap: async () => sleep(1000) }, { shutdownGraceTime: 5000 });
    await h.start('nap');
    const done = h.worker.shutdown();
    await h.runTo(1000);
    await done;
    expect(h.answer.kind).toBe('completed');
    expect(h.clock.nextDueAt()).toBeUndefined();
  });

  it('waits for activities that ignore the cancellation', async () => {
    const h = new Harness({ stubborn: async () => new Promise((resolve) => setTimeout(resolve, 10_000, 'done')) });
    await h.start('stubborn');
    const done = h.worker.shutdown();
    await h.runTo(10_000);
    await done;
    expect(resultOf(h)).toBe('done');
  });

  it('is over at once where nothing runs', async () => {
    const h = new Harness({}, { shutdownGraceTime: 5000 });
    await h.worker.shutdown();
    expect(h.clock.nextDueAt()).toBeUndefined();
  });

  it('cancels an attempt that comes after the grace time', async () => {
    const h = new Harness({ untilCancelled });
    void h.worker.shutdown();
    await h.start('untilCancelled');
    expect(h.failure.applicationFailureInfo?.type).toBe('WorkerShutdown');
  });
});

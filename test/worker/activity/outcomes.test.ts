import { CompleteAsyncError, Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acquireGlobals, Harness, values } from './harness';

let release: () => void;
beforeAll(() => {
  release = acquireGlobals();
});
afterAll(() => release());

class Refused extends Error {}

const asked = { cancelRequested: true };

/** Heartbeats, waits for its cancellation, then does what it is told. */
function afterCancel(then: (error: unknown) => unknown) {
  return async () => {
    Context.current().heartbeat();
    try {
      await Context.current().cancelled;
    } catch (error) {
      return then(error);
    }
  };
}

const rethrow = (error: unknown) => {
  throw error;
};

function abortError(): Error {
  return Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });
}

describe('how an attempt ends', () => {
  it('completes with the value', async () => {
    const h = new Harness({ add: async (a: number, b: number) => a + b });
    await h.start('add', { args: [2, 3] });
    expect(h.answer.kind === 'completed' && values(h.answer.result)).toEqual([5]);
    expect(h.worker.running).toEqual([]);
  });

  it('says nothing for CompleteAsyncError', async () => {
    const h = new Harness({ wait: () => rethrow(new CompleteAsyncError()) });
    await h.start('wait');
    expect(h.answers).toEqual([]);
    expect(h.worker.running).toEqual([]);
  });

  it('keeps an ApplicationFailure as it is', async () => {
    const thrown = ApplicationFailure.create({
      message: 'no stock',
      type: 'NoStock',
      nonRetryable: true,
      details: ['x', 1],
      nextRetryDelay: '3s',
      category: 'BENIGN',
    });
    const h = new Harness({ fail: () => rethrow(thrown) });
    await h.start('fail');
    const info = h.failure.applicationFailureInfo!;
    expect(h.failure.message).toBe('no stock');
    expect(info).toMatchObject({ type: 'NoStock', nonRetryable: true, category: 1 });
    expect(values(info.details)).toEqual(['x', 1]);
    expect(Number(info.nextRetryDelay?.seconds)).toBe(3);
  });

  it.each([
    ['an Error of a class of its own', new Refused('no'), 'no', 'Refused'],
    ['a string', 'plain', 'plain', undefined],
    ['undefined', undefined, 'undefined', undefined],
    ['null', null, 'null', undefined],
    ['a symbol', Symbol('s'), 'Symbol(s)', undefined],
    ['an object without a message', { name: 'Odd' }, 'undefined', 'Object'],
    ['an AbortError nobody asked for', abortError(), 'The operation was aborted', 'Error'],
    ['a CancelledFailure nobody asked for', new CancelledFailure('mine'), 'mine', 'CancelledFailure'],
  ])('makes a retryable application failure of %s', async (_, thrown, message, type) => {
    const h = new Harness({ fail: async () => rethrow(thrown) });
    await h.start('fail');
    expect(h.failure.message).toBe(message);
    expect(h.failure.applicationFailureInfo?.type ?? undefined).toBe(type);
    expect(h.failure.applicationFailureInfo?.nonRetryable ?? false).toBe(false);
  });

  it('fails with ValueError where the result cannot be encoded', async () => {
    const h = new Harness({ big: async () => 5n });
    await h.start('big');
    expect(h.failure).toMatchObject({ message: 'Unable to convert 5 to payload' });
    expect(h.failure.applicationFailureInfo).toMatchObject({ type: 'ValueError', nonRetryable: false });
  });

  it('fails where no such activity is registered, and names those that are', async () => {
    const h = new Harness({ a: async () => 1, b: async () => 2 });
    await h.start('missing');
    expect(h.failure.message).toBe(
      'Activity function missing is not registered on this Worker, available activities: ["a","b"]',
    );
    expect(h.failure.applicationFailureInfo).toMatchObject({ type: 'NotFoundError', nonRetryable: false });
  });

  it('fails where the input cannot be decoded', async () => {
    const h = new Harness({ a: async () => 1 });
    h.worker.start({ ...h.task('a'), input: { payloads: [{ metadata: { encoding: Buffer.from('odd') } }] } });
    await h.runTo(0);
    expect(h.failure.message).toBe('Failed to parse activity args for activity a: Unknown encoding: odd');
  });

  it('ends a stack trace at user code', async () => {
    async function deep() {
      await null;
      throw new Refused('no');
    }
    const h = new Harness({ outer: async () => deep(), sync: () => rethrow(new Refused('no')) });
    await h.start('outer');
    await h.start('sync');
    for (const { what } of h.answers) {
      const stack = (what.kind === 'failed' && what.failure.stackTrace) || '';
      expect(stack).toMatch(/outcomes\.test\.ts:\d+:\d+/);
      expect(stack).not.toMatch(/src[\\/]worker/);
    }
  });
});

describe('how a cancelled attempt ends', () => {
  it.each([
    ['cancelled', { cancelRequested: true }, 'CANCELLED', 'canceled', undefined],
    ['reset', { activityReset: true }, 'RESET', 'failed', ['Activity reset', 'ActivityReset']],
    ['paused', { activityPaused: true }, 'PAUSED', 'failed', ['Activity paused', 'ActivityPause']],
    [
      'reset before paused',
      { activityReset: true, activityPaused: true },
      'RESET',
      'failed',
      ['Activity reset', 'ActivityReset'],
    ],
    // The reason is that of the cancellation, the result that of the reset: the SDK looks at the details.
    [
      'cancelled and reset',
      { cancelRequested: true, activityReset: true },
      'CANCELLED',
      'failed',
      ['Activity reset', 'ActivityReset'],
    ],
  ])('%s, and lets it through', async (_, flags, reason, kind, failure) => {
    let seen: unknown;
    const activity = afterCancel((error) => {
      seen = [(error as Error).message, Context.current().cancellationDetails];
      throw error;
    });
    const h = new Harness({ activity });
    h.onHeartbeat = () => flags;
    await h.start('activity');
    expect(seen).toEqual([
      reason,
      {
        notFound: false,
        cancelRequested: 'cancelRequested' in flags,
        paused: 'activityPaused' in flags,
        timedOut: false,
        workerShutdown: false,
        reset: 'activityReset' in flags,
      },
    ]);
    expect(h.answer.kind).toBe(kind);
    if (failure) expect([h.failure.message, h.failure.applicationFailureInfo?.type]).toEqual(failure);
  });

  it('keeps the details of a CancelledFailure that the activity throws', async () => {
    const h = new Harness({ activity: afterCancel(() => rethrow(new CancelledFailure('bye', ['left over']))) });
    h.onHeartbeat = () => asked;
    await h.start('activity');
    expect(h.answer.kind === 'canceled' && values(h.answer.details)).toEqual(['left over']);
  });

  it('is cancelled by an AbortError, too', async () => {
    const h = new Harness({ activity: afterCancel(() => rethrow(abortError())) });
    h.onHeartbeat = () => asked;
    await h.start('activity');
    expect(h.answer).toEqual({ kind: 'canceled', details: undefined });
  });

  it('completes or fails where the activity decides so', async () => {
    const h = new Harness({
      finish: afterCancel(() => 'done anyway'),
      fail: afterCancel(() => rethrow(new Refused('no'))),
    });
    h.onHeartbeat = () => asked;
    await h.start('finish');
    await h.start('fail');
    const [finished, failed] = h.answers.map(({ what }) => what);
    expect(finished!.kind).toBe('completed');
    expect(failed!.kind === 'failed' && failed!.failure.applicationFailureInfo?.type).toBe('Refused');
  });

  it('fails where heartbeat details cannot be encoded', async () => {
    const h = new Harness({
      activity: async () => {
        Context.current().heartbeat(5n);
        await Context.current().cancelled;
      },
    });
    await h.start('activity');
    expect(h.heartbeats).toEqual([]);
    expect(h.failure.message).toBe('HEARTBEAT_DETAILS_CONVERSION_FAILED');
    expect(h.failure.applicationFailureInfo).toMatchObject({ type: 'CancelledFailure', nonRetryable: false });
  });

  it('reports nothing once the server does not know it any more', async () => {
    const details: unknown[] = [];
    const h = new Harness({
      activity: afterCancel((error) => {
        details.push((error as Error).message, Context.current().cancellationDetails?.notFound);
        return 'too late';
      }),
    });
    h.onHeartbeat = () => rethrow(Object.assign(new Error('5 NOT_FOUND'), { code: 5 }));
    await h.start('activity');
    expect(details).toEqual(['NOT_FOUND', true]);
    expect(h.answers).toEqual([]);
    expect(h.worker.running).toEqual([]);
  });

  it('delivers only the first cancellation', async () => {
    const reasons: string[] = [];
    const h = new Harness({
      activity: async () => {
        const { cancellationSignal, heartbeat, sleep } = Context.current();
        cancellationSignal.addEventListener('abort', () => reasons.push(cancellationSignal.reason.message));
        heartbeat(1);
        await sleep(1000).catch(() => undefined);
        heartbeat(2);
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        return Context.current().cancellationDetails;
      },
    });
    h.onHeartbeat = () => (h.heartbeats.length === 1 ? { activityPaused: true } : { cancelRequested: true });
    await h.start('activity', { heartbeat: 10_000 });
    await h.runTo(61_000);
    expect(h.heartbeats.map(({ at }) => at)).toEqual([0, 8000]);
    expect(reasons).toEqual(['PAUSED']);
    expect(values(h.answer.kind === 'completed' ? h.answer.result : null)).toEqual([
      expect.objectContaining({ paused: true, cancelRequested: false }),
    ]);
  });
});

it('goes on where the server does not know an attempt that has ended', async () => {
  const h = new Harness({ add: async () => 1 });
  h.onRespond = () => rethrow(Object.assign(new Error('5 NOT_FOUND'), { code: 5 }));
  await h.start('add');
  expect(h.logs.filter(({ level }) => level === 'WARN').map(({ message }) => message)).toEqual([
    'Activity not found on completion. This may happen if the activity has already been cancelled but completed anyway.',
  ]);
  expect(h.worker.running).toEqual([]);
});

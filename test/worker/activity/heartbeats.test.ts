import { Context } from '@temporalio/activity';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acquireGlobals, Harness, values } from './harness';

let release: () => void;
beforeAll(() => {
  release = acquireGlobals();
});
afterAll(() => release());

/** Heartbeats with a counter every so many milliseconds, so many times, and then ends. */
function beating(everyMs: number, times: number, end: () => unknown = () => 'done') {
  return async () => {
    for (let n = 0; n < times; n++) {
      Context.current().heartbeat(n);
      await Context.current().sleep(everyMs);
    }
    return end();
  };
}

it('sends the first heartbeat at once, and then the latest every 0.8 of the timeout', async () => {
  const h = new Harness({ beat: beating(100, 30) });
  await h.start('beat', { heartbeat: 1000 });
  await h.runTo(2500);
  expect(h.heartbeats).toEqual([
    { at: 0, what: 0 },
    { at: 800, what: 7 },
    { at: 1600, what: 15 },
    { at: 2400, what: 23 },
  ]);
});

it.each([
  ['30 s without a heartbeat timeout', {}, {}, [0, 30_000, 60_000]],
  ['at most 60 s', { heartbeat: 100_000 }, {}, [0, 60_000]],
  [
    'as the worker is told to',
    { heartbeat: 100_000 },
    { maxHeartbeatThrottleInterval: 20_000 },
    [0, 20_000, 40_000, 60_000],
  ],
  [
    'as the worker is told to, without a timeout',
    {},
    { defaultHeartbeatThrottleInterval: 25_000 },
    [0, 25_000, 50_000],
  ],
])('holds heartbeats back for %s', async (_, fields, options, at) => {
  const h = new Harness({ beat: beating(500, 1000) }, options);
  await h.start('beat', { startToClose: 600_000, ...fields });
  await h.runTo(60_000);
  expect(h.heartbeats.map((beat) => beat.at)).toEqual(at);
});

it('lets a heartbeat go at once when the last interval ended with nothing to send', async () => {
  const h = new Harness({ beat: beating(1300, 3) });
  await h.start('beat', { heartbeat: 1000 });
  await h.runTo(3000);
  expect(h.heartbeats.map((beat) => beat.at)).toEqual([0, 1300, 2600]);
});

it('sends only the latest of heartbeats that come in one go', async () => {
  const h = new Harness({
    burst: async () => {
      for (const n of [1, 2, 3]) Context.current().heartbeat(n);
      await Context.current().sleep(1000);
    },
  });
  await h.start('burst', { heartbeat: 1000 });
  await h.runTo(1000);
  expect(h.heartbeats).toEqual([
    { at: 0, what: 1 },
    { at: 800, what: 3 },
  ]);
});

it('gives unsent details to the next attempt with the failure', async () => {
  const h = new Harness({
    beat: beating(100, 3, () => {
      throw new Error('no');
    }),
  });
  await h.start('beat', { heartbeat: 1000 });
  await h.runTo(1000);
  expect(h.heartbeats).toEqual([{ at: 0, what: 0 }]);
  expect(h.answer.kind === 'failed' && values(h.answer.lastHeartbeatDetails)).toEqual([2]);
});

it('drops unsent details when the activity completes', async () => {
  const h = new Harness({ beat: beating(100, 3) });
  await h.start('beat', { heartbeat: 1000 });
  await h.runTo(5000);
  expect(h.heartbeats).toEqual([{ at: 0, what: 0 }]);
  expect(h.answer.kind).toBe('completed');
});

it('sends unsent details before it reports a cancellation', async () => {
  const h = new Harness({
    tidy: async () => {
      const { heartbeat, cancelled } = Context.current();
      heartbeat('working');
      await cancelled.catch(async (error) => {
        heartbeat('tidied up');
        await Context.current()
          .sleep(100)
          .catch(() => undefined);
        throw error;
      });
    },
  });
  h.onHeartbeat = () => ({ cancelRequested: true });
  h.onRespond = () => expect(h.heartbeats).toHaveLength(2);
  await h.start('tidy', { heartbeat: 1000 });
  expect(h.heartbeats.map(({ what }) => what)).toEqual(['working', 'tidied up']);
  expect(h.answer.kind).toBe('canceled');
});

it('goes on after a heartbeat call that failed', async () => {
  const h = new Harness({ beat: beating(500, 4) });
  h.onHeartbeat = () => {
    if (h.heartbeats.length === 1) throw Object.assign(new Error('14 UNAVAILABLE'), { code: 14 });
    return {};
  };
  await h.start('beat', { heartbeat: 1000 });
  await h.runTo(2000);
  expect(h.heartbeats.map(({ at }) => at)).toEqual([0, 800, 1600]);
  expect(h.answer.kind).toBe('completed');
});

it('sees the details of the attempt before', async () => {
  const h = new Harness({ resume: async () => Context.current().info.heartbeatDetails });
  await h.start('resume', { lastHeartbeat: { page: 7 }, attempt: 2 });
  expect(h.answer.kind === 'completed' && values(h.answer.result)).toEqual([{ page: 7 }]);
});

it('gives an attempt up 5 s after its start-to-close timeout', async () => {
  let seen: unknown;
  const h = new Harness({
    hang: async () => {
      await Context.current().cancelled.catch((error) => {
        seen = [error.message, Context.current().cancellationDetails];
      });
      return 'too late';
    },
  });
  await h.start('hang', { startToClose: 10_000 });
  await h.runTo(14_999);
  expect(seen).toBeUndefined();
  await h.runTo(15_000);
  expect(seen).toEqual([
    'TIMED_OUT',
    expect.objectContaining({ timedOut: true, notFound: true, cancelRequested: false }),
  ]);
  expect(h.answers).toEqual([]);
});

it('gives an attempt up 5 s after its heartbeat timeout, counted from the last heartbeat that returned', async () => {
  const h = new Harness({
    once: async () => {
      await Context.current().sleep(2000);
      Context.current().heartbeat();
      await Context.current().cancelled;
    },
  });
  await h.start('once', { heartbeat: 3000, startToClose: 600_000 });
  await h.runTo(9999);
  expect(h.worker.running).toHaveLength(1);
  await h.runTo(10_000);
  expect(h.worker.running).toEqual([]);
  expect(h.answers).toEqual([]);
});

it('leaves no timer behind', async () => {
  const h = new Harness({ beat: beating(100, 2) });
  await h.start('beat', { heartbeat: 1000 });
  await h.runTo(200);
  expect(h.answers).toHaveLength(1);
  expect(h.clock.nextDueAt()).toBeUndefined();
});

it('never sends two heartbeats within the interval, loses no last one, and keeps their order', async () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(pauses, fc.integer({ min: 1, max: 3000 }), async (gaps, heartbeat) => {
      const h = new Harness({
        beat: async () => {
          for (const [n, gap] of gaps.entries()) {
            Context.current().heartbeat(n);
            await Context.current().sleep(gap);
          }
          await Context.current().sleep(3000);
        },
      });
      await h.start('beat', { heartbeat, startToClose: 600_000 });
      await h.runTo(50_000);
      const sent = h.heartbeats.map(({ what }) => what as number);
      expect(sent).toEqual([...sent].sort((a, b) => a - b));
      expect(new Set(sent).size).toBe(sent.length);
      expect(sent.at(-1)).toBe(gaps.length - 1);
      for (let i = 1; i < h.heartbeats.length; i++) {
        // Virtual time is a sum of fractions here.
        expect(h.heartbeats[i]!.at - h.heartbeats[i - 1]!.at).toBeGreaterThanOrEqual(heartbeat * 0.8 - 1e-3);
      }
    }),
    { numRuns: 50 },
  );
});

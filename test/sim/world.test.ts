/** A world's time, its failures, and its end. */
import { condition, defineSignal, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { DeadlockError, History, LimitError, simulate, WorkflowTaskFailedError, World } from '../../src';
import { withinRealTime } from '../support/within-real-time';
import { MODES, taskQueue } from './modes';

const DAY = 86_400_000;

describe.each(MODES)('time, %s', (_, mode) => {
  it('a workflow sleeps for months, and none of it is real', async () => {
    async function year() {
      const dates: string[] = [];
      for (let month = 0; month < 12; month++) {
        await sleep('30 days');
        dates.push(new Date().toISOString().slice(0, 10));
      }
      return dates;
    }
    const simulation = withinRealTime(2000, 'a year', simulate(year, mode));
    const { result, durationMs } = await simulation;
    expect([result![0], result![11]]).toEqual(['2030-01-31', '2030-12-27']);
    expect(durationMs).toBe(360 * DAY);
  });

  it('time moves only while somebody waits for it', async () => {
    async function monthly() {
      await sleep('30 days');
    }
    await using world = await World.create({ workflows: { monthly }, startTime: '2040-02-29', ...mode });
    const handle = await world.client.workflow.start(monthly, { workflowId: 'w', taskQueue });
    await world.settle();
    expect(new Date(world.now()).toISOString()).toBe('2040-02-29T00:00:00.000Z');
    await world.sleep('29 days');
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.result();
    expect(world.now()).toBe(Date.UTC(2040, 1, 29) + 30 * DAY);
  });

  it('two worlds at once have nothing to do with each other', async () => {
    async function who() {
      await sleep('1 hour');
      return [workflowInfo().workflowId, Date.now()];
    }
    await using early = await World.create({ workflows: { who }, startTime: 0, ...mode });
    await using late = await World.create({ workflows: { who }, startTime: 1e12, ...mode });
    const run = ({ client }: World) => client.workflow.execute(who, { workflowId: 'same id', taskQueue });
    expect(await Promise.all([run(early), run(late), early.sleep('2 days')])).toEqual([
      ['same id', 3_600_000],
      ['same id', 1e12 + 3_600_000],
      undefined,
    ]);
    expect([early.now(), late.now()]).toEqual([2 * DAY, 1e12 + 3_600_000]);
  });
});

describe('a workflow task that fails', () => {
  async function breaks() {
    await sleep('1 day');
    throw new TypeError('cannot read what is not there');
  }

  it('ends the call that waits, with the lines of the code and the history', async () => {
    const { error, history } = await simulate(breaks, { workflowId: 'w' });
    expect(error).toBeInstanceOf(WorkflowTaskFailedError);
    const { message } = error as Error;
    expect(message).toMatch(
      /^a workflow task of breaks \(w\) failed: TypeError: cannot read what is not there\n {4}at breaks \(.*world\.test\.ts:\d+:\d+\)\n/,
    );
    expect(message).toMatch(/onTaskFailure: 'retry'.*\nHistory:\nbreaks "w".*TimerFired/s);
    expect(history.ofType('WorkflowTaskFailed')).toHaveLength(1);
  });

  it('is tried again until the code is repaired, where the world does as the server does', async () => {
    let attempts = 0;
    async function recovers() {
      if (++attempts < 3) throw new TypeError('not yet');
      return 'repaired';
    }
    const { result, history } = await simulate(recovers, { onTaskFailure: 'retry', replay: 'off' });
    expect({ result, attempts }).toEqual({ result: 'repaired', attempts: 3 });
    // Only the first failure of a row stands in a history.
    expect(history.ofType('WorkflowTaskFailed')).toHaveLength(1);
  });

  it('is told once, and a call that begins to wait later is told, too', async () => {
    await using world = await World.create({ workflows: { breaks } });
    const handle = await world.client.workflow.start(breaks, { workflowId: 'w', taskQueue });
    await world.sleep('2 days');
    await expect(handle.result()).rejects.toThrow(WorkflowTaskFailedError);
    await expect(handle.result()).rejects.toThrow(WorkflowTaskFailedError);
  });

  it('that nobody waited for is told at the end of the world', async () => {
    const world = await World.create({ workflows: { breaks } });
    await world.client.workflow.start(breaks, { workflowId: 'w', taskQueue });
    await world.sleep('2 days');
    await expect(world.dispose()).rejects.toThrow(WorkflowTaskFailedError);
  });
});

describe('a deadlock', () => {
  const approved = defineSignal('approved');
  async function order() {
    let isApproved = false;
    setHandler(approved, () => {
      isApproved = true;
    });
    await condition(() => isApproved);
  }

  it('names who waits, each open workflow, what it awaits and where', async () => {
    await using world = await World.create({ workflows: { order } });
    const handle = await world.client.workflow.start(order, { workflowId: 'o-1', taskQueue });
    const error: unknown = await withinRealTime(
      5000,
      'the deadlock',
      handle.result().catch((e: unknown) => e),
    );
    expect(error).toBeInstanceOf(DeadlockError);
    expect((error as Error).message).toMatch(
      /Waiting:\n {2}- the result of o-1\nOpen workflows:\n {2}- order \(o-1\), task queue 'q'\n {6}awaits condition\(\(\) => isApproved\) at order \(.*world\.test\.ts:\d+:\d+\)/,
    );
  });

  it('is not the end of the world: what was missing can still come', async () => {
    await using world = await World.create({ workflows: { order } });
    const handle = await world.client.workflow.start(order, { workflowId: 'o-1', taskQueue });
    await expect(handle.result()).rejects.toThrow(DeadlockError);
    await handle.signal(approved);
    await handle.result();
  });
});

describe('a world without end', () => {
  async function forever() {
    for (;;) await sleep('1 second');
  }

  it('ends at its limit of steps: the call that waits, and all later ones', async () => {
    await using world = await World.create({ workflows: { forever }, maxSteps: 1000 });
    const handle = await world.client.workflow.start(forever, { workflowId: 'w', taskQueue });
    const calls = [() => handle.result(), () => handle.cancel(), () => world.sleep(1)];
    for (const call of calls) {
      const error = await withinRealTime(
        5000,
        'the call',
        call().catch((e: unknown) => e),
      );
      expect(error).toBeInstanceOf(LimitError);
    }
    await withinRealTime(1000, 'settle', world.settle());
  });
});

describe('determinism', () => {
  it('the seed decides all ids and chances, and nothing else does', async () => {
    async function draws() {
      return [await proxyActivities<any>({ startToCloseTimeout: '1s' }).draw(), Math.random(), workflowInfo().runId];
    }
    const activities = { draw: async () => [Math.random(), crypto.randomUUID(), Date.now()] };
    const run = async (seed: number) => {
      const { result, history } = await simulate(draws, { activities, seed });
      return JSON.stringify([result, history]);
    };
    const first = await run(1);
    expect(await run(1)).toBe(first);
    expect(await run(2)).not.toBe(first);
    expect(History.from(JSON.parse(first)[1]).length).toBe(11);
  });
});

/** What makes an exploration fail although the code that is explored has nothing against it. */
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { explore, LimitError, ReplayMismatchError, type World } from '../../src';
import { taskQueue } from '../sim/modes';

interface Store {
  put(data: string): Promise<void>;
}

const store = workflow.proxyActivities<Store>({ startToCloseTimeout: '1 minute' });
const note = workflow.defineSignal<[string]>('note');

const seen = new Set<string>();

const workflows = {
  /** One activity is fine, 2001 at once are not. */
  fanOut: (width: number) => Promise.all(Array.from({ length: width }, () => store.put('x'))),
  async large(bytes: number) {
    await store.put('x'.repeat(bytes));
  },
  async notebook() {
    workflow.setHandler(note, () => {});
    await workflow.condition(() => false);
  },
  /** Remembers in its module what it has stored, and so stores nothing when it is replayed. It never ends. */
  async hoarder(data: string) {
    if (!seen.has(data)) await store.put(data);
    seen.add(data);
    await workflow.condition(() => false);
  },
};

const activities = () => {
  seen.clear();
  return { put: async () => {} };
};
const options = { workflows, activities, corpus: false, runs: 3 } as const;

const swallowing = (type: keyof typeof workflows, arg: unknown) => async (world: World) => {
  await world.client.workflow.execute(type, { workflowId: 'w', taskQueue, args: [arg] }).catch(() => {});
};

describe('a limit of the server that is exceeded', () => {
  it.each([
    ['pending activities', 'fanOut', 2001, /^workflow fanOut \(w\) has gone over .*PendingActivitiesLimitExceeded/],
    ['a payload', 'large', 3_000_000, /ScheduleActivityTaskCommandAttributes.Input exceeds size limit/],
  ] as const)('%s', async (_, type, arg, text) => {
    const { failure, runs } = await explore(options, swallowing(type, arg));
    expect(runs).toBe(1);
    expect(failure!.error).toBeInstanceOf(LimitError);
    expect(failure!.error.message).toMatch(text);
    expect(await explore(options, swallowing(type, 10))).toMatchObject({ ok: true });
  });

  it('the size of a history', async () => {
    let problems: World['problems'] = [];
    const fill = async (world: World) => {
      const handle = await world.client.workflow.start('notebook', { workflowId: 'w', taskQueue });
      for (let i = 0; i < 27; i++) await handle.signal(note, 'x'.repeat(2_000_000)).catch(() => {});
      problems = world.problems;
    };
    const { failure } = await explore({ ...options, faults: { max: 0 } }, fill);
    expect(failure!.error).toBeInstanceOf(LimitError);
    expect(failure!.error.message).toContain('Workflow history size exceeds limit.');
    expect(problems).toMatchObject([{ code: 'LIMIT' }]);
  });
});

describe('a workflow that is still open at the end of a run', () => {
  const start = async (world: World) => {
    await world.client.workflow.start('hoarder', { workflowId: 'w', taskQueue, args: ['nuts'] });
    await world.settle();
  };

  it('is replayed', async () => {
    const { failure, runs } = await explore(options, start);
    expect(runs).toBe(1);
    expect(failure!.error).toBeInstanceOf(ReplayMismatchError);
    expect(failure!.error.message).toMatch(/'hoarder' \(w\) does not replay/);
  });

  it('unless the replays are off, or nothing is wrong with it', async () => {
    expect(await explore({ ...options, replay: 'off' }, start)).toMatchObject({ ok: true });
    const honest = { hoarder: workflows.notebook };
    expect(await explore({ ...options, workflows: honest }, start)).toMatchObject({ ok: true });
  });
});

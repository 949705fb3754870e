/** Arbitraries give what Temporal takes, and combine with fast-check's own. */
import * as workflow from '@temporalio/workflow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrary, World } from '../../src';
import * as subpath from '../../src/fast-check';
import { taskQueue } from '../sim/modes';

interface Activities {
  work(failures: number): Promise<number>;
}

describe('arbitraries', () => {
  it('options of activities are taken by the SDK and the server, and end what they are for', async () => {
    const workflows = {
      async run(options: workflow.ActivityOptions) {
        const { work } = workflow.proxyActivities<Activities>(options);
        return work(1).catch((error) => error.name);
      },
    };
    let attempt = 0;
    const activities = {
      async work(failures: number) {
        if (attempt++ < failures) throw new Error('again');
        return attempt;
      },
    };
    const options = arbitrary.activityOptions({ errorTypes: ['Error', 'TypeError'] });
    await fc.assert(
      fc.asyncProperty(options, async (options) => {
        attempt = 0;
        await using world = await World.create({ workflows, activities });
        const result = await world.client.workflow.execute('run', { workflowId: 'w', taskQueue, args: [options] });
        const { retry, scheduleToCloseTimeout } = options;
        const once = retry?.maximumAttempts === 1 || retry?.nonRetryableErrorTypes?.includes('Error');
        if (once) expect(result).toBe('ActivityFailure');
        else if (scheduleToCloseTimeout === undefined) expect(result).toBe(2);
      }),
      { numRuns: 60 },
    );
  });

  it('fault plans are taken by a world', async () => {
    const workflows = {
      async run() {
        const { work } = workflow.proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
        return work(0);
      },
    };
    const activities = { work: async () => 7 };
    const kinds = [
      'activity-failure',
      'activity-timeout',
      'completion-lost',
      'delay',
      'worker-crash',
      'eviction',
    ] as const;
    await fc.assert(
      fc.asyncProperty(arbitrary.faultPlan({ activities: ['work'], kinds }), async (faults) => {
        await using world = await World.create({ workflows, activities, faults, onVacuousFault: 'ignore' });
        const result = world.client.workflow.execute('run', { workflowId: 'w', taskQueue });
        if (faults.some((fault) => 'failure' in fault)) await result.catch(() => {});
        else expect(await result).toBe(7);
      }),
      { numRuns: 60 },
    );
  });

  it('a fault plan shrinks to what matters', () => {
    const plans = fc.tuple(arbitrary.faultPlan({ activities: ['a', 'b'], max: 5 }), fc.string());
    const details = fc.check(
      fc.property(plans, ([plan]) => !plan.some(({ kind }) => kind === 'eviction')),
      { seed: 1 },
    );
    expect(details.counterexample![0]).toEqual([[{ kind: 'eviction', event: 1 }], '']);
  });

  it('says what is missing', () => {
    expect(() => arbitrary.faultPlan({ kinds: ['activity-failure'] })).toThrow(
      "name activities: { activities: ['charge'] }",
    );
    expect(() => arbitrary.commands({})).toThrow('there is nothing to do');
  });

  it('stand in worldline/fast-check, too', () => {
    expect(subpath.retryPolicy).toBe(arbitrary.retryPolicy);
  });
});

describe('commands of a model', () => {
  const add = workflow.defineSignal<[number]>('add');
  const take = workflow.defineUpdate<number, [number]>('take');
  const total = workflow.defineQuery<number>('total');
  const account = (isBroken: boolean) => ({
    async account() {
      let sum = 0;
      workflow.setHandler(add, (n) => {
        sum += n;
      });
      workflow.setHandler(take, (n) => {
        // The bug: taking the whole sum forgets to do so.
        if (!isBroken || n !== sum || n === 0) sum -= n;
        return sum;
      });
      workflow.setHandler(total, () => sum);
      await workflow.condition(() => false);
    },
  });
  const commands = arbitrary.commands<{ sum: number }>({
    signals: {
      add: {
        args: fc.tuple(fc.integer({ min: 1, max: 9 })),
        model: (model, n: number) => Object.assign(model, { sum: model.sum + n }),
      },
    },
    updates: {
      take: {
        args: fc.tuple(fc.integer({ min: 1, max: 9 })),
        model: (model, n: number) => {
          model.sum -= n;
          return model.sum;
        },
      },
    },
    queries: { total: ({ sum }) => sum },
    sleep: 1000,
  });
  const agrees = (workflows: object) =>
    fc.asyncProperty(commands, async (list) => {
      await using world = await World.create({ workflows });
      const handle = await world.client.workflow.start('account', { workflowId: 'w', taskQueue });
      await fc.asyncModelRun(() => ({ model: { sum: 0 }, real: { world, handle } }), list);
    });

  it('agree with a workflow that is right', async () => {
    await fc.assert(agrees(account(false)), { numRuns: 40 });
  });

  it('find where one is wrong, with the fewest commands', async () => {
    const details = await fc.check(agrees(account(true)), { numRuns: 500, seed: 3 });
    expect(String(details.counterexample![0])).toMatch(/^signal add\((\d)\),update take\(\1\)/);
    expect(`${details.errorInstance}`).toMatch(/update take\(\d\) gave \d+, and the model says 0/);
  });
});

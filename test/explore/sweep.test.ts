/** Ordinary tests, swept: what they forgot to ask comes to light without a line about faults. */
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { OutcomeChangedError, sweep, World } from '../../src';
import { taskQueue } from '../sim/modes';

interface Shop {
  charge(): Promise<void>;
}

const order = (retry: workflow.ActivityOptions['retry']) =>
  async function order() {
    const { charge } = workflow.proxyActivities<Shop>({ startToCloseTimeout: '1 minute', retry });
    await charge();
    await workflow.sleep('1 hour');
    await charge();
    return 'done';
  };

const test = (workflows: object, charged: string[] = []) =>
  async function orders() {
    charged.length = 0;
    const activities = { charge: async () => void charged.push('once') };
    await using world = await World.create({ workflows, activities });
    const result = await world.client.workflow.execute('order', { workflowId: 'o', taskQueue });
    expect(result).toBe('done');
    return charged.length;
  };

describe('sweep', () => {
  it('says that a test survives whatever must not matter', async () => {
    const run = test({ order: order(undefined) });
    const report = await sweep(async () => {
      await run();
    });
    expect(report).toMatchObject({ ok: true, exhausted: true });
    expect(report.text).toMatch(/^\d+ runs with one transient fault each: the outcome stays the same$/);
    expect(report.runs).toBeGreaterThan(20);
  });

  it('finds an outcome that one retry would have saved', async () => {
    const report = await sweep(test({ order: order({ maximumAttempts: 1 }) }));
    expect(report.failure!.plan).toEqual([{ kind: 'activity-failure', activity: 'charge' }]);
    expect(`${report.failure!.error}`).toContain('Workflow execution failed');
  });

  it('finds an outcome that nobody has asserted', async () => {
    const careless = test({ order: order({ maximumAttempts: 1 }) });
    const report = await sweep(() => careless().catch(() => {}));
    expect(report.failure!.error).toBeInstanceOf(OutcomeChangedError);
    expect(report.failure!.error.message).toBe('workflow o failed; without the fault it completed');
  });

  it('finds another value: charged three times instead of twice', async () => {
    const report = await sweep(test({ order: order(undefined) }));
    expect(report.failure!.plan).toEqual([{ kind: 'completion-lost', activity: 'charge' }]);
    expect(report.failure!.error.message).toBe('the test gave another value than without the fault');
  });

  it('goes through every world of a test', async () => {
    const report = await sweep(
      async () => {
        await test({ order: order(undefined) })();
        await test({ order: order({ maximumAttempts: 1 }) })();
      },
      { kinds: ['activity-failure'] },
    );
    expect(report.failure!.error.message).toContain('Workflow execution failed');
    expect(report.failure!.plan).toHaveLength(1);
  });

  it('reports a test that fails by itself', async () => {
    const report = await sweep(async () => {
      throw new Error('broken anyhow');
    });
    expect(report).toMatchObject({ ok: false, runs: 1, failure: { plan: [] } });
  });
});

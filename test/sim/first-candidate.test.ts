/**
 * A world whose chooser always takes the first candidate is a world without a chooser, byte for byte. Shrinking relies on it: a run
 * in which every choice was counted becomes a plan without any `reorder`, which then runs in a plain world.
 */
import { activityInfo, sleep as activitySleep, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { type FaultPlan, fault, World, type WorldOptions } from '../../src';
import type { Ambient } from '../../src/sim/ambient';
import { withAmbient } from '../../src/sim/ambient';
import { MODES, taskQueue } from './modes';

interface Work {
  instant(of: string): Promise<string>;
  slow(of: string): Promise<string>;
  flaky(of: string): Promise<string>;
}

const go = workflow.defineSignal('go');
const put = workflow.defineUpdate<number, [number]>('put');
const { instant, slow, flaky } = workflow.proxyActivities<Work>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 4 },
});
const local = workflow.proxyLocalActivities<Work>({ startToCloseTimeout: '1 minute' });

const workflows = {
  async fanOut(of: string) {
    const all = await Promise.all([
      instant(of),
      slow(of),
      flaky(of),
      workflow.sleep('1 second'),
      local.slow(of),
      local.instant(of),
    ]);
    return all.join();
  },
  async races(of: string) {
    const won: string[] = [];
    await Promise.all([
      workflow.sleep('1 second').then(() => won.push('timer')),
      slow(of).then(() => won.push('activity')),
      workflow.executeChild('fanOut', { workflowId: `${of}/child`, args: [of] }).then(() => won.push('child')),
    ]);
    await workflow.CancellationScope.withTimeout('1 second', () => workflow.sleep('1 minute')).catch(() => {});
    return won.join();
  },
  async listens() {
    let gone = 0;
    let total = 0;
    workflow.setHandler(go, () => void gone++);
    workflow.setHandler(put, async (by) => {
      await instant('put');
      total += by;
      return total;
    });
    await workflow.condition(() => gone >= 5 && workflow.allHandlersFinished());
    return total;
  },
  async tells(target: string) {
    const other = workflow.getExternalWorkflowHandle(target);
    await Promise.all([other.signal(go), workflow.sleep('2 seconds').then(() => other.signal(go))]);
    if (workflow.workflowInfo().continuedFromExecutionRunId === undefined) await workflow.continueAsNew(target);
  },
};

const activities = {
  instant: async (of: string) => of,
  async slow(of: string) {
    for (let i = 0; i < 4; i++) {
      heartbeat(i);
      await activitySleep(250);
    }
    return of;
  },
  async flaky(of: string) {
    const { attempt } = activityInfo();
    if (attempt < 3) throw ApplicationFailure.retryable(`attempt ${attempt}`);
    return of;
  },
};

async function drive(world: World): Promise<void> {
  const { workflow: client } = world.client;
  const started = (id: string) => client.start('fanOut', { workflowId: id, taskQueue, args: [id] });
  const listening = await client.start('listens', { workflowId: 'l', taskQueue });
  const others = await Promise.all(['a', 'b', 'c'].map(started));
  const racing = ['r1', 'r2'].map((id) => client.execute('races', { workflowId: id, taskQueue, args: [id] }));
  const telling = await client.start('tells', { workflowId: 't', taskQueue, args: ['l'] });
  await Promise.all([1, 2, 3].map((by) => listening.executeUpdate(put, { args: [by] })));
  await world.sleep('1 second');
  await Promise.all([listening.signal(go), listening.executeUpdate(put, { args: [4] }), others[0]!.describe()]);
  await Promise.all([...racing, ...others.map((one) => one.result()), listening.result(), telling.result()]);
}

const plain: Ambient = { optionsOf: (given) => given, created: () => {}, grown: () => {}, attempt: () => {} };
let asked = 0;
const taking: Ambient = {
  ...plain,
  chooser: {
    pick: () => {
      asked++;
      return 0;
    },
  },
};

async function bytesOf(ambient: Ambient, options: WorldOptions): Promise<string[]> {
  return withAmbient(ambient, async () => {
    const world = await World.create({ workflows, activities, ...options });
    await drive(world);
    const steps = world.log.map(({ time, text }) => `${time} ${text}`);
    const histories = world.histories().map((history) => JSON.stringify(history.toJSON()));
    await world.dispose();
    return [...histories, ...steps];
  });
}

const PLANS: readonly [name: string, plan: FaultPlan][] = [
  ['no faults', []],
  [
    'faults',
    [
      fault.workerCrash({ activity: 'slow', after: 300 }),
      fault.completionLost('flaky', { attempt: 3 }),
      fault.delayRequest('1 second', { method: 'SignalWorkflowExecution' }),
      fault.eviction({ workflowId: 'r1', event: 9 }),
    ],
  ],
];

describe.each(PLANS)('the first candidate, always: %s', (_, faults) => {
  it.each(MODES)('%s', async (_mode, options) => {
    asked = 0;
    const chosen = await bytesOf(taking, { ...options, faults });
    expect(asked).toBeGreaterThan(20);
    expect(chosen).toEqual(await bytesOf(plain, { ...options, faults }));
  });
});

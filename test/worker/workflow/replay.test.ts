import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CancellationScope, condition, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import { afterEach, describe, expect, test } from 'vitest';
import { ReplayMismatchError } from '../../../src/base/errors';
import { History } from '../../../src/history/history';
import type { WorkflowWorker } from '../../../src/worker/workflow/workflow-worker';
import * as conformanceWorkflows from '../../conformance/kit/workflows';
import { HistoryBuilder } from '../support/history-builder';
import { newWorker, step } from '../support/worker-kit';

const FIXTURES = path.resolve(__dirname, '../../conformance/kit/raw');
const recorded = (name: string) => History.from(readFileSync(path.join(FIXTURES, name), 'utf8'));

let worker: WorkflowWorker;
afterEach(() => worker.dispose());

async function mismatchOf(name: string, workflows: Record<string, unknown>): Promise<string> {
  worker = newWorker(workflows);
  const error = await worker.replay(recorded(name), { workflowId: 'w' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ReplayMismatchError);
  return (error as Error).message;
}

describe('histories that a real server has recorded', () => {
  test.each([
    'child-parent-close-terminate.parent.json',
    'local-activity-fails.main.json',
    'long-history.main.json',
    'patched.main.json',
    'signal-buffered-until-handler.main.json',
    'update-accepted-then-completed.main.json',
  ])('%s replays without a difference', async (name) => {
    worker = newWorker(conformanceWorkflows);
    await expect(worker.replay(recorded(name), { workflowId: 'w' })).resolves.toMatchObject({ ended: true });
  });
});

describe('code that has changed', () => {
  test('another activity is reported with both sides and the line that schedules it', async () => {
    const { add } = proxyActivities<Record<string, (...args: unknown[]) => Promise<number>>>({
      startToCloseTimeout: '1m',
    });
    const message = await mismatchOf('long-history.main.json', {
      async longHistory() {
        await add!(0, 0);
        await add!(1, 1); // history has a timer here
      },
    });
    expect(message).toMatch(/history: event \d+ TimerStarted '1'/);
    expect(message).toMatch(/code: {4}schedule activity 'add' \(id 2\)/);
    const source = readFileSync(__filename, 'utf8').split('\n');
    const line = 1 + source.findIndex((text) => text.endsWith('// history has a timer here'));
    expect(message).toContain(`replay.test.ts:${line}:`);
  });

  test('a workflow that ends early is reported', async () => {
    const message = await mismatchOf('patched.main.json', { patchedWorkflow: async () => 'done' });
    expect(message).toContain(
      '[TMPRL1100] Nondeterminism error: No command scheduled for event HistoryEvent(id: 5, MarkerRecorded)',
    );
    expect(message).toContain("history: event 5 MarkerRecorded 'core_patch'");
  });

  test('code that waits where history goes on is reported with what it awaits', async () => {
    const message = await mismatchOf('long-history.main.json', {
      async longHistory() {
        await condition(() => false);
      },
    });
    expect(message).toMatch(/it awaits condition\(\(\) => false\) at .*replay\.test\.ts:\d+/);
  });

  test('a command that history does not have is reported', async () => {
    const message = await mismatchOf('signal-buffered-until-handler.main.json', {
      async setHandlerLate() {
        await sleep('1h');
      },
    });
    expect(message).toContain('history: no further event for this workflow task');
    expect(message).toContain('code:    start timer 1');
  });

  test('a timer that is started and cancelled in one workflow task is no difference', async () => {
    worker = newWorker({
      async setHandlerLate() {
        void CancellationScope.cancellable(async () => {
          const sleeping = sleep('1h');
          CancellationScope.current().cancel();
          await sleeping;
        }).catch(() => undefined);
        return conformanceWorkflows.setHandlerLate();
      },
    });
    const history = recorded('signal-buffered-until-handler.main.json');
    await expect(worker.replay(history, { workflowId: 'w' })).resolves.toMatchObject({ ended: true });
  });
});

test('an open run is explained by what its code awaits, and where', async () => {
  const { charge } = proxyActivities<{ charge(): Promise<void> }>({ startToCloseTimeout: '1m' });
  worker = newWorker({
    async checkout() {
      setHandler(defineSignal('never'), () => undefined);
      await Promise.all([charge(), sleep('1 day'), condition(() => 1 + 1 === 3)]);
    },
  });
  const history = new HistoryBuilder().started('checkout');
  await step(worker, history);
  const waits = await worker.explain(history, { workflowId: 'order-1' });
  expect(waits).toMatchObject([
    { kind: 'timer', what: 'timer 1' },
    { kind: 'activity', what: "activity 'charge' (id 1)" },
    { kind: 'condition', what: 'condition(() => 1 + 1 === 3)' },
  ]);
  for (const { at } of waits) expect(at).toMatch(/checkout \(.*replay\.test\.ts:\d+:\d+\)/);
});

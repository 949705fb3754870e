/** The real worker judges the histories of worldline: it must replay each of them without a difference. */
import path from 'node:path';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { allCases } from './conformance/kit/cases';
import * as workflows from './conformance/kit/workflows';
import { pendingReasons } from './conformance/pending';
import { runCase } from './conformance/run-case';

const KIT = path.join(__dirname, 'conformance', 'kit');

describe('the real worker replays', () => {
  let bundles: { main: WorkflowBundleWithSourceMap; dynamic: WorkflowBundleWithSourceMap };

  beforeAll(async () => {
    const logger = new DefaultLogger('ERROR', () => undefined);
    Runtime.install({ logger, shutdownSignals: [] });
    const bundle = (file: string) => bundleWorkflowCode({ workflowsPath: path.join(KIT, file), logger });
    bundles = { main: await bundle('workflows.ts'), dynamic: await bundle('workflows-dynamic.ts') };
  }, 120_000);

  it('every history that the conformance cases make', { timeout: 300_000 }, async () => {
    const made = { main: [] as Made[], dynamic: [] as Made[] };
    for (const testCase of allCases.filter(({ name }) => !pendingReasons.has(name))) {
      const { raw, workflowIds } = await runCase(testCase);
      for (const [label, history] of Object.entries(raw.histories)) {
        if (!hasWorkflowTask(history)) continue; // A run that ended before its first workflow task shows a worker nothing.
        made[isMain(history) ? 'main' : 'dynamic'].push({ workflowId: workflowIds[label]!, history });
      }
    }
    const errors: string[] = [];
    let accepted = 0;
    for (const which of ['main', 'dynamic'] as const) {
      const results = Worker.runReplayHistories({ workflowBundle: bundles[which] }, made[which]);
      for await (const { workflowId, error } of results) {
        if (error) errors.push(`${workflowId}: ${error}`);
        else accepted++;
      }
    }
    expect(errors).toEqual([]);
    expect(accepted).toBe(made.main.length + made.dynamic.length);
    expect(accepted).toBeGreaterThan(50);
  });
});

interface Made {
  workflowId: string;
  history: ProtoJsonHistory;
}

interface ProtoJsonHistory {
  events: any[];
}

function hasWorkflowTask({ events }: ProtoJsonHistory): boolean {
  return events.some(({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_STARTED');
}

function isMain({ events }: ProtoJsonHistory): boolean {
  return events[0].workflowExecutionStartedEventAttributes.workflowType.name in workflows;
}

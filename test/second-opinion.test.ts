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
import type { World } from '../src';
import { allCases } from './conformance/kit/cases';
import * as workflows from './conformance/kit/workflows';
import { pendingReasons } from './conformance/pending';
import { runCase } from './conformance/run-case';
import { CORPUS_DIR, readCorpus } from './programs/corpus';
import { outcomeOf } from './programs/run-program';

const KIT = path.join(__dirname, 'conformance', 'kit');

describe('the real worker replays', () => {
  let bundles: Record<'main' | 'dynamic' | 'programs', WorkflowBundleWithSourceMap>;

  beforeAll(async () => {
    const logger = new DefaultLogger('ERROR', () => undefined);
    Runtime.install({ logger, shutdownSignals: [] });
    const bundle = (file: string) => bundleWorkflowCode({ workflowsPath: file, logger });
    bundles = {
      main: await bundle(path.join(KIT, 'workflows.ts')),
      dynamic: await bundle(path.join(KIT, 'workflows-dynamic.ts')),
      programs: await bundle(path.join(CORPUS_DIR, 'interpreter.ts')),
    };
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
    for (const which of ['main', 'dynamic'] as const) expect(await refused(bundles[which], made[which])).toEqual([]);
    expect(made.main.length + made.dynamic.length).toBeGreaterThan(50);
  });

  it('every history that the sample of random programs makes', { timeout: 600_000 }, async () => {
    const made: Made[] = [];
    for (const { entry } of readCorpus(CORPUS_DIR)) {
      const inspect = (world: World) => {
        for (const history of world.histories())
          made.push({ workflowId: history.workflowId, history: history.toJSON() });
      };
      await outcomeOf(entry, { inspect });
    }
    const shown = made.filter(({ history }) => hasWorkflowTask(history));
    expect(await refused(bundles.programs, shown)).toEqual([]);
    expect(shown.length).toBeGreaterThan(50);
  });
});

/** What the real worker has against the histories. */
async function refused(workflowBundle: WorkflowBundleWithSourceMap, made: readonly Made[]): Promise<string[]> {
  const errors: string[] = [];
  let seen = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, made)) {
    seen++;
    if (error) errors.push(`${workflowId}: ${error}`);
  }
  expect(seen).toBe(made.length);
  return errors;
}

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

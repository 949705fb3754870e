import { readFileSync } from 'node:fs';
import path from 'node:path';
import { World } from '../../src';
import { withinRealTime } from '../support/within-real-time';
import * as activities from './kit/activities';
import {
  type Case,
  type CaseContext,
  differences,
  type Golden,
  historyJson,
  Names,
  normalise,
  type RawOutput,
  stringify,
} from './kit/kit';
import * as workflows from './kit/workflows';
import * as dynamicWorkflows from './kit/workflows-dynamic';

/** Real time; a case that waits for ever is a failure, not a hang. */
const CASE_LIMIT_MS = 20_000;

export interface CaseRun {
  /** What the world gave, before normalisation. */
  raw: RawOutput;
  /** The workflow of each recorded history, by its label. */
  workflowIds: Record<string, string>;
  /** Where the normalised output and the recording of the real server differ; empty: the case conforms. */
  differences: string[];
}

/** Runs one case in a fresh world and compares it with what a real server 1.29 recorded for it. */
export async function runCase(testCase: Case): Promise<CaseRun> {
  const names = new Names();
  // Without workflows and activities the world has no worker until the case starts one. Only the samples' search attributes are there.
  const world = await World.create({ seed: 1, onTaskFailure: 'retry', serverVersion: '1.29', searchAttributes: {} });
  try {
    const histories: RawOutput['histories'] = {};
    const workflowIds: CaseRun['workflowIds'] = {};
    const context = contextOf(testCase, world, names, (label, workflowId, history) => {
      histories[label] = history;
      workflowIds[label] = workflowId;
    });
    const run = testCase.run(context);
    const outcome = await withinRealTime(CASE_LIMIT_MS, `case ${testCase.name}`, run);
    const raw = { outcome, histories };
    const actual = JSON.parse(stringify(normalise(raw, names, testCase.timing)));
    return { raw, workflowIds, differences: differences(goldenOf(testCase), actual) };
  } finally {
    await withinRealTime(CASE_LIMIT_MS, `dispose of the world of case ${testCase.name}`, world.dispose());
  }
}

type OnRecord = (label: string, workflowId: string, history: { events: any[] }) => void;

/** What a case may touch, on a world. */
function contextOf(testCase: Case, world: World, names: Names, record: OnRecord): CaseContext {
  const taskQueue = `tq-${testCase.name}`;
  names.add(taskQueue, '<task-queue>');
  const used = new Map<string, number>();
  return {
    client: world.client,
    taskQueue,
    newWorkflowId(label = 'main') {
      const count = (used.get(label) ?? 0) + 1;
      used.set(label, count);
      const name = count === 1 ? label : `${label}#${count}`;
      const id = `${testCase.name}.${name}.sim`;
      names.add(id, `<wf:${name}>`);
      return id;
    },
    startWorker: ({ workflows: which = 'main', ...options } = {}) =>
      world.createWorker({
        taskQueue,
        activities,
        workflows: which === 'main' ? workflows : dynamicWorkflows,
        ...options,
      }),
    sleep: (duration) => world.sleep(duration as number),
    async record(label, { workflowId, runId }) {
      record(label, workflowId, historyJson(await world.client.workflow.getHandle(workflowId, runId).fetchHistory()));
    },
  };
}

function goldenOf({ name }: Case): Golden {
  return JSON.parse(readFileSync(path.join(__dirname, 'kit', 'golden', `${name}.json`), 'utf8'));
}

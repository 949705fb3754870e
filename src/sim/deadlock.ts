/** Who waits for what, where in the code, when nothing can ever run again. */
import { DeadlockError } from '../base/errors';
import type { Execution } from '../server/execution/execution';
import type { Matching } from '../server/matching';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import { IDLE_MOVES_MAX } from './idleness';
import type { Waiter } from './waits';
import type { WorldWorker } from './world-worker';

export interface DeadlockScene {
  /** Schedules and cron workflows go on, without an effect on what is waited for. */
  readonly onlySchedules: boolean;
  readonly now: number;
  readonly waiters: readonly Waiter[];
  readonly executions: readonly Execution[];
  readonly matching: Matching;
  workerOf(execution: Execution): WorldWorker | undefined;
  readonly running: readonly RunningActivity[];
}

/** At most this many workflows are described, so that the text stays readable. */
const WORKFLOWS_MAX = 10;

const ONLY_SCHEDULES = `only schedules and cron workflows go on (time has moved ${IDLE_MOVES_MAX} times for them, without an effect on what is waited for)`;

export async function deadlockError(scene: DeadlockScene): Promise<DeadlockError> {
  const open = scene.executions.filter((x) => x.isRunning);
  const lines = [
    `${scene.onlySchedules ? ONLY_SCHEDULES : 'nothing can ever run again'}, and somebody still waits (virtual time ${new Date(scene.now).toISOString()})`,
    'Waiting:',
    ...scene.waiters.map((waiter) => `  - ${waiter.describe()}`),
  ];
  if (open.length > 0) lines.push('Open workflows:');
  for (const execution of open.slice(0, WORKFLOWS_MAX)) lines.push(...(await describeWorkflow(execution, scene)));
  if (open.length > WORKFLOWS_MAX) lines.push(`  … and ${open.length - WORKFLOWS_MAX} more`);
  lines.push(...describeActivities(scene.running), ...describeUnserved(scene.matching));
  return new DeadlockError(lines.join('\n'));
}

async function describeWorkflow(execution: Execution, scene: DeadlockScene): Promise<string[]> {
  const lines = [`  - ${execution.spec.workflowType} (${execution.workflowId}), task queue '${execution.taskQueue}'`];
  const worker = scene.workerOf(execution)?.current?.workflowWorker;
  if (!worker || execution.workflowTask.lastCompletedStartedId === 0) return lines;
  try {
    const waits = await worker.explain(execution.log.view(), execution.key);
    for (const wait of waits) lines.push(`      awaits ${wait.what}${wait.at ? ` at ${wait.at}` : ''}`);
  } catch (error) {
    lines.push(`      (what it awaits cannot be told: ${(error as Error).message})`);
  }
  return lines;
}

function describeActivities(running: readonly RunningActivity[]): string[] {
  if (running.length === 0) return [];
  return [
    'Activities that were started and never end:',
    ...running.map((a) => `  - ${a.activityType} (attempt ${a.attempt}) ${ownerOf(a)}`),
  ];
}

function ownerOf(activity: RunningActivity): string {
  return activity.workflowId === '' ? `standalone, id '${activity.activityId}'` : `of ${activity.workflowId}`;
}

function describeUnserved(matching: Matching): string[] {
  const lines: string[] = [];
  for (const { taskQueue, kind, tasks } of matching.unserved()) {
    const served = matching.served(kind).filter((name) => !name.endsWith('-sticky'));
    const others =
      served.length > 0 ? `workers serve ${served.map((name) => `'${name}'`).join(', ')}` : 'no worker runs';
    lines.push(`Task queue '${taskQueue}' has no worker for ${kind} tasks (${others}): ${tasks.join(', ')}`);
  }
  return lines;
}

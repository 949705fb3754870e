/** A world with the workflows of these tests, half an hour after midnight, and what tells its schedules' stories. */
import type { ScheduleDescription, ScheduleHandle, ScheduleOptions } from '@temporalio/client';
import { World, type WorldOptions } from '../../../src';
import type { History } from '../../../src/history/history';
import * as workflows from './workflows';

export const START = '2030-01-01T00:30:00Z';

export function scheduleWorld(options: WorldOptions = {}): Promise<World> {
  return World.create({ workflows, startTime: START, ...options });
}

/** Where only starts matter: nothing of the workflows runs. */
export function worldWithoutWorkers(options: WorldOptions = {}): Promise<World> {
  return World.create({ startTime: START, ...options });
}

type Action = Omit<ScheduleOptions['action'], 'type' | 'taskQueue' | 'workflowType'>;

/** An hourly schedule `s` of a workflow; all else as the test says. */
export function hourly(
  world: World,
  workflowType: keyof typeof workflows,
  { action, ...options }: Partial<Omit<ScheduleOptions, 'action'>> & { action?: Action } = {},
): Promise<ScheduleHandle> {
  return world.client.schedule.create({
    scheduleId: 's',
    spec: { intervals: [{ every: '1h' }] },
    action: { type: 'startWorkflow', workflowType, taskQueue: 'q', workflowId: 'w', ...action },
    ...options,
  });
}

/** `w 03:00` for w-2030-01-01T03:00:00Z: the ids of the runs, in the order of their starts. */
export function starts(world: World): string[] {
  return world.histories().map((history) => {
    const { workflowId, firstExecutionRunId } = startOf(history);
    const [, name, time] = /^(.*)-\d{4}-\d\d-\d\dT(\d\d:\d\d):\d\dZ$/.exec(workflowId ?? '') ?? [];
    return `${name} ${time}${firstExecutionRunId === history.runId ? '' : ' (continued)'}`;
  });
}

export function startOf(history: History) {
  const first = history.events[0]!;
  if (first.type !== 'WorkflowExecutionStarted') throw new Error(`a history began with ${first.type}`);
  return first.attributes;
}

/** What a description counts. */
export function counts({ info, raw }: ScheduleDescription) {
  return {
    taken: info.numActionsTaken,
    skipped: info.numActionsSkippedOverlap,
    buffered: raw.info?.bufferSize?.toNumber(),
    running: info.runningActions.map((one) => one.workflow.workflowId.slice(-9, -4)),
  };
}

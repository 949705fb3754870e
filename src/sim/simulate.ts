/** The shortest way in: one workflow, in a world of its own. */
import type { WorkflowStartOptions } from '@temporalio/client';
import type { History } from '../history/history';
import type { Attempt } from './attempts';
import type { WorldOptions } from './options';
import { World } from './world';

type Workflow = (...args: any[]) => Promise<unknown>;

/** Options of the client's start call; all others are the world's. */
const START_OPTIONS = [
  'workflowId',
  'taskQueue',
  'retry',
  'memo',
  'typedSearchAttributes',
  'workflowExecutionTimeout',
  'workflowRunTimeout',
  'workflowTaskTimeout',
  'startDelay',
  'cronSchedule',
  'staticSummary',
  'staticDetails',
  'priority',
] as const;

export type SimulateOptions<W extends Workflow> = Omit<WorldOptions, 'workflows' | 'taskQueues'> &
  Partial<Pick<WorkflowStartOptions, (typeof START_OPTIONS)[number]>> & {
    readonly args?: Parameters<W>;
    /** Other workflows that this one starts as children. */
    readonly workflows?: Record<string, unknown>;
  };

export interface Simulation<R> {
  /** What the workflow returned; undefined where it failed. */
  readonly result: R | undefined;
  /** What the caller of `result()` gets thrown; undefined where the workflow succeeded. */
  readonly error: unknown;
  /** Of the first run; `histories` has them all. */
  readonly history: History;
  readonly histories: readonly History[];
  readonly attempts: readonly Attempt[];
  /** How long the workflow took, in virtual milliseconds. */
  readonly durationMs: number;
}

/**
 * Runs one workflow function to its end, in virtual time, in a fresh world. It never rejects for what the workflow does: that is
 * in `error`. It rejects for options that cannot be used.
 */
export async function simulate<W extends Workflow>(
  workflow: W,
  options: SimulateOptions<W> = {},
): Promise<Simulation<Awaited<ReturnType<W>>>> {
  const { args, workflows, ...rest } = options;
  const given = rest as Record<string, unknown>;
  const start = Object.fromEntries(START_OPTIONS.filter((name) => name in given).map((name) => [name, given[name]]));
  const worldOptions = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in start)));
  const type = workflow.name || 'workflow';
  const world = await World.create({ ...worldOptions, workflows: { ...workflows, [type]: workflow } });
  try {
    const workflowId = options.workflowId ?? type;
    let result: Awaited<ReturnType<W>> | undefined;
    let error: unknown;
    const began = world.now();
    try {
      result = await world.client.workflow.execute(type, {
        taskQueue: 'simulate',
        ...start,
        workflowId,
        args: (args ?? []) as unknown[],
      });
    } catch (thrown) {
      error = thrown;
    }
    const histories = world.histories();
    const history = histories.find((one) => one.workflowId === workflowId)!;
    return { result, error, history, histories, attempts: [...world.attempts], durationMs: world.now() - began };
  } finally {
    await world.dispose();
  }
}

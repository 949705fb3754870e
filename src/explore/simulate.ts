/** The shortest way in: one workflow, in a world of its own. */
import type { WorkflowStartOptions } from '@temporalio/client';
import type { History } from '../history/history';
import { renderTimeline } from '../report/timeline-text';
import type { Attempt } from '../sim/attempts';
import type { WorldOptions } from '../sim/options';
import { World } from '../sim/world';

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
  /** All of it as a picture over virtual time, 100 columns wide: `console.log(timeline)`. */
  readonly timeline: string;
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
  const [start, worldOptions] = split(rest);
  const type = workflow.name || 'workflow';
  const world = await World.create({ ...worldOptions, workflows: { ...workflows, [type]: workflow } });
  const began = world.now();
  try {
    const handle = await world.client.workflow.start(type, {
      taskQueue: 'simulate',
      workflowId: type,
      ...start,
      args: (args ?? []) as unknown[],
    });
    const outcome = await settled<Awaited<ReturnType<W>>>(handle.result() as Promise<Awaited<ReturnType<W>>>);
    const histories = world.histories();
    const history = histories.find((one) => one.workflowId === handle.workflowId)!;
    const [attempts, durationMs] = [[...world.attempts], world.now() - began];
    // What only the end of the world tells, such as a failed task of a child that nobody waited for.
    const end = await settled(world.dispose());
    return new FinishedSimulation(outcome.value, outcome.error ?? end.error, history, histories, attempts, durationMs);
  } catch (error) {
    await world.dispose();
    throw error;
  }
}

async function settled<T>(promise: Promise<T>): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}

class FinishedSimulation<R> implements Simulation<R> {
  constructor(
    readonly result: R | undefined,
    readonly error: unknown,
    readonly history: History,
    readonly histories: readonly History[],
    readonly attempts: readonly Attempt[],
    readonly durationMs: number,
  ) {}

  // Most simulations are never looked at, so the picture is drawn when somebody does.
  get timeline(): string {
    return renderTimeline(this);
  }
}

/** Options of the start call, and those of the world. */
function split(options: object): [start: Record<string, unknown>, world: WorldOptions] {
  const isStart = ([name]: [string, unknown]) => (START_OPTIONS as readonly string[]).includes(name);
  const entries = Object.entries(options);
  return [
    Object.fromEntries(entries.filter(isStart)),
    Object.fromEntries(entries.filter((entry) => !isStart(entry))) as WorldOptions,
  ];
}

/**
 * Canaries are bugs that are planted on purpose, each as the author of a workflow would make it, with a twin in which it is mended. An
 * exploration that does not find one any more, or that accuses its twin, is broken itself.
 */
import { WorkflowFailedError } from '@temporalio/client';
import type { Explored, ExploreOptions, World } from '../../src';

type Options = ExploreOptions<undefined>;

export interface Canary {
  /** The bug in a sentence. */
  readonly bug: string;
  /** Of both versions. Default: every default kind of fault. */
  readonly options?: Options;
  readonly buggy: Options;
  readonly fixed: Options;
  /** What must hold of both, as the author of the workflow would write it. */
  readonly property: Explored<undefined>;
  readonly found: {
    /** Begins the error's name and message. */
    readonly error: string;
    /** What it takes, in each of the ways in which it can happen: kinds of faults, joined by ' + '. Empty: it takes nothing. */
    readonly plans: readonly string[];
  };
}

const taskQueue = 'canaries';

export function start(world: World, workflow: string, ...args: unknown[]) {
  return world.client.workflow.start(workflow, { workflowId: workflow, taskQueue, args });
}

/** What a workflow returns; undefined where it has failed, as a workflow may that meets a failure which nobody can mend. */
export function execute(world: World, workflow: string, ...args: unknown[]): Promise<unknown> {
  return unlessFailed(world.client.workflow.execute(workflow, { workflowId: workflow, taskQueue, args }));
}

export async function unlessFailed<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof WorkflowFailedError) return undefined;
    throw error;
  }
}

/**
 * `Mocks` in workflow code on a real server. The SDK's worker bundles this file: it knows the mocks by name only, and asks the test for answers
 * with a local activity, so that they stand in the history and a replay gets the same.
 */
import {
  ActivityFailure,
  proxyLocalActivities,
  type WorkflowInterceptors,
  type WorkflowInterceptorsFactory,
  workflowInfo,
} from '@temporalio/workflow';

/** What of the mocks workflow code must know; as JSON in a file. */
export interface MockNames {
  /** Types of workflows that are mocked. */
  readonly workflows: readonly string[];
  /** Options of activities, by type. */
  readonly overrides: Readonly<Record<string, object>>;
}

/** The local activity that gives the answer of a mocked workflow. */
export const ASK = 'worldline mock of a workflow';

type Scheduled = { readonly activityType: string; readonly options: object };

export function mockInterceptors({ workflows, overrides }: MockNames): WorkflowInterceptorsFactory {
  const schedule = <I extends Scheduled, R>(input: I, next: (input: I) => Promise<R>): Promise<R> =>
    next({ ...input, options: { ...input.options, ...overrides[input.activityType] } });
  const execute: NonNullable<NonNullable<WorkflowInterceptors['inbound']>[number]['execute']> = (input, next) =>
    workflows.includes(workflowInfo().workflowType) ? ask(input.args) : next(input);
  return () => ({
    inbound: [{ execute }],
    outbound: [{ scheduleActivity: schedule, scheduleLocalActivity: schedule }],
  });
}

async function ask(args: unknown[]): Promise<unknown> {
  const { workflowType, attempt } = workflowInfo();
  const test = proxyLocalActivities({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 1 } });
  try {
    return await test[ASK]!(workflowType, attempt, args);
  } catch (error) {
    // The workflow fails with what the answer has thrown, as if its own code had.
    throw error instanceof ActivityFailure && error.cause ? error.cause : error;
  }
}

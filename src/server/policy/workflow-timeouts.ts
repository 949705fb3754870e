/** Timeouts of workflow executions, runs and workflow tasks: checked, filled in and bounded by each other. */
import type { Duration } from '../../base/api';
import { invalidArgument } from '../status';
import { capDuration, durationError } from './duration';
import { fromNanos, minNanos, type Nanos, toNanos } from './nanos';

const DEFAULT_TASK_TIMEOUT: Nanos = 10e9;
const MAX_TASK_TIMEOUT: Nanos = 120e9;

/** The three timeouts that requests and commands may carry; none or 0: not limited (a workflow task: 10 s). */
export interface WorkflowTimeouts {
  readonly workflowExecutionTimeout?: Duration | null;
  readonly workflowRunTimeout?: Duration | null;
  readonly workflowTaskTimeout?: Duration | null;
}

/** As the Started event has them. An execution or run timeout of 0 s means none. */
export interface StoredWorkflowTimeouts {
  readonly workflowExecutionTimeout: Duration;
  readonly workflowRunTimeout: Duration;
  readonly workflowTaskTimeout: Duration;
}

type TimeoutName = 'WorkflowExecutionTimeout' | 'WorkflowRunTimeout' | 'WorkflowTaskTimeout';

/** How the server words a bad duration: `cause` is its reason, for example "negative duration". */
export type DurationErrorText = (name: TimeoutName | 'WorkflowStartDelay', cause: string) => string;

/** The words for a start or signal-with-start request. */
export const startRequestErrorText: DurationErrorText = (name, cause) =>
  `An invalid ${name}Seconds is set on request. cause: ${cause}`;

/**
 * The timeouts as stored: an execution timeout bounds a run's (and stands in for it), a run's timeout bounds the workflow
 * task's, which defaults to 10 s and is 120 s at most. Nothing exceeds 100 years, and there is no lower bound.
 * Throws a `ServerStatus` INVALID_ARGUMENT, worded by `errorText` (commands have other words than requests).
 */
export function normaliseWorkflowTimeouts(
  timeouts: WorkflowTimeouts,
  errorText: DurationErrorText = startRequestErrorText,
): StoredWorkflowTimeouts {
  const checked = (name: TimeoutName, timeout: Duration | null | undefined) =>
    toNanos(checkedDuration(timeout, (cause) => errorText(name, cause)));
  const execution = checked('WorkflowExecutionTimeout', timeouts.workflowExecutionTimeout);
  const run = boundBy(checked('WorkflowRunTimeout', timeouts.workflowRunTimeout), execution);
  const task = checked('WorkflowTaskTimeout', timeouts.workflowTaskTimeout) || DEFAULT_TASK_TIMEOUT;
  return {
    workflowExecutionTimeout: fromNanos(execution),
    workflowRunTimeout: fromNanos(run),
    workflowTaskTimeout: fromNanos(boundBy(minNanos(task, MAX_TASK_TIMEOUT), run)),
  };
}

/** A start delay as stored: checked and at most 100 years; absent stays absent. Throws like `normaliseWorkflowTimeouts`. */
export function normaliseStartDelay(
  delay: Duration | null | undefined,
  errorText: DurationErrorText = startRequestErrorText,
): Duration | undefined {
  return checkedDuration(delay, (cause) => errorText('WorkflowStartDelay', cause)) ?? undefined;
}

function checkedDuration(duration: Duration | null | undefined, errorText: (cause: string) => string) {
  const error = durationError(duration);
  if (error) throw invalidArgument(errorText(error));
  return capDuration(duration);
}

/** A timeout within another; 0 means none on both sides. */
function boundBy(timeout: Nanos, bound: Nanos): Nanos {
  if (bound === 0) return timeout;
  return timeout === 0 ? bound : minNanos(timeout, bound);
}

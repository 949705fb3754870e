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

/** How the server words a bad duration: `cause` is its reason, for example "negative duration". */
export type DurationErrorText = (field: keyof WorkflowTimeouts | 'workflowStartDelay', cause: string) => string;

/** The words for a start or signal-with-start request. */
export const startRequestErrorText: DurationErrorText = (field, cause) =>
  `An invalid W${field.slice(1)}Seconds is set on request. cause: ${cause}`;

/**
 * The timeouts as stored: an execution timeout bounds a run's (and stands in for it), a run's timeout bounds the workflow
 * task's, which defaults to 10 s and is 120 s at most. Nothing exceeds 100 years, and there is no lower bound.
 * Throws a `ServerStatus` INVALID_ARGUMENT, worded by `errorText` (commands have other words than requests).
 */
export function normaliseWorkflowTimeouts(
  timeouts: WorkflowTimeouts,
  errorText: DurationErrorText = startRequestErrorText,
): StoredWorkflowTimeouts {
  const execution = checkedNanos(timeouts, 'workflowExecutionTimeout', errorText);
  const run = boundBy(checkedNanos(timeouts, 'workflowRunTimeout', errorText), execution);
  const task = checkedNanos(timeouts, 'workflowTaskTimeout', errorText) || DEFAULT_TASK_TIMEOUT;
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
  const error = durationError(delay);
  if (error) throw invalidArgument(errorText('workflowStartDelay', error));
  return capDuration(delay) ?? undefined;
}

function checkedNanos(timeouts: WorkflowTimeouts, field: keyof WorkflowTimeouts, errorText: DurationErrorText): Nanos {
  const error = durationError(timeouts[field]);
  if (error) throw invalidArgument(errorText(field, error));
  return toNanos(capDuration(timeouts[field]));
}

/** A timeout within another; 0 means none on both sides. */
function boundBy(timeout: Nanos, bound: Nanos): Nanos {
  if (bound === 0) return timeout;
  return timeout === 0 ? bound : minNanos(timeout, bound);
}

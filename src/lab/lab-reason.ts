/** One sentence that says why an activity ended where it did. */
import type { TimeoutTypeName } from '../base/enums';
import { durationText } from '../history/time-text';
import type { Activity } from '../server/machines/activity';
import { attemptAt, type LabInput } from './lab-input';
import type { LabAttemptTrace } from './lab-result';
import type { LabEnd } from './run-lab';
import { timeoutText } from './timeout-text';

/** The activity as it is at its end; `attempts` with the last one. */
export function endReason(
  end: LabEnd,
  activity: Activity,
  input: LabInput,
  attempts: readonly LabAttemptTrace[],
  now: number,
): string {
  const last = attempts.at(-1);
  switch (end.outcome) {
    case 'completed':
      return `Attempt ${activity.attempt} succeeded ${durationText(now)} after the activity was scheduled.`;
    case 'cancelled':
      return cancelledReason(end, activity, now);
    case 'running':
      if (!end.endless)
        return `It still runs: it was followed for ${durationText(now)} only, and ${attempts.length === 1 ? 'one attempt' : `${attempts.length} attempts`}.`;
      return `Nothing ends it: from attempt ${input.attempts.length} on every attempt ends alike and is retried, since maximumAttempts has no limit and there is no schedule-to-close timeout.`;
    case 'failed':
      return `Attempt ${activity.attempt} failed after ${durationText(now)}${failedBecause(end, activity, input)}.`;
    case 'timed-out':
      return timedOutReason(end, activity, input, last, now);
  }
}

function cancelledReason({ idle }: LabEnd, { attempt, status }: Activity, now: number): string {
  if (idle) {
    return `It was cancelled after ${durationText(now)}, while attempt ${attempt} was ${status === 'closed' ? 'waiting' : status}: what does not run ends at once.`;
  }
  return `Attempt ${attempt} learnt of the cancellation from the answer to its heartbeat at ${durationText(now)}, and let it through.`;
}

function failedBecause({ retryState }: LabEnd, activity: Activity, input: LabInput): string {
  const { attempt, policy } = activity;
  const spec = attemptAt(input, attempt);
  switch (retryState) {
    case 'NON_RETRYABLE_FAILURE':
      if (spec.nonRetryable) return ', and its failure says that it may not be retried (nonRetryable)';
      return `, and the type of its failure, '${spec.errorType ?? 'Error'}', is one of nonRetryableErrorTypes`;
    case 'MAXIMUM_ATTEMPTS_REACHED':
      return `, and maximumAttempts is ${policy.maximumAttempts}`;
    case 'CANCEL_REQUESTED':
      return ', and after a cancellation has been requested nothing is retried';
    case 'TIMEOUT':
      if (activity.scheduleToCloseMs === 0) return ', and there is no interval to wait for the next attempt';
      return `, and the next attempt would start after schedule-to-close (${durationText(activity.scheduleToCloseMs)}): the server gives up at once, without waiting for the deadline`;
    default:
      return '';
  }
}

function timedOutReason(
  { passed, retryState, timeoutType }: LabEnd,
  activity: Activity,
  input: LabInput,
  last: LabAttemptTrace | undefined,
  now: number,
): string {
  const { attempt } = activity;
  const at = durationText(now);
  const limit = (type: TimeoutTypeName) => `${timeoutText(type)} (${durationText(limitMs(activity, type))})`;
  if (passed === 'SCHEDULE_TO_START') {
    const source = input.options.scheduleToStartTimeout === undefined ? ', which schedule-to-close fills in,' : ',';
    return `No worker took attempt ${attempt} within ${limit(passed)}${source} and that timeout is never retried.`;
  }
  if (passed === 'SCHEDULE_TO_CLOSE') {
    const doing = last?.startedAtMs != null && last.attempt === attempt ? 'ran' : 'waited for a worker';
    return `At ${at}, while attempt ${attempt} ${doing}, the whole activity had taken as long as ${limit(passed)} allows, over all its attempts.`;
  }
  const crashed = last?.crashedAtMs === undefined ? '' : ` (its worker had died at ${durationText(last.crashedAtMs)})`;
  const how = `Attempt ${attempt} ran into ${limit(passed!)} at ${at}${crashed}`;
  if (timeoutType === 'SCHEDULE_TO_CLOSE') {
    return `${how}, and the next attempt would start after ${limit('SCHEDULE_TO_CLOSE')}: the server reports that timeout at once, without waiting for the deadline.`;
  }
  switch (retryState) {
    case 'MAXIMUM_ATTEMPTS_REACHED':
      return `${how}, and maximumAttempts is ${activity.policy.maximumAttempts}.`;
    case 'NON_RETRYABLE_FAILURE':
      return `${how}, and nonRetryableErrorTypes has TemporalTimeout:${passed === 'HEARTBEAT' ? 'Heartbeat' : 'StartToClose'}.`;
    case 'CANCEL_REQUESTED':
      return `${how}, and after a cancellation has been requested nothing is retried.`;
    default:
      return `${how}.`;
  }
}

function limitMs(activity: Activity, type: TimeoutTypeName): number {
  switch (type) {
    case 'START_TO_CLOSE':
      return activity.startToCloseMs;
    case 'SCHEDULE_TO_START':
      return activity.scheduleToStartMs;
    case 'SCHEDULE_TO_CLOSE':
      return activity.scheduleToCloseMs;
    case 'HEARTBEAT':
      return activity.heartbeatMs;
  }
}

/** The end of a standalone activity. */
import { type ActivityInput, activityMachine } from '../machines/activity';
import type { ActivityExecutionStatusName } from './numbers';
import type { StandaloneActivity, StandaloneOutcome } from './standalone-activity';

/** It ends for good: no attempt and no deadline comes any more. */
export function close(
  s: StandaloneActivity,
  input: ActivityInput,
  status: Exclude<ActivityExecutionStatusName, 'RUNNING'>,
  outcome: StandaloneOutcome,
): void {
  const { activity } = s;
  activity.status = activityMachine.next(activity.status, input);
  activity.deadline = undefined;
  activity.retryTimer = undefined;
  s.gate.clear();
  s.status = status;
  s.closeTime = s.now;
  s.outcome = outcome;
  s.onClose();
}

/** The end of a standalone activity, and how clients bring it about. All of this runs inside a transaction. */
import type { Payloads } from '../../base/api';
import type { ActivityExecutionStatusName } from '../../base/enums';
import { type ActivityInput, activityMachine } from '../machines/activity';
import { failedPrecondition } from '../status';
import type { CancelRequest, StandaloneActivity, StandaloneOutcome } from './standalone-activity';

/** How the server spells them in texts. */
const STATUS_TEXT: Readonly<Record<ActivityExecutionStatusName, string>> = {
  RUNNING: 'Running',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
  TERMINATED: 'Terminated',
  TIMED_OUT: 'TimedOut',
};

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
  s.onClosed();
}

/** Only after somebody has asked for it. */
export function closeCanceled(s: StandaloneActivity, details: Payloads | null | undefined): void {
  const canceledFailureInfo = { details, identity: s.cancelRequest?.identity };
  close(s, 'cancel', 'CANCELED', { failure: { message: 'Activity canceled', canceledFailureInfo } });
}

/**
 * One that is not running ends at once, a running one learns of it by its next heartbeat. The same request once more changes nothing.
 * @throws FAILED_PRECONDITION where it has ended, or where another request came before.
 */
export function requestCancel(s: StandaloneActivity, request: CancelRequest): void {
  if (request.requestId !== '' && s.cancelRequest?.requestId === request.requestId) return;
  if (!s.isRunning) throw failedPrecondition(`activity is in terminal state ${STATUS_TEXT[s.status]}`);
  if (s.cancelRequest) {
    throw failedPrecondition(`cancellation already requested with request ID ${s.cancelRequest.requestId}`);
  }
  s.cancelRequest = request;
  // There are no events here; any number says that cancellation was requested.
  s.activity.cancelRequestedId = 1;
  if (s.activity.status !== 'started') closeCanceled(s, textPayload(request.reason));
}

export interface Termination {
  readonly identity: string;
  readonly requestId: string;
  readonly reason: string;
}

/**
 * It ends at once; a running attempt is not told, and what it answers is refused. The same request once more changes nothing.
 * @throws FAILED_PRECONDITION where it has ended.
 */
export function terminateStandalone(s: StandaloneActivity, { identity, requestId, reason }: Termination): void {
  if (s.status === 'TERMINATED') {
    if (s.terminateRequestId === requestId) return;
    throw failedPrecondition(`already terminated with request ID ${s.terminateRequestId}`);
  }
  if (!s.isRunning) throw failedPrecondition(`invalid transition from ${STATUS_TEXT[s.status]}`);
  s.terminateRequestId = requestId;
  close(s, 'cancel', 'TERMINATED', { failure: { message: reason, terminatedFailureInfo: { identity } } });
}

function textPayload(text: string): Payloads {
  return {
    payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(text)) }],
  };
}

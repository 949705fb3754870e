/** Answers and heartbeats for activities, from workers and from clients (asynchronous completion), by token or by id. */
import type { Failure, Payloads } from '../base/api';
import type { ActivityAnswer, HeartbeatAnswer } from '../history/worker-protocol';
import {
  completeActivity,
  decodeToken,
  failActivity,
  heartbeatActivity,
  reportCanceled,
  startedActivity,
} from './execution/activities';
import type { Execution } from './execution/execution';
import { failureBytes, tooLargeFailure } from './execution/failure-size';
import { LIMITS } from './execution/limits';
import { isTooLarge } from './execution/search-attributes';
import type { Activity } from './machines/activity';
import type { Server } from './server';
import { alreadyCompleted, invalidArgument, notFound, workflowNotFound } from './status';

/** Which attempt is meant: by its token, or by the activity's id in a run (no run id: the current one). */
export type ActivityRef =
  | { readonly token: Uint8Array | null | undefined }
  | { readonly namespace: string; readonly workflowId: string; readonly runId?: string; readonly activityId: string };

const GONE = 'invalid activityID or activity already timed out or invoking workflow is completed';

interface Found {
  readonly execution: Execution;
  readonly activity: Activity;
}

/** @throws the server's statuses where the attempt is not there to be answered. */
function find(server: Server, ref: ActivityRef, unstartedToo: boolean): Found {
  if ('token' in ref) return findByToken(server, ref.token);
  if (!ref.activityId) throw invalidArgument('ActivityId is not set on request.');
  server.namespace(ref.namespace);
  const execution = server.find(ref.namespace, ref.workflowId, ref.runId);
  if (!execution) throw workflowNotFound(ref.workflowId);
  if (!execution.isRunning) throw alreadyCompleted();
  const activity = execution.activityIds.get(ref.activityId);
  if (!activity) {
    throw notFound(
      `cannot find pending activity with ActivityID ${ref.activityId}, check workflow execution history for more details`,
    );
  }
  if (activity.status !== 'started' && !unstartedToo) throw notFound(GONE);
  return { execution, activity };
}

function findByToken(server: Server, bytes: Uint8Array | null | undefined): Found {
  if (!bytes || bytes.length === 0) throw invalidArgument('Task token not set on request.');
  const token = decodeToken(bytes);
  if (!token) throw invalidArgument('Error deserializing task token.');
  const execution = server.findRun(token.runId);
  if (!execution) throw notFound(GONE);
  if (!execution.isRunning) throw alreadyCompleted();
  const activity = startedActivity(execution, token);
  if (!activity) throw notFound(GONE);
  return { execution, activity };
}

export function answerActivity(server: Server, ref: ActivityRef, answer: ActivityAnswer, identity: string): void {
  const { execution: x, activity } = find(server, ref, answer.kind === 'completed');
  x.transact(() => {
    switch (answer.kind) {
      case 'completed':
        if (isTooLarge(answer.result)) failTooLarge(x, activity, 'Complete result exceeds size limit.', identity);
        else completeActivity(x, activity, answer.result, identity);
        break;
      case 'failed':
        failActivity(x, activity, withinLimit(answer.failure), identity, answer.lastHeartbeatDetails);
        break;
      case 'canceled':
        cancel(x, activity, answer.details, identity);
        break;
    }
  });
}

function withinLimit(failure: Failure): Failure {
  if (failureBytes(failure) <= LIMITS.blobBytes) return failure;
  return tooLargeFailure(failure, true, LIMITS.truncatedFailureBytes);
}

function failTooLarge(x: Execution, activity: Activity, message: string, identity: string): void {
  const failure: Failure = { message, serverFailureInfo: { nonRetryable: true } };
  failActivity(x, activity, failure, identity);
}

function cancel(x: Execution, activity: Activity, details: Payloads | null | undefined, identity: string): void {
  if (activity.cancelRequestedId === 0) {
    throw invalidArgument('unable to mark activity as canceled without activity being request canceled first');
  }
  if (isTooLarge(details)) failTooLarge(x, activity, 'Cancel details exceed size limit.', identity);
  else reportCanceled(x, activity, details, identity);
}

export function recordHeartbeat(
  server: Server,
  ref: ActivityRef,
  details: Payloads | null | undefined,
): HeartbeatAnswer {
  const { execution: x, activity } = find(server, ref, false);
  if (isTooLarge(details)) {
    x.transact(() => failTooLarge(x, activity, 'Heartbeat details exceed size limit.', activity.startedIdentity));
    return { cancelRequested: true, activityPaused: false, activityReset: false };
  }
  heartbeatActivity(x, activity, details);
  return {
    cancelRequested: activity.cancelRequestedId > 0,
    activityPaused: activity.pause !== undefined,
    activityReset: activity.resetRequested,
  };
}

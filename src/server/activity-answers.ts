/** Answers and heartbeats for activities, from workers and from clients (asynchronous completion), by token or by id. */
import type { Payloads } from '../base/api';
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
import {
  completeStandalone,
  failStandalone,
  heartbeatStandalone,
  isStartedAttempt,
  reportStandaloneCanceled,
} from './standalone/attempts';
import { findStandalone, standaloneNotFound } from './standalone/find-standalone';
import { StandaloneActivity } from './standalone/standalone-activity';
import { alreadyCompleted, invalidArgument, notFound, workflowNotFound } from './status';

/**
 * Which attempt is meant: by its token, or by the activity's id in a run (no run id: the current one). Without a workflow id it is
 * a standalone activity, and the run is its own.
 */
export type ActivityRef =
  | { readonly token: Uint8Array | null | undefined; readonly namespace?: string | null }
  | { readonly namespace: string; readonly workflowId: string; readonly runId?: string; readonly activityId: string };

const GONE = 'invalid activityID or activity already timed out or invoking workflow is completed';

interface Found {
  readonly owner: Execution | StandaloneActivity;
  readonly activity: Activity;
}

/** @throws the server's statuses where the attempt is not there to be answered. */
function find(server: Server, ref: ActivityRef, unstartedToo: boolean): Found {
  if ('token' in ref) {
    // Workers of a world say no namespace: they have their tokens from it.
    if (ref.namespace) server.namespace(ref.namespace);
    return findByToken(server, ref.token);
  }
  if (!ref.activityId) throw invalidArgument('ActivityId is not set on request.');
  server.namespace(ref.namespace);
  if (!ref.workflowId) return findStandaloneById(server, ref, unstartedToo);
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
  return { owner: execution, activity };
}

function findStandaloneById(
  server: Server,
  ref: Exclude<ActivityRef, { token: unknown }>,
  unstartedToo: boolean,
): Found {
  const owner = findStandalone(server, ref);
  const { activity } = owner;
  const isThere = activity.status === 'started' || (unstartedToo && owner.isRunning);
  if (!isThere) throw standaloneNotFound(ref.activityId);
  return { owner, activity };
}

/** A token of a real server, which begins with the field 1 of a protobuf message, the id of a namespace. */
function isTokenOfServer(bytes: Uint8Array, namespaceId: string): boolean {
  return bytes[0] === 0x0a && bytes[1] === namespaceId.length && text(bytes.subarray(2, 2 + bytes[1])) === namespaceId;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

function findByToken(server: Server, bytes: Uint8Array | null | undefined): Found {
  if (!bytes || bytes.length === 0) throw invalidArgument('Task token not set on request.');
  const token = decodeToken(bytes);
  if (!token) {
    const isForeign = [...server.namespaces.values()].some(({ id }) => isTokenOfServer(bytes, id));
    throw isForeign ? notFound(GONE) : invalidArgument('Error deserializing task token.');
  }
  const execution = server.findRun(token.runId);
  if (!execution) {
    const owner = server.findStandaloneRun(token.runId);
    if (!owner) throw notFound(GONE);
    if (!isStartedAttempt(owner, token)) throw standaloneNotFound(owner.activityId);
    return { owner, activity: owner.activity };
  }
  if (!execution.isRunning) throw alreadyCompleted();
  const activity = startedActivity(execution, token);
  if (!activity) throw notFound(GONE);
  return { owner: execution, activity };
}

export function answerActivity(server: Server, ref: ActivityRef, answer: ActivityAnswer, identity: string): void {
  const found = find(server, ref, answer.kind === 'completed');
  if (answer.kind === 'canceled' && found.activity.cancelRequestedId === 0) {
    throw invalidArgument('unable to mark activity as canceled without activity being request canceled first');
  }
  apply(found, withinLimits(answer), identity);
}

function apply({ owner, activity }: Found, answer: ActivityAnswer, identity: string): void {
  if (owner instanceof StandaloneActivity) owner.transact(() => applyToStandalone(owner, answer, identity));
  else owner.transact(() => applyToExecution(owner, activity, answer, identity));
}

function applyToExecution(x: Execution, activity: Activity, answer: ActivityAnswer, identity: string): void {
  switch (answer.kind) {
    case 'completed':
      completeActivity(x, activity, answer.result, identity);
      break;
    case 'failed':
      failActivity(x, activity, answer.failure, identity, answer.lastHeartbeatDetails);
      break;
    case 'canceled':
      reportCanceled(x, activity, answer.details, identity);
      break;
  }
}

function applyToStandalone(s: StandaloneActivity, answer: ActivityAnswer, identity: string): void {
  switch (answer.kind) {
    case 'completed':
      completeStandalone(s, answer.result, identity);
      break;
    case 'failed':
      failStandalone(s, answer.failure, identity, answer.lastHeartbeatDetails);
      break;
    case 'canceled':
      reportStandaloneCanceled(s, answer.details);
      break;
  }
}

/** What the server makes of an answer that is too large: a failure, or a shorter failure. */
function withinLimits(answer: ActivityAnswer): ActivityAnswer {
  switch (answer.kind) {
    case 'completed':
      return isTooLarge(answer.result) ? tooLarge('Complete result exceeds size limit.') : answer;
    case 'failed':
      if (failureBytes(answer.failure) <= LIMITS.blobBytes) return answer;
      return { ...answer, failure: tooLargeFailure(answer.failure, true, LIMITS.truncatedFailureBytes) };
    case 'canceled':
      return isTooLarge(answer.details) ? tooLarge('Cancel details exceed size limit.') : answer;
  }
}

function tooLarge(message: string): ActivityAnswer {
  return { kind: 'failed', failure: { message, serverFailureInfo: { nonRetryable: true } } };
}

export function recordHeartbeat(
  server: Server,
  ref: ActivityRef,
  details: Payloads | null | undefined,
): HeartbeatAnswer {
  const found = find(server, ref, false);
  const { owner, activity } = found;
  if (isTooLarge(details)) {
    apply(found, tooLarge('Heartbeat details exceed size limit.'), activity.startedIdentity);
    return { cancelRequested: true, activityPaused: false, activityReset: false };
  }
  if (owner instanceof StandaloneActivity) owner.transact(() => heartbeatStandalone(owner, details));
  else heartbeatActivity(owner, activity, details);
  return {
    cancelRequested: activity.cancelRequestedId > 0,
    activityPaused: activity.pause !== undefined,
    activityReset: activity.resetRequested,
  };
}

/** Checks of a request to start a standalone activity, in the server's order and words, the id policies, and the start itself. */
import { durationToMs, type temporal } from '../../base/api';
import { type ActivityExecutionStatusName, ActivityIdConflictPolicy, ActivityIdReusePolicy } from '../../base/enums';
import { checkSearchAttributes, isTooLarge, withTypes } from '../execution/search-attributes';
import { normaliseActivityAttributes } from '../policy/activity-timeouts';
import { durationError } from '../policy/duration';
import { checkNameLength } from '../policy/names';
import type { Server } from '../server';
import { alreadyExists, invalidArgument, type ServerStatus } from '../status';
import { beginAttempts } from './attempts';
import { StandaloneActivity, type StandaloneSpec } from './standalone-activity';
import { checkUserMetadata } from './user-metadata';

type Request = temporal.api.workflowservice.v1.IStartActivityExecutionRequest;

export interface StandaloneStart {
  readonly activity: StandaloneActivity;
  /** False: there was such an activity already, and it is the one that is meant. */
  readonly started: boolean;
}

/** Starts a standalone activity, or gives the one that the policies or the request id say. */
export function startStandalone(server: Server, request: Request): StandaloneStart {
  const namespace = server.namespace(request.namespace);
  namespace.checkStarts();
  const spec = standaloneSpec(server, request);
  const reusePolicy = request.idReusePolicy || ActivityIdReusePolicy.ALLOW_DUPLICATE;
  const conflictPolicy = request.idConflictPolicy || ActivityIdConflictPolicy.FAIL;
  checkPolicy('reuse', reusePolicy, ActivityIdReusePolicy);
  checkPolicy('conflict', conflictPolicy, ActivityIdConflictPolicy);
  const { standalone } = namespace;
  const current = standalone.find(spec.activityId);
  if (current) {
    if (current.standalone.requestId === spec.requestId) return { activity: current, started: false };
    if (!current.isRunning) checkReuse(current, reusePolicy);
    else if (conflictPolicy === ActivityIdConflictPolicy.USE_EXISTING) return { activity: current, started: false };
    else throw alreadyStarted(current);
  }
  const activity: StandaloneActivity = new StandaloneActivity(server, namespace.name, spec, server.ids.uuid(), () =>
    standalone.close(activity),
  );
  standalone.add(activity);
  activity.transact(() => beginAttempts(activity));
  return { activity, started: true };
}

function checkPolicy(which: 'reuse' | 'conflict', policy: number, policies: Readonly<Record<string, number>>): void {
  if (!Object.values(policies).includes(policy)) throw invalidArgument(`unsupported ID ${which} policy: ${policy}`);
}

const UNSUCCESSFUL: ReadonlySet<ActivityExecutionStatusName> = new Set([
  ...(['FAILED', 'CANCELED', 'TERMINATED', 'TIMED_OUT'] as const),
]);

/** @throws ALREADY_EXISTS where the policy does not let another activity follow one that has ended. */
function checkReuse(ended: StandaloneActivity, policy: number): void {
  if (policy === ActivityIdReusePolicy.ALLOW_DUPLICATE) return;
  if (policy === ActivityIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY && UNSUCCESSFUL.has(ended.status)) return;
  throw alreadyStarted(ended);
}

function alreadyStarted({ standalone, runId }: StandaloneActivity): ServerStatus {
  return alreadyExists('activity execution already started', {
    type: 'ActivityExecutionAlreadyStartedFailure',
    value: { startRequestId: standalone.requestId, runId },
  });
}

function standaloneSpec(server: Server, request: Request): StandaloneSpec {
  const badDelay = durationError(request.startDelay);
  if (badDelay) throw invalidArgument(`invalid StartDelay: ${badDelay}`);
  const options = normaliseActivityAttributes(request, { runTimeout: null, taskQueue: '' });
  if ('cause' in options) throw invalidArgument(options.message);
  checkNameLength('request ID', request.requestId);
  checkNameLength('identity', request.identity);
  if (isTooLarge(request.input)) throw invalidArgument('input exceeds length limit');
  checkUserMetadata(request.userMetadata);
  const namespace = server.namespace(request.namespace);
  const fields = request.searchAttributes?.indexedFields ?? {};
  const problem = checkSearchAttributes(namespace.searchAttributes, fields, namespace.name);
  if (problem) throw invalidArgument(problem);
  if (request.completionCallbacks?.length) {
    throw invalidArgument('completion callbacks are not enabled for this namespace');
  }
  return {
    activityId: request.activityId!,
    attributes: options.stored,
    startDelayMs: durationToMs(request.startDelay),
    requestId: request.requestId || server.ids.next(),
    searchAttributes: withTypes(namespace.searchAttributes, fields),
    userMetadata: request.userMetadata,
    links: request.links ?? [],
  };
}

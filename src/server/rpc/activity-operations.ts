/** Operations on pending activities: by id, by type, or all that there are. */
import { type Duration, durationToMs, type RetryPolicy, type temporal } from '../../base/api';
import { changeOptions, pauseActivity, resetActivity, unpauseActivity } from '../execution/activity-operations';
import type { Execution } from '../execution/execution';
import type { Activity, ActivityOptions } from '../machines/activity';
import { normaliseActivityAttributes } from '../policy/activity-timeouts';
import { fromNanos, toNanos } from '../policy/nanos';
import type { Server } from '../server';
import { alreadyCompleted, invalidArgument, notFound } from '../status';
import { activityOptions } from './describe-workflow-execution';
import { checkLength, findExecution, rpc } from './rpc';

type PauseRequest = temporal.api.workflowservice.v1.IPauseActivityRequest;
type UnpauseRequest = temporal.api.workflowservice.v1.IUnpauseActivityRequest;
type ResetRequest = temporal.api.workflowservice.v1.IResetActivityRequest;
type OptionsRequest = temporal.api.workflowservice.v1.IUpdateActivityOptionsRequest;
type RequestedOptions = temporal.api.activity.v1.IActivityOptions;

interface Target {
  namespace?: string | null;
  execution?: temporal.api.common.v1.IWorkflowExecution | null;
  identity?: string | null;
  id?: string | null;
  type?: string | null;
}

/** Changes all activities that are meant, in one transaction. @throws NOT_FOUND where there is none. */
function changeEach(
  server: Server,
  request: Target,
  all: boolean | null | undefined,
  change: (x: Execution, activity: Activity) => void,
): void {
  checkLength(request.identity, 'Identity');
  const { id, type } = request;
  if (!id && !type && !all) throw invalidArgument('Either activity id or activity type must be provided.');
  const x = findExecution(server, request.namespace, request.execution);
  if (!x.isRunning) throw alreadyCompleted();
  const isMeant = ({ activityId, activityType }: Activity) => all || (id ? activityId === id : activityType === type);
  const activities = [...x.activities.values()].filter(isMeant);
  if (activities.length === 0) {
    throw notFound("Can't find pending activity with such ID. Invalid activityID or activity already completed");
  }
  x.transact(() => {
    for (const activity of activities) change(x, activity);
  });
}

export const pauseActivityRpc = rpc((server, request: PauseRequest) => {
  const pause = {
    time: server.clock.now(),
    identity: request.identity ?? '',
    reason: request.reason ?? '',
    requestId: request.requestId ?? '',
  };
  changeEach(server, request, false, (x, activity) => pauseActivity(x, activity, pause));
  return {};
});

export const unpauseActivityRpc = rpc((server, request: UnpauseRequest) => {
  const unpausing = {
    resetAttempts: request.resetAttempts ?? false,
    resetHeartbeat: request.resetHeartbeat ?? false,
    jitterMs: durationToMs(request.jitter),
  };
  changeEach(server, request, request.unpauseAll, (x, activity) => unpauseActivity(x, activity, unpausing));
  return {};
});

export const resetActivityRpc = rpc((server, request: ResetRequest) => {
  const reset = {
    resetHeartbeat: request.resetHeartbeat ?? false,
    keepPaused: request.keepPaused ?? false,
    restoreOriginalOptions: request.restoreOriginalOptions ?? false,
    jitterMs: durationToMs(request.jitter),
  };
  changeEach(server, request, request.matchAll, (x, activity) => resetActivity(x, activity, reset));
  return {};
});

export const updateActivityOptions = rpc((server, request: OptionsRequest) => {
  const merge = optionsChange(request);
  let changed: Activity | undefined;
  changeEach(server, request, request.matchAll, (x, activity) => {
    changeOptions(x, activity, merge ? checked(x, activity, merge(activity)) : activity.attributes);
    changed = activity;
  });
  return { activityOptions: activityOptions(changed!) };
});

type Merge = (activity: Activity) => ActivityOptions;

/** Undefined: the options of the event come back. */
function optionsChange({ activityOptions: given, updateMask, restoreOriginal }: OptionsRequest): Merge | undefined {
  if (restoreOriginal) {
    if (updateMask?.paths?.length) throw invalidArgument('Either UpdateMask or RestoreOriginal can be set, not both.');
    return undefined;
  }
  if (!given) throw invalidArgument('ActivityOptions are not provided');
  if (!updateMask) throw invalidArgument('UpdateMask is not provided');
  const paths = (updateMask.paths ?? []).map(camelCase);
  return (activity) => paths.reduce((options, path) => merged(options, given, path), activity.options);
}

/** Field masks may name fields as the proto files do. */
function camelCase(path: string): string {
  return path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const TIMEOUTS = [
  'scheduleToCloseTimeout',
  'scheduleToStartTimeout',
  'startToCloseTimeout',
  'heartbeatTimeout',
] as const;
const INTERVALS = ['initialInterval', 'maximumInterval'] as const;
const OF_RETRY_POLICY = [...INTERVALS, 'backoffCoefficient', 'maximumAttempts'] as const;

/** As it comes over a wire: callers may give seconds as a plain number, workers read a Long. */
function asOnWire(duration: Duration | null | undefined): Duration | undefined {
  return duration ? fromNanos(toNanos(duration)) : undefined;
}

/** The options with one field taken from the request; a path that there is not changes nothing. */
function merged(options: ActivityOptions, given: RequestedOptions, path: string): ActivityOptions {
  if (path === 'priority') return { ...options, priority: given.priority };
  for (const field of TIMEOUTS) if (path === field) return { ...options, [field]: asOnWire(given[field]) };
  if (path === 'taskQueue' || path === 'taskQueue.name') {
    if (!given.taskQueue) throw invalidArgument('TaskQueue is not provided');
    return { ...options, taskQueue: { ...options.taskQueue, name: given.taskQueue.name } };
  }
  const policy = mergedPolicy(options.retryPolicy ?? {}, given.retryPolicy, path);
  return policy ? { ...options, retryPolicy: policy } : options;
}

function mergedPolicy(
  policy: RetryPolicy,
  given: RetryPolicy | null | undefined,
  path: string,
): RetryPolicy | undefined {
  const fields = path === 'retryPolicy' ? OF_RETRY_POLICY : OF_RETRY_POLICY.filter((f) => path === `retryPolicy.${f}`);
  if (fields.length === 0) return undefined;
  if (!given) throw invalidArgument('RetryPolicy is not provided');
  const wired = { ...given };
  for (const field of INTERVALS) wired[field] = asOnWire(given[field]);
  return { ...policy, ...Object.fromEntries(fields.map((field) => [field, wired[field]])) };
}

/** The same checks and defaults as where an activity is scheduled. */
function checked(x: Execution, activity: Activity, options: ActivityOptions): ActivityOptions {
  const { activityId, activityType } = activity.attributes;
  const result = normaliseActivityAttributes(
    { ...options, activityId, activityType },
    { runTimeout: x.spec.runTimeoutMs > 0 ? x.server.duration(x.spec.runTimeoutMs) : null, taskQueue: x.taskQueue },
  );
  if ('cause' in result) throw invalidArgument(result.message);
  return result.stored;
}

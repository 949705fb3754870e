/** What the server makes of a ScheduleActivityTask command before it becomes an ActivityTaskScheduled event. */
import type { Duration, RetryPolicy, TaskQueue, temporal } from '../../base/api';
import type { WorkflowTaskFailedCause } from '../../history/worker-protocol';
import { invalidArgument, ServerStatus } from '../status';
import { capDuration, durationError } from './duration';
import { checkNameLength, normaliseTaskQueue, priorityError } from './names';
import { toNanos } from './nanos';
import { normaliseRetryPolicy } from './retry-policy';

export type ScheduleActivityAttributes = temporal.api.command.v1.IScheduleActivityTaskCommandAttributes;

/** The attributes as they go into the scheduled event: nothing is left unset. A timeout of 0 s means none. */
export interface StoredActivityAttributes extends ScheduleActivityAttributes {
  activityId: string;
  activityType: temporal.api.common.v1.IActivityType;
  taskQueue: TaskQueue & { name: string };
  scheduleToCloseTimeout: Duration;
  scheduleToStartTimeout: Duration;
  startToCloseTimeout: Duration;
  heartbeatTimeout: Duration;
  retryPolicy: RetryPolicy;
}

/** A refused command: the workflow task fails with this cause, and the cause's name with this message. */
export interface BadCommand {
  readonly cause: WorkflowTaskFailedCause;
  readonly message: string;
}

/** Of the workflow that schedules the activity. */
export interface ActivityParent {
  /** None or 0: the run has no timeout. */
  readonly runTimeout: Duration | null | undefined;
  readonly taskQueue: string;
}

const CAUSE: WorkflowTaskFailedCause = 'WORKFLOW_TASK_FAILED_CAUSE_BAD_SCHEDULE_ACTIVITY_ATTRIBUTES';
const NONE: Duration = Object.freeze({ seconds: 0 as never, nanos: 0 });

/** Checks and completes the attributes of a command, in the server's order. The given object is not changed. */
export function normaliseActivityAttributes(
  attributes: ScheduleActivityAttributes,
  workflow: ActivityParent,
): { readonly stored: StoredActivityAttributes } | BadCommand {
  try {
    return { stored: checkedAttributes(attributes, workflow) };
  } catch (error) {
    if (!(error instanceof ServerStatus)) throw error;
    return { cause: CAUSE, message: error.details };
  }
}

function checkedAttributes(attributes: ScheduleActivityAttributes, workflow: ActivityParent): StoredActivityAttributes {
  const taskQueue = normaliseTaskQueue(attributes.taskQueue, { parentName: workflow.taskQueue });
  const activityId = attributes.activityId ?? '';
  const typeName = attributes.activityType?.name ?? '';
  if (activityId === '') throw invalidArgument('activityId is not set');
  if (typeName === '') throw invalidArgument('activityType is not set');
  const retryPolicy = normaliseRetryPolicy(attributes.retryPolicy ?? {});
  checkNameLength('activityId', activityId);
  checkNameLength('activityType', typeName);
  const badPriority = priorityError(attributes.priority);
  if (badPriority) throw invalidArgument(`invalid priorities: ${badPriority}`);
  const timeouts = activityTimeouts(attributes, workflow.runTimeout);
  // Named one by one: this is the path of every activity, and spreading objects takes longer than all the checks.
  return {
    activityId,
    activityType: { name: typeName },
    taskQueue,
    header: attributes.header,
    input: attributes.input,
    scheduleToCloseTimeout: timeouts.scheduleToClose,
    scheduleToStartTimeout: timeouts.scheduleToStart,
    startToCloseTimeout: timeouts.startToClose,
    heartbeatTimeout: timeouts.heartbeat,
    retryPolicy,
    requestEagerExecution: attributes.requestEagerExecution,
    useWorkflowBuildId: attributes.useWorkflowBuildId,
    priority: attributes.priority,
  };
}

const isSet = (timeout: Duration | null | undefined): timeout is Duration => toNanos(timeout) > 0;
const shorter = (a: Duration, b: Duration): Duration => (toNanos(b) < toNanos(a) ? b : a);

/**
 * The four timeouts. Schedule-to-close, where set, bounds and fills in the others; where only start-to-close is set, the
 * run's timeout stands in for it. None exceeds the run's timeout, and a heartbeat never exceeds start-to-close.
 */
function activityTimeouts(attributes: ScheduleActivityAttributes, runTimeout: Duration | null | undefined) {
  const given = {
    scheduleToClose: checkedTimeout('ScheduleToCloseTimeout', attributes.scheduleToCloseTimeout),
    scheduleToStart: checkedTimeout('ScheduleToStartTimeout', attributes.scheduleToStartTimeout),
    startToClose: checkedTimeout('StartToCloseTimeout', attributes.startToCloseTimeout),
    heartbeat: checkedTimeout('HeartbeatTimeout', attributes.heartbeatTimeout),
  };
  if (!isSet(given.scheduleToClose) && !isSet(given.startToClose)) {
    const names = `ActivityId=${attributes.activityId} ActivityType=${attributes.activityType?.name}`;
    throw invalidArgument(
      `a valid StartToClose or ScheduleToCloseTimeout is not set on ScheduleActivityTaskCommand. ${names}`,
    );
  }
  const run = isSet(runTimeout) ? runTimeout : undefined;
  const within = (timeout: Duration) => (run ? shorter(timeout, run) : timeout);
  const bound = isSet(given.scheduleToClose) ? given.scheduleToClose : undefined;
  const orBound = (timeout: Duration) => (bound ? (isSet(timeout) ? shorter(timeout, bound) : bound) : timeout);
  const whole = bound ?? run ?? NONE;
  const toStart = isSet(given.scheduleToStart) ? orBound(given.scheduleToStart) : whole;
  const startToClose = within(orBound(given.startToClose));
  return {
    scheduleToClose: within(whole),
    scheduleToStart: within(toStart),
    startToClose,
    heartbeat: shorter(within(given.heartbeat), startToClose),
  };
}

function checkedTimeout(field: string, timeout: Duration | null | undefined): Duration {
  const error = durationError(timeout);
  if (error) throw invalidArgument(`invalid ${field}: ${error}`);
  return capDuration(timeout) ?? NONE;
}

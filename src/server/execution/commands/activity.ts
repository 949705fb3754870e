import { normaliseActivityAttributes } from '../../policy/activity-timeouts';
import { addActivity, requestActivityCancel } from '../activities';
import { LIMITS } from '../limits';
import { CommandRefused, handler } from './command';

export const scheduleActivityTask = handler({
  prepare(command, batch) {
    const x = batch.execution;
    const attributes = command.scheduleActivityTaskCommandAttributes!;
    const result = normaliseActivityAttributes(attributes, {
      runTimeout: x.spec.runTimeoutMs > 0 ? x.server.duration(x.spec.runTimeoutMs) : null,
      taskQueue: x.taskQueue,
    });
    if ('cause' in result) throw new CommandRefused('BAD_SCHEDULE_ACTIVITY_ATTRIBUTES', result.message);
    const { stored } = result;
    const id = stored.activityId!;
    if (x.activityIds.has(id) || batch.activityIds.has(id)) {
      throw new CommandRefused(
        'SCHEDULE_ACTIVITY_DUPLICATE_ID',
        `invalid history builder state for action: add-activitytask-scheduled-event, ActivityID: ${id}`,
      );
    }
    if (x.activities.size + ++batch.activities > LIMITS.pendingActivities) {
      throw new CommandRefused(
        'PENDING_ACTIVITIES_LIMIT_EXCEEDED',
        `the number of pending activities, ${LIMITS.pendingActivities}, has reached the per-workflow limit of ${LIMITS.pendingActivities}`,
      );
    }
    batch.activityIds.add(id);
    return stored;
  },
  apply(x, stored, { workflowTaskCompletedId, userMetadata }) {
    const attributes = {
      activityId: stored.activityId!,
      activityType: stored.activityType,
      taskQueue: stored.taskQueue,
      header: stored.header,
      input: stored.input,
      scheduleToCloseTimeout: stored.scheduleToCloseTimeout,
      scheduleToStartTimeout: stored.scheduleToStartTimeout,
      startToCloseTimeout: stored.startToCloseTimeout,
      heartbeatTimeout: stored.heartbeatTimeout,
      workflowTaskCompletedEventId: workflowTaskCompletedId,
      retryPolicy: stored.retryPolicy,
      useWorkflowBuildId: stored.useWorkflowBuildId ?? false,
      priority: stored.priority,
    };
    const scheduledId = x.append('ActivityTaskScheduled', attributes, { userMetadata });
    addActivity(x, scheduledId, attributes);
  },
});

export const requestCancelActivityTask = handler({
  prepare(command, batch) {
    const scheduledId = Number(command.requestCancelActivityTaskCommandAttributes!.scheduledEventId ?? 0);
    if (scheduledId <= 0 || scheduledId > batch.execution.log.length + 1_000_000) {
      throw new CommandRefused(
        'BAD_REQUEST_CANCEL_ACTIVITY_ATTRIBUTES',
        'ScheduledEventId is not set on RequestCancelActivityTaskCommand.',
      );
    }
    return scheduledId;
  },
  apply(x, scheduledId, context) {
    requestActivityCancel(x, scheduledId, context);
  },
});

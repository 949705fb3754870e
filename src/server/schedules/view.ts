/** A schedule as describe and list show it. */
import Long from 'long';
import { msToDuration, msToTimestamp, type Timestamp } from '../../base/api';
import { WorkflowExecutionStatus } from '../../base/enums';
import { describeSpec, type ScheduleSpec } from '../schedule-spec/canonical-spec';
import { encodeConflictToken } from './conflict-token';
import { SCHEDULE_LIMITS } from './limits';
import type { ActionResult, Schedule } from './schedule';

/** The answer to DescribeSchedule. */
export function describeSchedule(s: Schedule) {
  const { spec, action, policies } = s.definition;
  const { limitedActions, notes, paused, remainingActions } = s.state;
  return {
    schedule: {
      spec: describeSpec(spec.canonical),
      action,
      policies: {
        overlapPolicy: policies.overlap,
        catchupWindow: msToDuration(policies.catchupWindowMs),
        pauseOnFailure: policies.pauseOnFailure,
        keepOriginalWorkflowId: policies.keepOriginalWorkflowId,
      },
      state: { notes, paused, limitedActions, remainingActions: Long.fromNumber(remainingActions) },
    },
    info: {
      actionCount: Long.fromNumber(s.actionCount),
      missedCatchupWindow: Long.fromNumber(s.missedCatchupWindow),
      overlapSkipped: Long.fromNumber(s.overlapSkipped),
      bufferDropped: Long.fromNumber(s.bufferDropped),
      bufferSize: Long.fromNumber(s.buffer.length),
      runningWorkflows: s.running.map((key) => ({ ...key })),
      recentActions: s.recentActions.map(actionResult),
      futureActionTimes: futureActionTimes(s, SCHEDULE_LIMITS.futureActions),
      createTime: msToTimestamp(s.createTime),
      updateTime: s.updateTime > 0 ? msToTimestamp(s.updateTime) : undefined,
      invalidScheduleError: s.invalidScheduleError,
    },
    memo: s.identity.memo ?? { fields: {} },
    searchAttributes: s.searchAttributes ?? { indexedFields: {} },
    conflictToken: encodeConflictToken(s.conflictNumber),
  };
}

/** An entry of the answer to ListSchedules. */
export function scheduleListEntry(s: Schedule) {
  return {
    scheduleId: s.identity.scheduleId,
    memo: s.identity.memo ?? { fields: {} },
    searchAttributes: s.searchAttributes ?? { indexedFields: {} },
    info: {
      spec: shortened(describeSpec(s.definition.spec.canonical)),
      workflowType: s.definition.action.startWorkflow?.workflowType,
      notes: s.state.notes,
      paused: s.state.paused,
      recentActions: s.recentActions.slice(-SCHEDULE_LIMITS.actionsInList).map(actionResult),
      futureActionTimes: futureActionTimes(s, SCHEDULE_LIMITS.actionsInList),
    },
  };
}

function shortened(spec: ScheduleSpec): ScheduleSpec {
  return {
    ...spec,
    structuredCalendar: spec.structuredCalendar?.slice(0, SCHEDULE_LIMITS.specPartsInList),
    excludeStructuredCalendar: spec.excludeStructuredCalendar?.slice(0, SCHEDULE_LIMITS.specPartsInList),
    interval: spec.interval?.slice(0, SCHEDULE_LIMITS.specPartsInList),
  };
}

function actionResult({ scheduleTime, actualTime, execution, status }: ActionResult) {
  return {
    scheduleTime: msToTimestamp(scheduleTime),
    actualTime: msToTimestamp(actualTime),
    startWorkflowResult: { ...execution },
    startWorkflowStatus: WorkflowExecutionStatus[status],
  };
}

/** The next times with their jitter, as many as the limit of actions leaves. A pause does not matter. */
function futureActionTimes(s: Schedule, atMost: number): Timestamp[] {
  const { limitedActions, remainingActions } = s.state;
  const count = limitedActions ? Math.min(remainingActions, atMost) : atMost;
  const times: Timestamp[] = [];
  let time = s.nextTime(s.lastProcessed);
  for (; time && times.length < count; time = s.search(time.actual)) {
    if (time.actual >= s.updateTime) times.push(msToTimestamp(time.actual));
  }
  return times;
}

/** A schedule as describe and list show it. */
import Long from 'long';
import { msToDuration, msToTimestamp, type Timestamp } from '../../base/api';
import { WorkflowExecutionStatus } from '../../base/enums';
import { describeSpec, type ScheduleSpec } from '../schedule-spec/canonical-spec';
import { encodeConflictToken } from './conflict-token';
import type { ActionResult, Schedule } from './schedule';

const FUTURE_ACTIONS = 10;
const ACTIONS_IN_LIST = 5;
/** Of each part of a spec. */
const SPEC_PARTS_IN_LIST = 10;

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
      futureActionTimes: futureActionTimes(s, FUTURE_ACTIONS),
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
      recentActions: s.recentActions.slice(-ACTIONS_IN_LIST).map(actionResult),
      futureActionTimes: futureActionTimes(s, ACTIONS_IN_LIST),
    },
  };
}

function shortened(spec: ScheduleSpec): ScheduleSpec {
  return {
    ...spec,
    structuredCalendar: spec.structuredCalendar?.slice(0, SPEC_PARTS_IN_LIST),
    excludeStructuredCalendar: spec.excludeStructuredCalendar?.slice(0, SPEC_PARTS_IN_LIST),
    interval: spec.interval?.slice(0, SPEC_PARTS_IN_LIST),
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
  if (s.invalidScheduleError !== '') return times;
  let time = s.nextTime(s.lastProcessed);
  for (; time && times.length < count; time = s.definition.spec.next(time.actual)) {
    if (time.actual >= s.updateTime) times.push(msToTimestamp(time.actual));
  }
  return times;
}

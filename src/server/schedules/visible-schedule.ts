/** A schedule as the workflow that it is on a server: so list filters see it. */
import type { Payload } from '../../base/api';
import type { VisibleExecution } from '../visibility/columns';
import type { Schedule } from './schedule';
import { SCHEDULER_WORKFLOW_PREFIX } from './schedules';

/** Part of every filter of schedules. */
export const SCHEDULES_ONLY = "TemporalNamespaceDivision = 'TemporalScheduler'";

const payload = (value: unknown): Payload => ({ data: Buffer.from(JSON.stringify(value)) });
const DIVISION = payload('TemporalScheduler');
const SPEC = {
  workflowType: 'temporal-sys-scheduler-workflow',
  taskQueue: 'temporal-sys-per-ns-tq',
} as VisibleExecution['spec'];

/** The workflow itself does not exist here, so its history has no length and no size. */
export function asVisible(s: Schedule): VisibleExecution {
  const workflowId = `${SCHEDULER_WORKFLOW_PREFIX}${s.identity.scheduleId}`;
  const { runId } = s.identity;
  return {
    workflowId,
    runId,
    key: { workflowId, runId },
    spec: SPEC,
    startTime: s.createTime,
    executionTime: s.createTime,
    closeTime: 0,
    status: 'RUNNING',
    isRunning: true,
    historySizeBytes: 0,
    stateTransitionCount: 0,
    log: { length: 0 },
    searchAttributes: {
      ...s.searchAttributes?.indexedFields,
      TemporalNamespaceDivision: DIVISION,
      TemporalSchedulePaused: payload(s.state.paused),
    },
  };
}

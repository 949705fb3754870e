/** What a schedule is to do, as a create or update request gave it, with the server's defaults filled in. */
import { durationToMs, type temporal, toNumber } from '../../base/api';
import type { StartSpec } from '../execution/execution';
import type { CompiledSpec } from '../schedule-spec/compiled-spec';
import { OverlapPolicy, type OverlapPolicyNumber } from './overlap';

export type ScheduleRequest = temporal.api.schedule.v1.ISchedule;

const DEFAULT_CATCHUP_WINDOW_MS = 365 * 24 * 3600 * 1000;
const MIN_CATCHUP_WINDOW_MS = 10_000;

/** The start of a schedule's workflow, but for what differs from one start to the next. */
export interface ActionTemplate {
  /** Ids of runs begin with it. */
  readonly workflowId: string;
  readonly spec: Omit<StartSpec, 'workflowId' | 'identity' | 'requestId'>;
}

export interface SchedulePolicies {
  readonly overlap: Exclude<OverlapPolicyNumber, 0>;
  readonly catchupWindowMs: number;
  readonly pauseOnFailure: boolean;
  /** Kept for those who ask. The server adds the time to the workflow id nevertheless. */
  readonly keepOriginalWorkflowId: boolean;
}

export interface ScheduleDefinition {
  readonly spec: CompiledSpec;
  /** As it was given, its search attributes with their types. */
  readonly action: temporal.api.schedule.v1.IScheduleAction;
  /** Undefined: an action that starts nothing. */
  readonly template: ActionTemplate | undefined;
  readonly policies: SchedulePolicies;
}

/** What changes while a schedule lives, and what an update replaces. */
export interface ScheduleState {
  paused: boolean;
  notes: string;
  limitedActions: boolean;
  remainingActions: number;
}

/** `spec` and `template` are those of the request, checked. */
export function defineSchedule(
  { action, policies }: ScheduleRequest,
  spec: CompiledSpec,
  template: ActionTemplate | undefined,
): ScheduleDefinition {
  const searchAttributes = template?.spec.searchAttributes;
  const startWorkflow = action?.startWorkflow && { ...action.startWorkflow, searchAttributes };
  return {
    spec,
    action: { startWorkflow },
    template,
    policies: {
      overlap: (policies?.overlapPolicy || OverlapPolicy.SKIP) as SchedulePolicies['overlap'],
      catchupWindowMs: policies?.catchupWindow
        ? Math.max(durationToMs(policies.catchupWindow), MIN_CATCHUP_WINDOW_MS)
        : DEFAULT_CATCHUP_WINDOW_MS,
      pauseOnFailure: policies?.pauseOnFailure ?? false,
      keepOriginalWorkflowId: policies?.keepOriginalWorkflowId ?? false,
    },
  };
}

export function stateOf({ state }: ScheduleRequest): ScheduleState {
  return {
    paused: state?.paused ?? false,
    notes: state?.notes ?? '',
    limitedActions: state?.limitedActions ?? false,
    remainingActions: toNumber(state?.remainingActions),
  };
}

import type { temporal } from '../../base/api';

type Priority = temporal.api.common.v1.IPriority;

/**
 * What holds for an activity or a child: what it says itself, and what its workflow says where it leaves something open. Field by field,
 * since a workflow may set the fairness key of a tenant for all it does, and an activity the key of its own urgency beside it.
 */
export function inheritPriority(
  ofWorkflow: Priority | null | undefined,
  own: Priority | null | undefined,
): Priority | null | undefined {
  if (!ofWorkflow || !own) return own ?? ofWorkflow;
  // Zero and the empty text are how the API says that a field is not set.
  return {
    priorityKey: own.priorityKey || ofWorkflow.priorityKey,
    fairnessKey: own.fairnessKey || ofWorkflow.fairnessKey,
    fairnessWeight: own.fairnessWeight || ofWorkflow.fairnessWeight,
  };
}

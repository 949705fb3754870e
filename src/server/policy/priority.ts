import type { temporal } from '../../base/api';

export type Priority = temporal.api.common.v1.IPriority;

/** Whether two priorities are the same message: one that sets nothing differs from none. */
export function isSamePriority(a: Priority | null | undefined, b: Priority | null | undefined): boolean {
  if (!a || !b) return !a && !b;
  return (
    (a.priorityKey ?? 0) === (b.priorityKey ?? 0) &&
    (a.fairnessKey ?? '') === (b.fairnessKey ?? '') &&
    (a.fairnessWeight ?? 0) === (b.fairnessWeight ?? 0)
  );
}

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

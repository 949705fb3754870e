/** What of a run can be changed while it runs: its priority, and the override of the version of its code. */
import type { EventAttributes } from '../../history/event';
import { isSamePriority, type Priority } from '../policy/priority';
import {
  type DeploymentVersion,
  isSameOverride,
  storedOverride,
  type VersioningOverride,
} from '../policy/versioning-override';
import { dispatch } from './activities';
import type { Execution } from './execution';
import { redispatchWorkflowTask } from './workflow-task';

export interface ExecutionOptions {
  readonly priority: Priority | null | undefined;
  readonly versioningOverride: VersioningOverride | undefined;
}

type Attributes = EventAttributes['WorkflowExecutionOptionsUpdated'];

/** What an event leaves of the options. It cannot take a priority away: where it has none, the present one stays. */
export function optionsAfter(options: ExecutionOptions, attributes: Attributes): ExecutionOptions {
  const { priority, versioningOverride, unsetVersioningOverride } = attributes;
  return {
    priority: priority ?? options.priority,
    versioningOverride: unsetVersioningOverride ? undefined : (versioningOverride ?? options.versioningOverride),
  };
}

/**
 * Records a change, and carries it out: tasks that wait go to the queue anew, in the place that they have now. A workflow task that
 * a worker has goes on. Runs inside a transaction.
 */
export function recordOptions(x: Execution, attributes: Attributes): void {
  x.record('WorkflowExecutionOptionsUpdated', () => attributes, { wakes: false });
  const before = x.options;
  x.options = optionsAfter(before, attributes);
  const changesVersion = !isSameOverride(before.versioningOverride, x.options.versioningOverride);
  if (changesVersion) x.stickyQueue = undefined;
  if (changesVersion || !isSamePriority(before.priority, x.options.priority)) redispatchWorkflowTask(x);
  if (attributes.attachedRequestId) x.attachedRequestIds.add(attributes.attachedRequestId);
  if (!attributes.unsetVersioningOverride && !attributes.versioningOverride) return;
  for (const activity of x.activities.values()) if (activity.status === 'scheduled') dispatch(x, activity);
}

/** A start found this run instead, and wants to be known by it: the same request once more is no other start. */
export function attachRequest(x: Execution, requestId: string): void {
  if (x.attachedRequestIds.has(requestId)) return;
  x.transact(() =>
    recordOptions(x, {
      unsetVersioningOverride: false,
      attachedRequestId: requestId,
      attachedCompletionCallbacks: [],
      identity: '',
    }),
  );
}

/**
 * Sets both options of a running run to these. Nothing is written where the run has them already. An override has to have been
 * checked.
 */
export function updateOptions(x: Execution, options: ExecutionOptions, identity: string): void {
  const { priority, versioningOverride } = options;
  const { options: present } = x;
  if (isSamePriority(priority, present.priority) && isSameOverride(versioningOverride, present.versioningOverride)) {
    return;
  }
  x.transact(() =>
    recordOptions(x, {
      versioningOverride: storedOverride(versioningOverride),
      unsetVersioningOverride: !versioningOverride,
      attachedRequestId: '',
      attachedCompletionCallbacks: [],
      identity,
      priority,
    }),
  );
}

/* ------------------------------------------------------------------------------------------- what other runs inherit of it */

/** The version that a run is pinned to: by an override, or, until its first workflow task has completed, by inheritance. */
export function pinnedVersion(x: Execution): DeploymentVersion | undefined {
  const { versioningOverride } = x.options;
  if (versioningOverride) return versioningOverride.pinned?.version ?? undefined;
  return x.workflowTask.lastCompletedStartedId === 0 ? x.spec.inheritedPinnedVersion : undefined;
}

/** Of a run that continues on this task queue, or of a child that is started there: pins are passed on within one queue only. */
export function inheritedVersioning(
  x: Execution,
  taskQueue: string,
): Pick<Execution['spec'], 'versioningOverride' | 'inheritedPinnedVersion'> {
  if (taskQueue !== x.taskQueue) return { versioningOverride: undefined, inheritedPinnedVersion: undefined };
  return { versioningOverride: pinnedOverride(x), inheritedPinnedVersion: pinnedVersion(x) };
}

/** Of the next attempt, and of the next run of cron. The latter starts on whatever version is current, unless it is told otherwise. */
export function pinnedOverride(x: Execution): VersioningOverride | undefined {
  return x.options.versioningOverride?.pinned ? x.options.versioningOverride : undefined;
}

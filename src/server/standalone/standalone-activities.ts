import { ExecutionOrder } from '../visibility/execution-order';
import type { StandaloneActivity } from './standalone-activity';

/** The standalone activities of a namespace, by id and in the order of lists. Their ids are their own: a workflow may have the same. */
export class StandaloneActivities {
  readonly order = new ExecutionOrder<StandaloneActivity>();
  private readonly byRunId = new Map<string, StandaloneActivity>();
  private readonly current = new Map<string, StandaloneActivity>();

  add(activity: StandaloneActivity): void {
    this.order.add(activity);
    this.byRunId.set(activity.runId, activity);
    this.current.set(activity.activityId, activity);
  }

  /** It is as if it had never been; an earlier run of its id does not become the latest. */
  remove(activity: StandaloneActivity): void {
    this.order.remove((other) => other === activity);
    this.byRunId.delete(activity.runId);
    if (this.current.get(activity.activityId) === activity) this.current.delete(activity.activityId);
  }

  findRun(runId: string): StandaloneActivity | undefined {
    return this.byRunId.get(runId);
  }

  /** The latest run of an activity id, or the run with the given id. */
  find(activityId: string, runId?: string | null): StandaloneActivity | undefined {
    if (!runId) return this.current.get(activityId);
    const activity = this.byRunId.get(runId);
    return activity?.activityId === activityId ? activity : undefined;
  }

  /** Every run, in the order of their starts. */
  all(): Iterable<StandaloneActivity> {
    return this.byRunId.values();
  }
}

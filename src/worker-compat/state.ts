/** The state of a worker, as `@temporalio/worker` names it. */
import type { WorldWorker } from '../sim/world-worker';

export type State = 'INITIALIZED' | 'RUNNING' | 'STOPPED' | 'STOPPING' | 'DRAINING' | 'DRAINED' | 'FAILED';

export type PollerState = 'POLLING' | 'SHUTDOWN' | 'FAILED';

export interface WorkerStatus {
  runState: State;
  workflowPollerState: PollerState;
  activityPollerState: PollerState;
  hasOutstandingWorkflowPoll: boolean;
  hasOutstandingActivityPoll: boolean;
  numInFlightWorkflowActivations: number;
  numInFlightActivities: number;
  numInFlightNonLocalActivities: number;
  numInFlightLocalActivities: number;
  numCachedWorkflows: number;
  /** Always 0: a world sends heartbeats at once. */
  numHeartbeatingActivities: number;
}

export class StateSubject {
  private current: State = 'INITIALIZED';

  get value(): State {
    return this.current;
  }

  next(state: State): void {
    this.current = state;
  }

  status(worker: WorldWorker): WorkerStatus {
    const isPolling = this.current === 'RUNNING';
    const activities = worker.current?.running ?? [];
    const local = activities.filter((one) => one.isLocal).length;
    return {
      runState: this.current,
      workflowPollerState: isPolling ? 'POLLING' : 'SHUTDOWN',
      activityPollerState: isPolling ? 'POLLING' : 'SHUTDOWN',
      hasOutstandingWorkflowPoll: isPolling && worker.current?.workflowWorker !== undefined,
      hasOutstandingActivityPoll: isPolling,
      numInFlightWorkflowActivations: worker.tasksInWork,
      numInFlightActivities: activities.length,
      numInFlightNonLocalActivities: activities.length - local,
      numInFlightLocalActivities: local,
      numCachedWorkflows: worker.current?.workflowWorker?.cachedRuns ?? 0,
      numHeartbeatingActivities: 0,
    };
  }
}

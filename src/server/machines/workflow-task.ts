/**
 * The workflow task of a run: at most one is pending. A first attempt has events from its start; a *transient* one (attempt 2 and
 * later) and a *speculative* one (made for an update alone) have provisional ids, and get their events when something comes of
 * them.
 */
import type { GateTimer } from '../../clock/timer-gate';
import { defineMachine } from './table';

export type WorkflowTaskStatus = 'none' | 'scheduled' | 'started';
export type WorkflowTaskInput = 'schedule' | 'start' | 'complete' | 'fail' | 'time-out' | 'drop';

export const workflowTaskMachine = defineMachine<WorkflowTaskStatus, WorkflowTaskInput>('workflow task', {
  none: { schedule: 'scheduled' },
  scheduled: { start: 'started', 'time-out': 'none', drop: 'none' },
  started: { complete: 'none', fail: 'none', 'time-out': 'none', drop: 'none' },
});

export interface WorkflowTaskState {
  status: WorkflowTaskStatus;
  kind: 'normal' | 'transient' | 'speculative';
  /** Of the pending task, or of the next one. */
  attempt: number;
  /** Provisional unless `kind` is normal. */
  scheduledId: number;
  startedId: number;
  scheduledTime: number;
  startedTime: number;
  /** The queue that it was scheduled on. */
  queue: string;
  onSticky: boolean;
  identity: string;
  requestId: string;
  /** Goes up with every task, so that late answers and late deliveries are recognised. */
  serial: number;
  /** How often the task went to a queue; only the latest of these counts. */
  dispatches: number;
  timeout: GateTimer | undefined;
  /** Id of the WorkflowTaskStarted event of the last completed task; 0: none has completed. */
  lastCompletedStartedId: number;
  /** True once any workflow task has been started. */
  everStarted: boolean;
  /** When the present row of workflow task heartbeats began; 0: none. */
  heartbeatingSince: number;
}

export function newWorkflowTaskState(): WorkflowTaskState {
  return {
    status: 'none',
    kind: 'normal',
    attempt: 1,
    scheduledId: 0,
    startedId: 0,
    scheduledTime: 0,
    startedTime: 0,
    queue: '',
    onSticky: false,
    identity: '',
    requestId: '',
    serial: 0,
    dispatches: 0,
    timeout: undefined,
    lastCompletedStartedId: 0,
    everStarted: false,
    heartbeatingSince: 0,
  };
}

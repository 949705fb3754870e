/** The schedules of a namespace. */
import type { Execution } from '../execution/execution';
import { alreadyCompleted, alreadyExists, notFound, workflowNotFound } from '../status';
import { noticeClose } from './notice-close';
import type { Schedule } from './schedule';

/** Ids of the workflows that schedules are on a server begin with it. */
export const SCHEDULER_WORKFLOW_PREFIX = 'temporal-sys-scheduler:';

export class Schedules {
  /** Deleted ones stay, for what the server says of them differs from what it says of unknown ones. */
  private readonly byId = new Map<string, Schedule>();
  /** By the id of a chain's first run: the schedule that is told of the chain's end. */
  readonly watchers = new Map<string, Schedule>();

  /** Undefined where the id is free. A schedule that was deleted leaves its id free. */
  find(scheduleId: string): Schedule | undefined {
    const schedule = this.byId.get(scheduleId);
    return schedule?.isDeleted ? undefined : schedule;
  }

  /** @throws NOT_FOUND, in other words where it has been deleted than where there never was one. */
  get(scheduleId: string | null | undefined): Schedule {
    const schedule = this.byId.get(scheduleId ?? '');
    if (!schedule) throw workflowNotFound(`${SCHEDULER_WORKFLOW_PREFIX}${scheduleId ?? ''}`);
    if (schedule.isDeleted) throw notFound('schedule not found');
    return schedule;
  }

  /** For requests that change or delete it. @throws NOT_FOUND, in other words where it has been deleted. */
  getForChange(scheduleId: string | null | undefined): Schedule {
    if (this.byId.get(scheduleId ?? '')?.isDeleted) throw alreadyCompleted();
    return this.get(scheduleId);
  }

  /** @throws ALREADY_EXISTS where the id is not free. */
  checkFree(scheduleId: string): void {
    const present = this.find(scheduleId);
    if (!present) return;
    const { runId, requestId } = present.identity;
    const workflowId = `${SCHEDULER_WORKFLOW_PREFIX}${scheduleId}`;
    throw alreadyExists(`Workflow execution is already running. WorkflowId: ${workflowId}, RunId: ${runId}.`, {
      type: 'WorkflowExecutionAlreadyStartedFailure',
      value: { startRequestId: requestId, runId },
    });
  }

  add(schedule: Schedule): void {
    const { scheduleId } = schedule.identity;
    // An id that is used again moves to the end: the order is that of the creations.
    this.byId.delete(scheduleId);
    this.byId.set(scheduleId, schedule);
  }

  /** The newest first. */
  list(): Schedule[] {
    return [...this.byId.values()].filter((schedule) => !schedule.isDeleted).reverse();
  }

  /** Runs within the transaction that closes the run. What the schedule then starts is a step of its own. */
  runClosed(x: Execution): void {
    if (x.successorRunId !== undefined) return;
    const schedule = this.watchers.get(x.firstRunId);
    if (!schedule) return;
    this.watchers.delete(x.firstRunId);
    noticeClose(schedule, x);
    // Without a start that waits for it, the server takes no notice of the end until something else happens.
    if (schedule.buffer.length === 0) return;
    schedule.server.post({
      kind: 'transfer',
      workflowId: x.workflowId,
      what: 'the schedule goes on after the end',
      drains: false,
      run: () => {
        if (!schedule.isDeleted) schedule.pass();
      },
    });
  }
}

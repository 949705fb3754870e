/** Reset: the current run ends, and a new one goes on from one of the workflow tasks of a run before. */
import { WorkflowTaskFailedCause } from '../../base/enums';
import type { AnyEvent, EventAttributes, EventType, HistoryEvent } from '../../history/event';
import { eventsOf } from '../../history/event-log';
import { invalidArgument } from '../status';
import { notifyParent } from './children';
import type { Execution, StartSpec } from './execution';
import { recordOptions } from './execution-options';
import { RESETTER_IDENTITY, restoreExecution } from './restore';
import { type Past, readPast } from './restore-past';
import { restoreUpdate } from './restore-updates';
import { finishUpdates } from './updates';
import { forceEndWorkflowTask } from './workflow-task';

/** Kinds of events after the reset point that can be left out of the new run. */
export type Reapplied = 'signals' | 'updates';

export interface Reset {
  readonly reason: string;
  /** Id of the event that ended, or is to end, the workflow task that is done again. */
  readonly finishId: number;
  readonly requestId: string;
  readonly newRunId: string;
  readonly leftOut: ReadonlySet<Reapplied>;
}

/** UpdateAdmittedEventOrigin of the API. */
const ORIGIN_REAPPLY = 1;

/**
 * Ends `current`, where it runs, and gives the run that goes on from `base` as it was before event `finishId`, with the signals
 * and updates that came later. The caller adds it to its namespace, and calls `takeOverChildren`.
 * @throws INVALID_ARGUMENT where `finishId` ends no workflow task.
 */
export function resetExecution(base: Execution, current: Execution, reset: Reset): Execution {
  const { finishId, newRunId, reason } = reset;
  if (finishId <= 1 || finishId > base.log.length) {
    throw invalidArgument('Workflow task finish ID must be > 1 && <= workflow last event ID.');
  }
  if (!readPast(base.log.view(finishId - 1)).task.scheduled) {
    throw invalidArgument(
      `Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, WorkflowTaskStarted + 1]: ${finishId}`,
    );
  }
  if (current.isRunning) endForReset(current, reason, newRunId);
  return restoreExecution(base.server, base.namespace, base.log.fork(finishId - 1), {
    runId: newRunId,
    spec: { ...base.spec, firstExecutionRunId: base.firstRunId, requestId: reset.requestId },
    restartTime: base.now,
    goOn: (x, past) => {
      failTask(x, past, base, reset);
      reapply(x, base, reset);
    },
  });
}

/** As a run that has a successor: its parent is told nothing; and its children live on, whatever their policy. */
function endForReset(x: Execution, reason: string, newRunId: string): void {
  x.transact(() => {
    forceEndWorkflowTask(x);
    x.closeEventId = x.append('WorkflowExecutionTerminated', { reason, identity: RESETTER_IDENTITY });
    x.status = 'TERMINATED';
    x.closeTime = x.now;
    x.dropTimers();
    x.needsWorkflowTask = false;
    x.inBackoff = false;
    x.successorRunId = newRunId;
    finishUpdates(x, undefined);
    x.server.runClosed(x);
  });
}

function failTask(x: Execution, { task }: Past, base: Execution, { reason, newRunId }: Reset): void {
  const identity = 'history-service';
  const scheduledEventId = task.scheduled!.id;
  const startedEventId =
    task.started?.id ??
    x.append('WorkflowTaskStarted', {
      scheduledEventId,
      identity,
      requestId: x.server.ids.uuid(),
      historySizeBytes: x.historySizeBytes,
    });
  x.append('WorkflowTaskFailed', {
    scheduledEventId,
    startedEventId,
    cause: WorkflowTaskFailedCause.RESET_WORKFLOW,
    failure: { message: reason, resetWorkflowFailureInfo: {} },
    identity,
    baseRunId: base.runId,
    newRunId,
  });
  x.workflowTask.everStarted = true;
  x.workflowTask.attempt = 1;
  x.needsWorkflowTask = true;
}

/* --------------------------------------------------------------------------------------- what came after the reset point */

type Reapply<T extends EventType> = (x: Execution, event: HistoryEvent<T>, source: Execution) => void;

interface Row<T extends EventType> {
  readonly kind?: Reapplied;
  readonly write: Reapply<T>;
}

const admitUpdate =
  <T extends 'WorkflowExecutionUpdateAdmitted' | 'WorkflowExecutionUpdateAccepted'>(
    updateOf: (event: HistoryEvent<T>) => {
      id: string;
      request: Parameters<typeof restoreUpdate>[2]['request'] | null | undefined;
    },
  ): Reapply<T> =>
  (x, event, source) => {
    const { id, request: written } = updateOf(event);
    // A request that an earlier reset has put there is accepted by an event without it.
    const request = written ?? source.updates?.byId.get(id)?.request ?? {};
    if (x.updates?.byId.has(id)) return;
    x.record('WorkflowExecutionUpdateAdmitted', () => ({ request, origin: ORIGIN_REAPPLY }));
    restoreUpdate(x, id, { request, acceptedId: 0, outcome: undefined });
  };

/** Of the base run and of those that it continued as. Cancel requests are not among them. */
const REAPPLY: { readonly [T in EventType]?: Row<T> } = {
  WorkflowExecutionSignaled: {
    kind: 'signals',
    write: (x, { attributes }) => {
      x.signalCount++;
      x.record('WorkflowExecutionSignaled', () => attributes);
    },
  },
  WorkflowExecutionUpdateAdmitted: {
    kind: 'updates',
    write: admitUpdate(({ attributes: { request } }) => ({ id: request?.meta?.updateId ?? '', request })),
  },
  WorkflowExecutionUpdateAccepted: {
    kind: 'updates',
    write: admitUpdate(({ attributes: a }) => ({ id: a.protocolInstanceId ?? '', request: a.acceptedRequest })),
  },
  WorkflowExecutionOptionsUpdated: {
    write: (x, { attributes }) => recordOptions(x, attributes),
  },
};

type ChildEnd = Extract<
  EventType,
  `ChildWorkflowExecution${'Completed' | 'Failed' | 'Canceled' | 'TimedOut' | 'Terminated'}`
>;

const endChild =
  <T extends ChildEnd>(type: T) =>
  (x: Execution, { attributes }: { readonly attributes: EventAttributes[T] }): void => {
    const child = x.children.get(attributes.initiatedEventId ?? 0);
    if (!child) return;
    x.children.delete(child.initiatedId);
    x.record(type, () => ({ ...attributes, startedEventId: child.started?.id ?? 0 }));
  };

/** Of the base run alone: what became of the children that it had started, or was starting, at the reset point. */
const REAPPLY_CHILD: { readonly [T in EventType]?: Row<T> } = {
  ChildWorkflowExecutionStarted: {
    write: (x, { attributes }) => {
      const child = x.children.get(attributes.initiatedEventId ?? 0);
      if (!child) return;
      const started = { id: 0 };
      child.runId = attributes.workflowExecution?.runId ?? '';
      child.started = started;
      x.record('ChildWorkflowExecutionStarted', (id) => {
        started.id = id;
        return attributes;
      });
    },
  },
  StartChildWorkflowExecutionFailed: {
    write: (x, { attributes }) => {
      if (x.children.delete(attributes.initiatedEventId ?? 0)) {
        x.record('StartChildWorkflowExecutionFailed', () => attributes);
      }
    },
  },
  ChildWorkflowExecutionCompleted: { write: endChild('ChildWorkflowExecutionCompleted') },
  ChildWorkflowExecutionFailed: { write: endChild('ChildWorkflowExecutionFailed') },
  ChildWorkflowExecutionCanceled: { write: endChild('ChildWorkflowExecutionCanceled') },
  ChildWorkflowExecutionTimedOut: { write: endChild('ChildWorkflowExecutionTimedOut') },
  ChildWorkflowExecutionTerminated: { write: endChild('ChildWorkflowExecutionTerminated') },
};

function reapply(x: Execution, base: Execution, { finishId, leftOut }: Reset): void {
  const write = (rows: typeof REAPPLY, event: AnyEvent, source: Execution) => {
    const row = rows[event.type] as Row<EventType> | undefined;
    if (row && !(row.kind && leftOut.has(row.kind))) row.write(x, event, source);
  };
  const rows = { ...REAPPLY, ...REAPPLY_CHILD };
  for (const event of eventsOf(base.log.view(), finishId)) write(rows, event, base);
  for (let run = continuation(base); run; run = continuation(run)) {
    for (const event of eventsOf(run.log.view())) write(REAPPLY, event, run);
  }
}

function continuation(x: Execution): Execution | undefined {
  if (x.status !== 'CONTINUED_AS_NEW') return undefined;
  return x.server.find(x.namespace, x.workflowId, x.successorRunId);
}

/**
 * The children that a run knows are its own from now on: they tell it how they end, also those that have ended meanwhile. For a
 * run that goes on in the place of another one, once it can be found.
 */
export function takeOverChildren(x: Execution): void {
  for (const child of x.children.values()) {
    const run = x.server.find(child.namespace, child.workflowId);
    if (!run || run.firstRunId !== child.runId || !run.spec.parent) continue;
    (run as { spec: StartSpec }).spec = { ...run.spec, parent: { ...run.spec.parent, runId: x.runId } };
    if (!run.isRunning) notifyParent(run);
  }
}

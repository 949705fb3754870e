/**
 * Updates of a run: admitted → sent with a workflow task → accepted (event) → completed (event); or rejected, which leaves no
 * trace. A run without a pending workflow task gets a speculative one for them.
 */
import type { Failure, temporal } from '../../base/api';
import type { UpdateMessage, UpdateRequest } from '../../history/worker-protocol';
import { defineMachine } from '../machines/table';
import { failedPrecondition, notFound, resourceExhausted, type ServerStatus } from '../status';
import type { Execution } from './execution';
import { LIMITS } from './limits';

export type UpdateStatus = 'admitted' | 'sent' | 'accepted' | 'completed' | 'rejected' | 'aborted';
type UpdateInput = 'send' | 'accept' | 'reject' | 'complete' | 'return' | 'abort';

const updateMachine = defineMachine<UpdateStatus, UpdateInput>('update', {
  admitted: { send: 'sent', abort: 'aborted' },
  sent: { accept: 'accepted', reject: 'rejected', return: 'admitted', abort: 'aborted' },
  accepted: { complete: 'completed', abort: 'aborted' },
  completed: {},
  rejected: {},
  aborted: {},
});

type Request = temporal.api.update.v1.IRequest;
type Outcome = temporal.api.update.v1.IOutcome;

export interface Update {
  readonly id: string;
  readonly request: Request;
  status: UpdateStatus;
  acceptedId: number;
  outcome: Outcome | undefined;
  error: ServerStatus | undefined;
  /** The run that the update is in; changes when it moves to a successor. */
  execution: Execution;
  readonly watchers: Set<() => void>;
}

export class UpdateRegistry {
  readonly byId = new Map<string, Update>();
  /** How many wait to be sent. */
  admitted = 0;
  inFlight = 0;
  total = 0;

  move(update: Update, input: UpdateInput): void {
    if (update.status === 'admitted') this.admitted--;
    update.status = updateMachine.next(update.status, input);
    if (update.status === 'admitted') this.admitted++;
    if (['completed', 'rejected', 'aborted'].includes(update.status)) this.inFlight--;
  }

  /** True: an event has the request, so that its acceptance does not repeat it. */
  isInHistory(_update: Update): boolean {
    return false;
  }

  add(update: Update): void {
    this.byId.set(update.id, update);
    if (update.status === 'admitted') this.admitted++;
    this.inFlight++;
    this.total++;
  }
}

export function hasAdmittedUpdates(x: Execution): boolean {
  return x.updates !== undefined && x.updates.admitted > 0;
}

export function findUpdate(x: Execution, updateId: string): Update | undefined {
  return x.updates?.byId.get(updateId);
}

/** Admits an update, or finds the one with its id. Inside a transaction. Throws the server's statuses. */
export function admitUpdate(x: Execution, updateId: string, request: Request): Update {
  const known = findUpdate(x, updateId);
  if (known) return known;
  if (!x.isRunning) throw notFound('workflow execution already completed');
  if (x.workflowTask.attempt >= 3) {
    throw failedPrecondition('Unable to perform workflow execution update due to Workflow Task in failed state.');
  }
  x.updates ??= new UpdateRegistry();
  if (x.updates.inFlight >= LIMITS.updatesInFlight) {
    throw resourceExhausted(
      `limit on number of concurrent in-flight updates has been reached (${LIMITS.updatesInFlight})`,
    );
  }
  if (x.updates.total >= LIMITS.updates) {
    throw failedPrecondition(
      `The limit on the total number of distinct updates in this workflow has been reached (${LIMITS.updates})`,
    );
  }
  const update: Update = {
    id: updateId,
    request,
    status: 'admitted',
    acceptedId: 0,
    outcome: undefined,
    error: undefined,
    execution: x,
    watchers: new Set(),
  };
  x.updates.add(update);
  // An update during a first-task backoff gets a workflow task at once.
  x.inBackoff = false;
  return update;
}

function tell(update: Update): void {
  for (const watcher of [...update.watchers]) watcher();
}

/** The requests that go with the workflow task that is being started. */
export function updatesForTask(x: Execution, sequencingEventId: number): readonly UpdateRequest[] | undefined {
  if (!x.updates || x.updates.admitted === 0) return undefined;
  const requests: UpdateRequest[] = [];
  for (const update of x.updates.byId.values()) {
    if (update.status !== 'admitted') continue;
    x.updates.move(update, 'send');
    requests.push({
      messageId: `${update.id}/request`,
      protocolInstanceId: update.id,
      sequencingEventId,
      request: update.request,
    });
  }
  return requests;
}

export function acceptUpdate(x: Execution, sent: UpdateRequest): void {
  const update = findUpdate(x, sent.protocolInstanceId);
  if (!update) return;
  x.updates!.move(update, 'accept');
  update.acceptedId = x.append('WorkflowExecutionUpdateAccepted', {
    protocolInstanceId: update.id,
    acceptedRequestMessageId: sent.messageId,
    acceptedRequestSequencingEventId: sent.sequencingEventId,
    acceptedRequest: x.updates!.isInHistory(update) ? undefined : update.request,
  });
  tell(update);
}

export function completeUpdate(x: Execution, updateId: string, outcome: Outcome): void {
  const update = findUpdate(x, updateId);
  if (!update) return;
  x.updates!.move(update, 'complete');
  update.outcome = outcome;
  x.append('WorkflowExecutionUpdateCompleted', {
    meta: update.request.meta,
    acceptedEventId: update.acceptedId,
    outcome,
  });
  tell(update);
}

function rejectUpdate(x: Execution, update: Update, failure: Failure): void {
  x.updates!.move(update, 'reject');
  update.outcome = { failure };
  // A rejected update is forgotten: its id may be used again.
  x.updates!.byId.delete(update.id);
  tell(update);
}

const UNPROCESSED: Failure = {
  message:
    "Workflow Update is rejected because it wasn't processed by worker. Probably, Workflow Update is not supported by the worker.",
  source: 'Server',
  applicationFailureInfo: { type: 'UnprocessedUpdate', nonRetryable: true },
};

/** The worker's rejections; before its commands, since one of those may close the run. */
export function rejectUpdates(x: Execution, messages: readonly UpdateMessage[]): void {
  for (const message of messages) {
    if (message.kind !== 'rejected') continue;
    const update = findUpdate(x, message.protocolInstanceId);
    if (update?.status === 'sent') rejectUpdate(x, update, message.failure);
  }
}

/** After a completed workflow task: the updates that the worker has said nothing about. */
export function settleSentUpdates(x: Execution, isHeartbeat: boolean): void {
  if (!x.updates || !x.isRunning) return;
  for (const update of [...x.updates.byId.values()]) {
    if (update.status !== 'sent') continue;
    if (isHeartbeat) x.updates.move(update, 'return');
    else rejectUpdate(x, update, UNPROCESSED);
  }
}

/** The workflow task that carried them has failed or timed out: they go with the next. */
export function returnSentUpdates(x: Execution): void {
  if (!x.updates) return;
  for (const update of x.updates.byId.values()) if (update.status === 'sent') x.updates.move(update, 'return');
}

const ACCEPTED_AT_CLOSE: Failure = {
  message: 'Workflow Update failed because the Workflow completed before the Update completed.',
  source: 'Server',
  applicationFailureInfo: { type: 'AcceptedUpdateCompletedWorkflow', nonRetryable: true },
};

/** The run has closed: accepted updates fail; the others move to the successor, or are aborted where there is none. */
export function finishUpdates(x: Execution, successor: Execution | undefined): void {
  if (!x.updates) return;
  for (const update of [...x.updates.byId.values()]) {
    if (update.status === 'completed') continue;
    if (update.status === 'accepted') {
      update.outcome = { failure: ACCEPTED_AT_CLOSE };
      x.updates.move(update, 'abort');
    } else if (successor) {
      x.updates.move(update, 'abort');
      x.updates.byId.delete(update.id);
      moveTo(successor, update);
      continue;
    } else {
      x.updates.move(update, 'abort');
      update.error = notFound('workflow update was aborted by closing workflow');
      x.updates.byId.delete(update.id);
    }
    tell(update);
  }
}

function moveTo(successor: Execution, update: Update): void {
  successor.transact(() => {
    successor.updates ??= new UpdateRegistry();
    update.status = 'admitted';
    update.execution = successor;
    successor.updates.add(update);
  });
}

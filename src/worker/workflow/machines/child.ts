import Long from 'long';
import type { Command, Failure } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent, HistoryEvent } from '../../../history/event';
import type { JobOf, LangCommand } from '../../sdk/activation';
import { decodedFailure } from '../decoded-failure';
import { NondeterminismError } from '../nondeterminism';
import { type CommandOwner, PendingCommand } from '../pending-command';
import { type MachineHost, next, type Table } from './machine';

type State = 'startIssued' | 'initiated' | 'started' | 'closed' | 'revoked';
type Input = 'Initiated' | 'Started' | 'StartFailed' | 'close' | 'cancel';

export const CHILD: Table<State, Input> = {
  startIssued: { Initiated: 'initiated', cancel: 'revoked' },
  initiated: { Started: 'started', StartFailed: 'closed', cancel: 'initiated' },
  started: { close: 'closed', cancel: 'started' },
  closed: {},
  revoked: {},
};

/** coresdk's ChildWorkflowCancellationType. */
const CANCELLATION = {
  ABANDON: 0,
  TRY_CANCEL: 1,
  WAIT_CANCELLATION_COMPLETED: 2,
  WAIT_CANCELLATION_REQUESTED: 3,
} as const;

const CANCELLED = 'Child Workflow execution cancelled';
const NON_RETRYABLE_FAILURE = 2;
const START_TO_CLOSE = 1;

type ClosedEvent = HistoryEvent<
  | 'ChildWorkflowExecutionCompleted'
  | 'ChildWorkflowExecutionFailed'
  | 'ChildWorkflowExecutionCanceled'
  | 'ChildWorkflowExecutionTimedOut'
  | 'ChildWorkflowExecutionTerminated'
>;
type Resolution = JobOf<'resolveChildWorkflowExecution'>['resolveChildWorkflowExecution']['result'];

/** A child workflow. Cancelling it is a request to cancel an external workflow whose outcome the workflow never hears of. */
export class ChildMachine implements CommandOwner {
  readonly kind = 'ChildWorkflow';
  #state: State = 'startIssued';
  #resolved = false;
  #cancelIssued = false;
  #runId = '';
  readonly #start = new PendingCommand(this, 'start', 'StartChildWorkflowExecutionInitiated');
  initiatedEventId = 0;
  #startedEventId = 0;

  constructor(
    readonly host: MachineHost,
    readonly command: LangCommand,
    readonly onInitiated: (machine: ChildMachine) => void,
  ) {
    host.issue(this.#start);
  }

  get #attributes() {
    return this.command.startChildWorkflowExecution!;
  }

  cancel(reason: string): void {
    if (this.#resolved || this.#state === 'closed') return;
    if (this.#state === 'startIssued') {
      this.#advance('cancel');
      this.host.revoke(this.#start);
      this.#rejectStart(this.#cancelled(`Child Workflow Execution cancelled before scheduled: ${reason}`));
      return;
    }
    this.#advance('cancel');
    const type = this.#attributes.cancellationType ?? CANCELLATION.ABANDON;
    if (type !== CANCELLATION.ABANDON && !this.#cancelIssued) {
      this.#cancelIssued = true;
      this.host.issue(new PendingCommand(this, 'cancel', 'RequestCancelExternalWorkflowExecutionInitiated'));
    }
    if (type === CANCELLATION.ABANDON || type === CANCELLATION.TRY_CANCEL) {
      const failure = this.#cancelled(CANCELLED);
      if (this.#state === 'started') this.#resolve({ cancelled: { failure } });
      else this.#rejectStart(failure);
    }
  }

  onStarted(event: HistoryEvent<'ChildWorkflowExecutionStarted'>): void {
    this.#advance('Started');
    this.#runId = event.attributes.workflowExecution?.runId ?? '';
    this.#startedEventId = event.id;
    if (this.#resolved) return;
    this.host.deliver({
      variant: 'resolveChildWorkflowExecutionStart',
      resolveChildWorkflowExecutionStart: { seq: this.#attributes.seq, succeeded: { runId: this.#runId } },
    });
  }

  onStartFailed(event: HistoryEvent<'StartChildWorkflowExecutionFailed'>): void {
    this.#advance('StartFailed');
    if (this.#resolved) return;
    this.#resolved = true;
    const { workflowId, workflowType, cause } = event.attributes;
    this.host.deliver({
      variant: 'resolveChildWorkflowExecutionStart',
      resolveChildWorkflowExecutionStart: {
        seq: this.#attributes.seq,
        failed: { workflowId, workflowType: workflowType?.name, cause: cause as number },
      },
    });
  }

  onClosed(event: AnyEvent): void {
    this.#advance('close');
    if (!this.#resolved) this.#resolve(this.#resolutionOf(event as ClosedEvent));
  }

  toCommand(role: string): Command {
    const a = this.#attributes;
    if (role === 'cancel') {
      return {
        commandType: CommandType.REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION,
        requestCancelExternalWorkflowExecutionCommandAttributes: {
          namespace: a.namespace,
          workflowId: a.workflowId,
          runId: this.#runId,
          childWorkflowOnly: true,
        },
        userMetadata: this.command.userMetadata,
      };
    }
    return {
      commandType: CommandType.START_CHILD_WORKFLOW_EXECUTION,
      startChildWorkflowExecutionCommandAttributes: {
        namespace: a.namespace,
        workflowId: a.workflowId,
        workflowType: { name: a.workflowType },
        taskQueue: { name: a.taskQueue, kind: 1 },
        input: { payloads: a.input },
        workflowExecutionTimeout: a.workflowExecutionTimeout,
        workflowRunTimeout: a.workflowRunTimeout,
        workflowTaskTimeout: a.workflowTaskTimeout,
        parentClosePolicy: a.parentClosePolicy as number,
        workflowIdReusePolicy: a.workflowIdReusePolicy,
        retryPolicy: a.retryPolicy,
        cronSchedule: a.cronSchedule,
        header: { fields: a.headers },
        memo: a.memo ? { fields: a.memo } : undefined,
        searchAttributes: a.searchAttributes,
        priority: a.priority,
      },
      userMetadata: this.command.userMetadata,
    };
  }

  onCommandEvent(role: string, event: AnyEvent): void {
    if (role === 'cancel') return;
    const { workflowId, workflowType } = (event as HistoryEvent<'StartChildWorkflowExecutionInitiated'>).attributes;
    const a = this.#attributes;
    if (workflowId !== a.workflowId) {
      throw new NondeterminismError(
        `Child workflow id of scheduled event '${workflowId}' does not match child workflow id of child workflow command '${a.workflowId}'`,
        event,
      );
    }
    if (workflowType?.name !== a.workflowType) {
      throw new NondeterminismError(
        `Child workflow type of scheduled event '${workflowType?.name}' does not match child workflow type of child workflow command '${a.workflowType}'`,
        event,
      );
    }
    this.#advance('Initiated');
    this.initiatedEventId = event.id;
    this.onInitiated(this);
  }

  describe(role: string): string {
    const name = `child workflow '${this.#attributes.workflowType}' (id ${this.#attributes.workflowId})`;
    return role === 'cancel' ? `cancel ${name}` : `start ${name}`;
  }

  #resolutionOf(event: ClosedEvent): Resolution {
    switch (event.type) {
      case 'ChildWorkflowExecutionCompleted': {
        const { result } = event.attributes as HistoryEvent<'ChildWorkflowExecutionCompleted'>['attributes'];
        return { completed: { result: result?.payloads?.[0] } };
      }
      case 'ChildWorkflowExecutionFailed': {
        const { failure, retryState } = event.attributes as HistoryEvent<'ChildWorkflowExecutionFailed'>['attributes'];
        return { failed: { failure: this.#failure(failure, retryState) } };
      }
      // Core drops the details that the event may have.
      case 'ChildWorkflowExecutionCanceled':
        return { cancelled: { failure: this.#cancelled(CANCELLED) } };
      case 'ChildWorkflowExecutionTimedOut': {
        const { retryState } = event.attributes as HistoryEvent<'ChildWorkflowExecutionTimedOut'>['attributes'];
        const cause = { message: 'Timed out', timeoutFailureInfo: { timeoutType: START_TO_CLOSE } };
        return { failed: { failure: this.#failure(cause, retryState, 'Child Workflow execution timed out') } };
      }
      case 'ChildWorkflowExecutionTerminated': {
        const cause = { message: 'Terminated', terminatedFailureInfo: {} };
        const message = 'Child Workflow execution terminated';
        return { failed: { failure: this.#failure(cause, NON_RETRYABLE_FAILURE, message) } };
      }
    }
  }

  #cancelled(message: string): Failure {
    return this.#failure({ message: '', canceledFailureInfo: {} }, NON_RETRYABLE_FAILURE, message);
  }

  #failure(cause: Failure | null | undefined, retryState: number | null | undefined, message?: string): Failure {
    const a = this.#attributes;
    return decodedFailure({
      message: message ?? 'Child Workflow execution failed',
      cause,
      childWorkflowExecutionFailureInfo: {
        namespace: a.namespace,
        workflowType: { name: a.workflowType },
        workflowExecution: { workflowId: a.workflowId, runId: this.#runId },
        initiatedEventId: Long.fromNumber(this.initiatedEventId),
        startedEventId: Long.fromNumber(this.#startedEventId),
        retryState,
      },
    });
  }

  #rejectStart(failure: Failure): void {
    this.#resolved = true;
    this.host.deliver({
      variant: 'resolveChildWorkflowExecutionStart',
      resolveChildWorkflowExecutionStart: { seq: this.#attributes.seq, cancelled: { failure } },
    });
  }

  #resolve(result: Resolution): void {
    this.#resolved = true;
    this.host.deliver({
      variant: 'resolveChildWorkflowExecution',
      resolveChildWorkflowExecution: { seq: this.#attributes.seq, result },
    });
  }

  #advance(input: Input): void {
    this.#state = next(CHILD, this.kind, this.#state, input);
  }
}

import type { Command } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent } from '../../../history/event';
import type { LangCommand } from '../../sdk/activation';
import { type CommandOwner, PendingCommand } from '../pending-command';
import { externalFailure } from './external-failure';
import { type MachineHost, next, type Table } from './machine';

type State = 'issued' | 'initiated' | 'ended';
type Input = 'Initiated' | 'outcome';

export const EXTERNAL_CANCEL: Table<State, Input> = {
  issued: { Initiated: 'initiated' },
  initiated: { outcome: 'ended' },
  ended: {},
};

/** A request to cancel another workflow. */
export class ExternalCancelMachine implements CommandOwner {
  readonly kind = 'RequestCancelExternalWorkflow';
  #state: State = 'issued';

  constructor(
    readonly host: MachineHost,
    readonly command: LangCommand,
    readonly onInitiated: (machine: ExternalCancelMachine, eventId: number) => void,
  ) {
    host.issue(new PendingCommand(this, 'cancel', 'RequestCancelExternalWorkflowExecutionInitiated'));
  }

  get #attributes() {
    return this.command.requestCancelExternalWorkflowExecution!;
  }

  /** The server has delivered the request, or could not: then with a cause. */
  onOutcome(cause?: number | null): void {
    this.#state = next(EXTERNAL_CANCEL, this.kind, this.#state, 'outcome');
    const failure = cause === undefined ? undefined : externalFailure('cancel', cause);
    this.host.deliver({
      variant: 'resolveRequestCancelExternalWorkflow',
      resolveRequestCancelExternalWorkflow: { seq: this.#attributes.seq, failure },
    });
  }

  toCommand(): Command {
    const { workflowExecution, reason } = this.#attributes;
    return {
      commandType: CommandType.REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION,
      requestCancelExternalWorkflowExecutionCommandAttributes: {
        namespace: workflowExecution?.namespace ?? this.host.namespace,
        workflowId: workflowExecution?.workflowId,
        runId: workflowExecution?.runId,
        childWorkflowOnly: false,
        reason: `Cancel requested by workflow with run id ${this.host.runId} with reason: ${reason ?? ''}`,
      },
      userMetadata: this.command.userMetadata,
    };
  }

  onCommandEvent(_role: string, event: AnyEvent): void {
    this.#state = next(EXTERNAL_CANCEL, this.kind, this.#state, 'Initiated');
    this.onInitiated(this, event.id);
  }

  describe(): string {
    return `cancel workflow ${this.#attributes.workflowExecution?.workflowId}`;
  }
}

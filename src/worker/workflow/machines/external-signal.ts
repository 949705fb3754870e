import type { Command, Failure } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent } from '../../../history/event';
import type { LangCommand } from '../../sdk/activation';
import { type CommandOwner, PendingCommand } from '../pending-command';
import { externalFailure } from './external-failure';
import { type MachineHost, next, type Table } from './machine';

type State = 'issued' | 'initiated' | 'ended' | 'revoked';
type Input = 'Initiated' | 'outcome' | 'cancel';

export const EXTERNAL_SIGNAL: Table<State, Input> = {
  issued: { Initiated: 'initiated', cancel: 'revoked' },
  initiated: { outcome: 'ended', cancel: 'initiated' },
  ended: {},
  revoked: {},
};

/** A signal to another workflow. It can be taken back only before it was sent. */
export class ExternalSignalMachine implements CommandOwner {
  readonly kind = 'SignalExternalWorkflow';
  #state: State = 'issued';
  readonly #signal = new PendingCommand(this, 'signal', 'SignalExternalWorkflowExecutionInitiated');

  constructor(
    readonly host: MachineHost,
    readonly command: LangCommand,
    readonly onInitiated: (machine: ExternalSignalMachine, eventId: number) => void,
  ) {
    host.issue(this.#signal);
  }

  get #attributes() {
    return this.command.signalExternalWorkflowExecution!;
  }

  cancel(): void {
    const before = this.#state;
    if (before === 'ended') return;
    this.#advance('cancel');
    if (before !== 'issued') return;
    this.host.revoke(this.#signal);
    this.#resolve({ message: 'Signal was cancelled before being sent', canceledFailureInfo: {} });
  }

  /** The server has delivered the signal, or could not: then with a cause. */
  onOutcome(cause?: number | null): void {
    this.#advance('outcome');
    this.#resolve(cause === undefined ? undefined : externalFailure('signal', cause));
  }

  toCommand(): Command {
    const a = this.#attributes;
    return {
      commandType: CommandType.SIGNAL_EXTERNAL_WORKFLOW_EXECUTION,
      signalExternalWorkflowExecutionCommandAttributes: {
        namespace: a.workflowExecution?.namespace ?? this.host.namespace,
        execution: {
          workflowId: a.workflowExecution?.workflowId ?? a.childWorkflowId,
          runId: a.workflowExecution?.runId ?? '',
        },
        signalName: a.signalName,
        input: { payloads: a.args },
        childWorkflowOnly: a.workflowExecution == null,
        header: { fields: a.headers },
      },
      userMetadata: this.command.userMetadata,
    };
  }

  onCommandEvent(_role: string, event: AnyEvent): void {
    this.#advance('Initiated');
    this.onInitiated(this, event.id);
  }

  describe(): string {
    const { signalName, workflowExecution, childWorkflowId } = this.#attributes;
    return `signal '${signalName}' to workflow ${workflowExecution?.workflowId ?? childWorkflowId}`;
  }

  #resolve(failure: Failure | undefined): void {
    this.host.deliver({
      variant: 'resolveSignalExternalWorkflow',
      resolveSignalExternalWorkflow: { seq: this.#attributes.seq, failure },
    });
  }

  #advance(input: Input): void {
    this.#state = next(EXTERNAL_SIGNAL, this.kind, this.#state, input);
  }
}

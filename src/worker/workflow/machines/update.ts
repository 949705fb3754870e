import type { Command, Failure, Payload } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent, HistoryEvent } from '../../../history/event';
import type { UpdateMessage, UpdateRequest } from '../../../history/worker-protocol';
import { NondeterminismError } from '../nondeterminism';
import { type CommandOwner, PendingCommand } from '../pending-command';
import { type MachineHost, next, type Table } from './machine';

type State = 'requested' | 'accepted' | 'rejected' | 'completed';
type Input = 'accept' | 'reject' | 'complete';

export const UPDATE: Table<State, Input> = {
  requested: { accept: 'accepted', reject: 'rejected' },
  accepted: { complete: 'completed' },
  rejected: {},
  completed: {},
};

/** An update: what the workflow says about it goes to the server as messages, each placed among the commands. */
export class UpdateMachine implements CommandOwner {
  readonly kind = 'Update';
  #state: State = 'requested';
  #outcome: { success?: { payloads: Payload[] }; failure?: Failure } = {};
  rejection: UpdateMessage | undefined;

  constructor(
    readonly host: MachineHost,
    readonly request: UpdateRequest,
  ) {}

  get protocolInstanceId(): string {
    return this.request.protocolInstanceId;
  }

  get completed(): boolean {
    return this.#state === 'completed';
  }

  accept(): void {
    this.#advance('accept');
    this.host.issue(new PendingCommand(this, 'accepted', 'WorkflowExecutionUpdateAccepted'));
  }

  /** Before acceptance: the validator's failure, which leaves no event. After: the handler's. */
  reject(failure: Failure): void {
    if (this.#state === 'accepted') {
      this.#complete({ failure });
      return;
    }
    this.#advance('reject');
    const { protocolInstanceId, request } = this;
    const messageId = `${protocolInstanceId}/reject`;
    this.rejection = { kind: 'rejected', messageId, protocolInstanceId, request, failure };
  }

  complete(result: Payload): void {
    this.#complete({ success: { payloads: [result] } });
  }

  toCommand(role: string): Command {
    return {
      commandType: CommandType.PROTOCOL_MESSAGE,
      protocolMessageCommandAttributes: { messageId: this.#messageId(role) },
    };
  }

  /** The message that the command of this role places. */
  toMessage(role: string): UpdateMessage {
    const { protocolInstanceId, request } = this;
    const messageId = this.#messageId(role);
    if (role === 'accepted') return { kind: 'accepted', messageId, protocolInstanceId, request };
    return { kind: 'completed', messageId, protocolInstanceId, outcome: this.#outcome };
  }

  onCommandEvent(role: string, event: AnyEvent): void {
    const recorded =
      role === 'accepted'
        ? (event as HistoryEvent<'WorkflowExecutionUpdateAccepted'>).attributes.protocolInstanceId
        : (event as HistoryEvent<'WorkflowExecutionUpdateCompleted'>).attributes.meta?.updateId;
    if (recorded !== this.protocolInstanceId) {
      throw new NondeterminismError(
        `Update id of ${event.type} event '${recorded}' does not match update id of update command '${this.protocolInstanceId}'`,
        event,
      );
    }
  }

  describe(role: string): string {
    const verb = role === 'accepted' ? 'accept' : 'complete';
    return `${verb} update '${this.request.request.input?.name}' (id ${this.protocolInstanceId})`;
  }

  #complete(outcome: { success?: { payloads: Payload[] }; failure?: Failure }): void {
    this.#advance('complete');
    this.#outcome = outcome;
    this.host.issue(new PendingCommand(this, 'completed', 'WorkflowExecutionUpdateCompleted'));
  }

  #messageId(role: string): string {
    return `${this.protocolInstanceId}/${role === 'accepted' ? 'accept' : 'complete'}`;
  }

  #advance(input: Input): void {
    this.#state = next(UPDATE, this.kind, this.#state, input);
  }
}

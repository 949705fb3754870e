import type { Command } from '../../base/api';
import type { AnyEvent, EventType } from '../../history/event';
import type { LangCommand } from '../sdk/activation';

/** A state machine that issues commands, told apart by a role where it has more than one. */
export interface CommandOwner {
  /** SDK core's name for the machine, as messages have it. */
  readonly kind: string;
  /** The command as it goes to the server. Not called while history is replayed. */
  toCommand(role: string): Command;
  /** The event that the command has become. Throws NondeterminismError where the two differ. */
  onCommandEvent(role: string, event: AnyEvent): void;
  /** Names what the command is about, for people. */
  describe(role: string): string;
}

/** A command of the workflow that has not become an event yet. */
export class PendingCommand {
  /** Revoked before it was sent. */
  revoked = false;
  /** The command of workflow code that caused it; absent for those that core makes by itself. */
  cause?: LangCommand;

  constructor(
    readonly owner: CommandOwner,
    readonly role: string,
    /** The event that the server makes of it. */
    readonly eventType: EventType,
    /** History may lack its event without a complaint: true for patches. */
    readonly optional = false,
  ) {}
}

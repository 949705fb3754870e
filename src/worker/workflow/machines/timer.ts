import type { Command } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent, HistoryEvent } from '../../../history/event';
import type { LangCommand } from '../../sdk/activation';
import { NondeterminismError } from '../nondeterminism';
import { type CommandOwner, PendingCommand } from '../pending-command';
import { type MachineHost, next, type Table } from './machine';

type State = 'startIssued' | 'started' | 'cancelIssued' | 'fired' | 'canceled';
type Input = 'TimerStarted' | 'TimerFired' | 'TimerCanceled' | 'cancel';

export const TIMER: Table<State, Input> = {
  startIssued: { TimerStarted: 'started', cancel: 'canceled' },
  started: { TimerFired: 'fired', cancel: 'cancelIssued' },
  cancelIssued: { TimerCanceled: 'canceled' },
  fired: {},
  canceled: {},
};

/** A timer. Cancelled in the workflow task that starts it, it leaves no trace. */
export class TimerMachine implements CommandOwner {
  readonly kind = 'Timer';
  #state: State = 'startIssued';
  readonly #start = new PendingCommand(this, 'start', 'TimerStarted');
  readonly timerId: string;

  constructor(
    readonly host: MachineHost,
    readonly command: LangCommand,
  ) {
    this.timerId = String(command.startTimer!.seq);
    host.issue(this.#start);
  }

  get ended(): boolean {
    return this.#state === 'fired' || this.#state === 'canceled';
  }

  cancel(): void {
    const before = this.#state;
    this.#advance('cancel');
    if (before === 'startIssued') this.host.revoke(this.#start);
    else this.host.issue(new PendingCommand(this, 'cancel', 'TimerCanceled'));
  }

  onFired(): void {
    this.#advance('TimerFired');
    this.host.deliver({ variant: 'fireTimer', fireTimer: { seq: this.command.startTimer!.seq } });
  }

  toCommand(role: string): Command {
    if (role === 'cancel') {
      return {
        commandType: CommandType.CANCEL_TIMER,
        cancelTimerCommandAttributes: { timerId: this.timerId },
        // The cancellation carries the summary of the timer, too.
        userMetadata: this.command.userMetadata,
      };
    }
    return {
      commandType: CommandType.START_TIMER,
      startTimerCommandAttributes: {
        timerId: this.timerId,
        startToFireTimeout: this.command.startTimer!.startToFireTimeout,
      },
      userMetadata: this.command.userMetadata,
    };
  }

  onCommandEvent(role: string, event: AnyEvent): void {
    const { timerId } = (event as HistoryEvent<'TimerStarted' | 'TimerCanceled'>).attributes;
    if (timerId !== this.timerId) {
      throw new NondeterminismError(
        `Timer id of ${event.type} event '${timerId}' does not match timer id of timer command '${this.timerId}'`,
        event,
      );
    }
    this.#advance(role === 'start' ? 'TimerStarted' : 'TimerCanceled');
  }

  describe(role: string): string {
    return role === 'start' ? `start timer ${this.timerId}` : `cancel timer ${this.timerId}`;
  }

  #advance(input: Input): void {
    this.#state = next(TIMER, this.kind, this.#state, input);
  }
}

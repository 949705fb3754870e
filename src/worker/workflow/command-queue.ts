import type { AnyEvent } from '../../history/event';
import { isChangeVersionUpsert, patchMarkerOf } from './machines/patch';
import { describeEvent, NondeterminismError } from './nondeterminism';
import type { PendingCommand } from './pending-command';

/**
 * The commands of a run that have not become events yet, in their order. Each command event of the history must be what
 * stands at the head, no matter whether the run lived through it or replays it.
 */
export class CommandQueue {
  #commands: PendingCommand[] = [];
  #head = 0;
  #terminal: PendingCommand | undefined;
  /** Set after a marker of a removed, deprecated patch: the upsert right behind it belongs to it. */
  #skipsUpsert = false;

  issue(command: PendingCommand): void {
    this.#commands.push(command);
  }

  /** The first command that ends the run is kept, all others stay before it, whenever they were issued. */
  end(command: PendingCommand): void {
    this.#terminal ??= command;
  }

  get ended(): boolean {
    return this.#terminal !== undefined;
  }

  revoke(command: PendingCommand): void {
    command.revoked = true;
  }

  /** The commands as they go to the server. */
  toSend(): PendingCommand[] {
    const commands = this.#commands.slice(this.#head).filter((command) => !command.revoked);
    if (this.#terminal) commands.push(this.#terminal);
    return commands;
  }

  /** Takes the event of a command from the history. Throws NondeterminismError where the code did something else. */
  match(event: AnyEvent): void {
    const marker = patchMarkerOf(event);
    if (this.#skipsUpsert) {
      this.#skipsUpsert = false;
      if (isChangeVersionUpsert(event)) return;
    }
    const command = this.#take(event, marker !== undefined);
    if (command === undefined) {
      if (marker?.deprecated) {
        this.#skipsUpsert = true;
        return;
      }
      throw new NondeterminismError(`No command scheduled for event ${describeEvent(event)}`, event);
    }
    if (command.eventType !== event.type) {
      throw new NondeterminismError(
        `${command.owner.kind} machine does not handle this event: ${describeEvent(event)}`,
        event,
        command,
      );
    }
    try {
      command.owner.onCommandEvent(command.role, event);
    } catch (error) {
      // The machine knows what differs, but not which of its commands this is about.
      if (error instanceof NondeterminismError && error.actual === undefined) {
        throw new NondeterminismError(
          error.message.replace(/^\[TMPRL1100\] Nondeterminism error: /, ''),
          event,
          command,
        );
      }
      throw error;
    }
  }

  /** History has no further command events for a workflow task that has completed. */
  expectNone(): void {
    const left = this.toSend().find((command) => !command.optional);
    if (left) {
      throw new NondeterminismError(
        `${left.owner.kind} machine has a command that history does not have: ${left.owner.describe(left.role)}`,
        undefined,
        left,
      );
    }
    this.clear();
  }

  clear(): void {
    this.#commands = [];
    this.#head = 0;
    this.#terminal = undefined;
  }

  /** The command that the event is about; commands of patches that history lacks are dropped on the way. */
  #take(event: AnyEvent, isPatchMarker: boolean): PendingCommand | undefined {
    for (;;) {
      const command = this.#commands[this.#head] ?? this.#takeTerminal();
      if (command === undefined) return undefined;
      const skipped =
        command.revoked ||
        (command.optional &&
          !(command.role === 'upsert' ? isChangeVersionUpsert(event) : isPatchMarker && isSamePatch(command, event)));
      if (isPatchMarker && !skipped && !command.optional) return undefined;
      this.#advance();
      if (!skipped) return command;
    }
  }

  #takeTerminal(): PendingCommand | undefined {
    const terminal = this.#terminal;
    if (terminal) {
      this.#commands.push(terminal);
      this.#terminal = undefined;
    }
    return terminal;
  }

  #advance(): void {
    this.#head++;
    if (this.#head === this.#commands.length) {
      this.#commands = [];
      this.#head = 0;
    }
  }
}

function isSamePatch(command: PendingCommand, event: AnyEvent): boolean {
  return (command.owner as { patchId?: string }).patchId === patchMarkerOf(event)?.id;
}

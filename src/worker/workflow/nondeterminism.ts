import type { AnyEvent } from '../../history/event';
import type { PendingCommand } from './pending-command';

/** Workflow code did not do what history says it did. The message is SDK core's own. */
export class NondeterminismError extends Error {
  override readonly name = 'NondeterminismError';

  constructor(
    problem: string,
    /** What history has, if it is about an event. */
    readonly expected?: AnyEvent,
    /** What the code did, if it did something. */
    readonly actual?: PendingCommand,
  ) {
    super(`[TMPRL1100] Nondeterminism error: ${problem}`);
  }
}

/** An event as SDK core names it in messages. */
export function describeEvent(event: AnyEvent): string {
  return `HistoryEvent(id: ${event.id}, ${event.type})`;
}

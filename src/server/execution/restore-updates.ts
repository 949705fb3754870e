/** Updates of a run that goes on from a history: those that it accepted, and those whose requests a reset has put into it. */
import type { Execution } from './execution';
import type { PastUpdate } from './restore-past';
import { type Update, UpdateRegistry } from './updates';

/**
 * The registry of such a run. A request that stands in the history reaches the worker with the history, never as a message: it
 * counts as sent from the start, and stays so where the task that brought it fails.
 */
class UpdatesOfHistory extends UpdateRegistry {
  private readonly inHistory = new Set<Update>();

  addRequest(update: Update): void {
    this.inHistory.add(update);
    this.add(update);
  }

  override isInHistory(update: Update): boolean {
    return this.inHistory.has(update);
  }

  override move(update: Update, input: Parameters<UpdateRegistry['move']>[1]): void {
    if (input === 'return' && this.inHistory.has(update)) return;
    super.move(update, input);
  }
}

/** Adds an update as the history leaves it: requested, accepted, or completed. */
export function restoreUpdate(x: Execution, id: string, { request, acceptedId, outcome }: PastUpdate): void {
  x.updates ??= new UpdatesOfHistory();
  const registry = x.updates as UpdatesOfHistory;
  const update: Update = {
    id,
    request,
    status: acceptedId > 0 ? 'accepted' : 'sent',
    acceptedId,
    outcome: undefined,
    error: undefined,
    execution: x,
    watchers: new Set(),
  };
  if (acceptedId === 0) registry.addRequest(update);
  else registry.add(update);
  if (!outcome) return;
  registry.move(update, 'complete');
  update.outcome = outcome;
}

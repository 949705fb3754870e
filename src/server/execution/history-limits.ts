/** A history may not grow without end: the server terminates a run whose history is too long or too large. */
import { terminate } from './close';
import type { Execution } from './execution';
import { LIMITS } from './limits';

export function isOverHistoryLimit(x: Execution): boolean {
  return x.log.length > LIMITS.historyEvents || x.historySizeBytes > LIMITS.historyBytes;
}

/** At the end of the transaction that went over the limit. */
export function terminateOverLimit(x: Execution): void {
  const what = x.historySizeBytes > LIMITS.historyBytes ? 'size' : 'count';
  const text = `Workflow history ${what} exceeds limit.`;
  terminate(x, text, undefined, 'history-service');
  x.server.observer.limitExceeded?.(x, text);
}

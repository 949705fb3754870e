/**
 * A run may not grow without end: the server terminates one whose history is too long or too large, or of which it has too much to
 * remember beside its history: details of heartbeats, failures of attempts, buffered events, memo.
 */
import type { Activity } from '../machines/activity';
import { terminate } from './close';
import type { Execution } from './execution';
import { failureBytes, payloadsBytes } from './failure-size';
import { LIMITS } from './limits';

/** What the server keeps of each thing that is pending, about, with ids of a usual length. */
const PENDING_BYTES = 200;

/** Called where an activity's heartbeat details or its last failure have changed. */
export function weigh(x: Execution, activity: Activity): void {
  const { heartbeatDetails, lastFailure } = activity;
  const bytes = payloadsBytes(heartbeatDetails) + (lastFailure ? failureBytes(lastFailure) : 0);
  x.heldBytes += bytes - activity.heldBytes;
  activity.heldBytes = bytes;
}

/** The activity has ended. */
export function unweigh(x: Execution, activity: Activity): void {
  x.heldBytes -= activity.heldBytes;
  activity.heldBytes = 0;
}

/** About what the server remembers of a run beside its history, in bytes. */
function stateBytes(x: Execution): number {
  const pending = x.activities.size + x.timers.size + x.children.size + x.externalRequests.size;
  let size = x.heldBytes + x.buffered.bytes + pending * PENDING_BYTES;
  for (const fields of [x.memo, x.searchAttributes]) {
    for (const [key, { data }] of Object.entries(fields)) size += key.length + (data?.length ?? 0);
  }
  return size;
}

/** What cannot be large does not count until the rest is. */
function isOverStateLimit(x: Execution): boolean {
  return x.heldBytes + x.buffered.bytes > LIMITS.stateBytes / 2 && stateBytes(x) > LIMITS.stateBytes;
}

/** Why the server terminates a run now; undefined: it does not. */
export function exceededLimit(x: Execution): string | undefined {
  if (x.historySizeBytes > LIMITS.historyBytes) return 'Workflow history size exceeds limit.';
  if (x.log.length > LIMITS.historyEvents) return 'Workflow history count exceeds limit.';
  return isOverStateLimit(x) ? 'Workflow mutable state size exceeds limit.' : undefined;
}

/** At the end of the transaction that went over the limit. */
export function terminateOverLimit(x: Execution, reason: string): void {
  terminate(x, reason, undefined, 'history-service');
}

/** Too many events, or too much, waits for the end of the started workflow task. */
export function isBufferFull({ buffered }: Execution): boolean {
  return buffered.length > LIMITS.bufferedEvents || buffered.bytes > LIMITS.bufferedBytes;
}

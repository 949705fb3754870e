/** What requests change in a schedule. Each is made within a pass, after the time that has passed until then. */
import { durationToMs, type SearchAttributes, type temporal, timestampToMs } from '../../base/api';
import type { ScheduleDefinition, ScheduleState } from './definition';
import { SCHEDULE_LIMITS } from './limits';
import type { OverlapPolicyNumber } from './overlap';
import type { Schedule } from './schedule';

export type SchedulePatch = temporal.api.schedule.v1.ISchedulePatch;

/** Of a trigger and of a backfill. */
const overlapOf = (request: { overlapPolicy?: number | null }) => (request.overlapPolicy ?? 0) as OverlapPolicyNumber;

/** A trigger, backfills, a pause or its end. */
export function applyPatch(s: Schedule, patch: SchedulePatch): void {
  const { triggerImmediately: trigger } = patch;
  if (trigger) {
    const time = trigger.scheduledTime ? timestampToMs(trigger.scheduledTime) : s.now;
    s.addStart({ nominal: time, actual: time, overlap: overlapOf(trigger), manual: true });
  }
  for (const backfill of patch.backfillRequest ?? []) {
    if (s.backfills.length >= SCHEDULE_LIMITS.buffer) {
      s.bufferDropped++;
      continue;
    }
    // The start is included, and the search begins after the time it is given.
    const after = timestampToMs(backfill.startTime) - 1;
    const until = timestampToMs(backfill.endTime);
    s.backfills.push({ after, until, overlap: overlapOf(backfill) });
  }
  if (patch.pause) setPaused(s, true, patch.pause);
  if (patch.unpause) setPaused(s, false, patch.unpause);
}

function setPaused(s: Schedule, paused: boolean, notes: string): void {
  s.state = { ...s.state, paused, notes };
  s.conflictNumber++;
}

export interface ScheduleUpdate {
  readonly definition: ScheduleDefinition;
  readonly state: ScheduleState;
  /** Null or undefined: they stay as they are. */
  readonly searchAttributes: SearchAttributes | null | undefined;
  /** The conflict number of the state that the update was made for; 0: any. */
  readonly conflictNumber: number;
}

/** Replaces all but what has happened so far. An update that was made for another state changes nothing, without a word. */
export function applyUpdate(s: Schedule, update: ScheduleUpdate): void {
  if (update.conflictNumber !== 0 && update.conflictNumber !== s.conflictNumber) return;
  s.definition = update.definition;
  s.state = update.state;
  if (update.searchAttributes) s.searchAttributes = update.searchAttributes;
  s.updateTime = s.now;
  // Times before the update count no more, so the search need not begin earlier than the jitter reaches.
  const reach = durationToMs(update.definition.spec.canonical.jitter) + 1000;
  s.lastProcessed = Math.max(s.lastProcessed, s.now - reach);
  s.conflictNumber++;
}

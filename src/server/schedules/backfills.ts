/** Backfills: the times of a range in the past are taken as if they came now, a few at a time. */
import { SCHEDULE_LIMITS } from './limits';
import { OverlapPolicy, type OverlapPolicyNumber } from './overlap';
import type { Schedule } from './schedule';

/** A range of times that is still to be taken. */
export interface Backfill {
  /** The next time is later than this. */
  readonly after: number;
  /** Included. */
  readonly until: number;
  readonly overlap: OverlapPolicyNumber;
}

/** Puts the next times of the backfills into the buffer, of which they may fill one half. */
export function takeBackfills(s: Schedule): void {
  let left = SCHEDULE_LIMITS.backfillsPerPass;
  while (s.backfills.length > 0 && left > 0 && s.buffer.length < SCHEDULE_LIMITS.buffer / 2) {
    const first = s.backfills[0]!;
    let after = first.after;
    let time = s.search(after);
    for (; time && time.actual <= first.until && left > 0; time = s.search(after)) {
      s.addStart({ ...time, overlap: first.overlap, manual: true });
      after = time.actual;
      left--;
    }
    if (time && time.actual <= first.until) s.backfills[0] = { ...first, after };
    else s.backfills.shift();
  }
}

/** Backfills that overlap nothing are not held back by a run that has to end, but by the clock. */
export function backfillsWaitASecond(s: Schedule): boolean {
  const [first] = s.backfills;
  return first !== undefined && s.policyOf(first.overlap) === OverlapPolicy.ALLOW_ALL;
}

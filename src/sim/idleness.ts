/**
 * Tells when time only moves for the sake of schedules and cron workflows, without an effect on what is waited for: they never
 * end, and would hide a deadlock for ever. What such a run might still do cannot be known, so this is a bound and no proof.
 */
import type { VirtualClock } from '../clock/virtual-clock';
import type { Waits } from './waits';

/** More moves of time than this without an effect count as a deadlock: more than a year of an hourly schedule. */
export const IDLE_MOVES_MAX = 10_000;

export class Idleness {
  private moves = 0;
  private progress = -1;
  /** The first sequence number of timers that are younger than the last progress. */
  private since = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly waits: Waits,
  ) {}

  /** Called before each move of time. */
  isExhausted(): boolean {
    if (this.clock.hasForegroundTimers) return false;
    const progress = this.waits.progress();
    if (progress !== this.progress) this.restart(progress);
    if (++this.moves <= IDLE_MOVES_MAX) return false;
    // A run that a schedule began long ago may be what is waited for.
    if (this.clock.hasTimerBefore(this.since)) this.restart(progress);
    return this.moves > IDLE_MOVES_MAX;
  }

  restart(progress = -1): void {
    this.progress = progress;
    this.moves = 0;
    this.since = this.clock.nextSequence;
  }
}

/** Contract; the implementation replaces this file. */
export interface Timer {
  readonly dueAt: number;
  readonly sequence: number;
  readonly fire: () => void;
}

export declare class VirtualClock {
  constructor(startTime: number);
  /** Virtual milliseconds since the epoch. Reading never moves it. */
  now(): number;
  /** Registers a callback; a time in the past is due at once. O(log n). */
  schedule(dueAt: number, fire: () => void): Timer;
  /** Forgets a timer; one that has fired or was cancelled is ignored. O(log n). */
  cancel(timer: Timer): void;
  /** When the next timer is due; undefined without timers. */
  nextDueAt(): number | undefined;
  /** Removes and returns the next timer that is due now, in the order (dueAt, sequence). */
  takeDue(): Timer | undefined;
  /** Moves time; never back, never past a timer that is still registered. */
  advanceTo(time: number): void;
}

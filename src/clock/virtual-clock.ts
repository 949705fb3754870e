import { InvalidInputError, invariant } from '../base/errors';
import { type HeapEntry, NOT_IN_HEAP, TimerHeap } from './timer-heap';

/**
 * What a timer says of the future. `recurring`: the next turn of something endless. `background`: of what such a turn has begun.
 * `foreground`: of all else. Where only the first two are left, time may go on for ever without getting anywhere.
 */
export type TimerKind = 'foreground' | 'background' | 'recurring';

/** A registered callback. The clock never calls `fire` by itself: who takes a due timer does. */
export interface Timer {
  readonly dueAt: number;
  readonly sequence: number;
  readonly kind: TimerKind;
  /** Whose timer it is, where that has a name; for those who look on. */
  readonly owner: string | undefined;
  /** Of a timer of in-world code: whose code it is. */
  readonly codeOwner: unknown;
  readonly fire: () => void;
}

/** The last instant that a `Date` can name (the year 275760), in milliseconds since the epoch: the end of virtual time. */
export const END_OF_TIME = 8.64e15;

type Entry = Timer & HeapEntry;

/** Virtual time and the timers of one world. Only `advanceTo` moves time. */
export class VirtualClock {
  readonly #timers = new TimerHeap<Entry>();
  #now: number;
  #nextSequence = 0;
  #foreground = 0;

  /** @throws InvalidInputError where the time is not one that a `Date` can name. */
  constructor(startTime: number) {
    this.#now = checkedTime(startTime, 'startTime');
  }

  /** Virtual milliseconds since the epoch. Reading never moves it. */
  now(): number {
    return this.#now;
  }

  /**
   * Registers a callback; a time in the past is due at once, after what is due already. O(log n).
   * @throws InvalidInputError where the time is not one that a `Date` can name.
   */
  schedule(
    dueAt: number,
    fire: () => void,
    kind: TimerKind = 'foreground',
    owner?: string,
    codeOwner?: unknown,
  ): Timer {
    const entry: Entry = {
      dueAt: Math.max(checkedTime(dueAt, 'dueAt'), this.#now),
      sequence: this.#nextSequence++,
      kind,
      owner,
      codeOwner,
      fire,
      slot: NOT_IN_HEAP,
    };
    this.#timers.push(entry);
    if (kind === 'foreground') this.#foreground++;
    return entry;
  }

  /** Forgets a timer; one that has fired or was cancelled is ignored. O(log n). */
  cancel(timer: Timer): void {
    if (this.#timers.remove(timer as Entry)) this.#forget(timer);
  }

  /** When the next timer is due; undefined without timers. */
  nextDueAt(): number | undefined {
    return this.#timers.peek()?.dueAt;
  }

  /** Removes and returns the next timer that is due now, in the order (dueAt, sequence). */
  takeDue(): Timer | undefined {
    const first = this.#timers.peek();
    if (first === undefined || first.dueAt > this.#now) return undefined;
    this.#forget(first);
    return this.#timers.pop();
  }

  /** Whether a timer is due now. */
  isDue(): boolean {
    const next = this.nextDueAt();
    return next !== undefined && next <= this.#now;
  }

  /** The timers that are due now, in the order (dueAt, sequence); they stay. */
  due(): Timer[] {
    return this.isDue() ? this.#timers.dueAt(this.#now) : [];
  }

  /** All timers, in the order (dueAt, sequence). O(n log n). */
  pending(): Timer[] {
    return this.#timers.dueAt(Number.POSITIVE_INFINITY);
  }

  get hasForegroundTimers(): boolean {
    return this.#foreground > 0;
  }

  /** The sequence number of the next timer: those that are registered now have smaller ones. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  /** True where a timer that is not `recurring` is older than that. O(n). */
  hasTimerBefore(sequence: number): boolean {
    return this.#timers.some((timer) => timer.kind !== 'recurring' && timer.sequence < sequence);
  }

  #forget(timer: Timer): void {
    if (timer.kind === 'foreground') this.#foreground--;
  }

  /** Moves time; never back, never past a timer that is still registered. */
  advanceTo(time: number): void {
    checkedTime(time, 'time');
    const nextDueAt = this.nextDueAt();
    invariant(time >= this.#now, `time cannot move back from ${this.#now} to ${time}`);
    invariant(
      nextDueAt === undefined || time <= nextDueAt,
      `time cannot move to ${time}, past a timer that is due at ${nextDueAt}`,
    );
    this.#now = time;
  }
}

/** NaN compares false with everything, so it fails here too and never enters the heap, whose order it would destroy. */
function checkedTime(time: number, name: string): number {
  if (typeof time === 'number' && Math.abs(time) <= END_OF_TIME) return time;
  throw new InvalidInputError(
    `${name} is ${String(time)}: it must be a number of milliseconds since the epoch between -${END_OF_TIME} and ${END_OF_TIME}`,
  );
}

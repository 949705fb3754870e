/** The timers of one owner. Only the earliest is registered with the clock, so that all that fall due together fire as one. */
import { type HeapEntry, NOT_IN_HEAP, TimerHeap } from './timer-heap';
import type { Timer, TimerKind, VirtualClock } from './virtual-clock';

/** Something that the owner does at a time. */
export interface GateTimer extends HeapEntry {
  readonly action: () => void;
}

export class TimerGate {
  readonly #timers = new TimerHeap<GateTimer>();
  #registered: Timer | undefined;
  #nextSequence = 0;

  /** `open` is called at the time of the earliest timer; it takes what is due with `takeDue`. */
  constructor(
    private readonly clock: VirtualClock,
    private readonly open: () => void,
    private readonly kind: TimerKind = 'foreground',
    private readonly owner?: string,
  ) {}

  get nextDueAt(): number | undefined {
    return this.#timers.peek()?.dueAt;
  }

  add(dueAt: number, action: () => void): GateTimer {
    const timer: GateTimer = { dueAt, sequence: this.#nextSequence++, slot: NOT_IN_HEAP, action };
    this.#timers.push(timer);
    return timer;
  }

  remove(timer: GateTimer): void {
    this.#timers.remove(timer);
  }

  clear(): void {
    while (this.#timers.size > 0) this.#timers.pop();
  }

  takeDue(): GateTimer | undefined {
    const first = this.#timers.peek();
    return first !== undefined && first.dueAt <= this.clock.now() ? this.#timers.pop() : undefined;
  }

  /** Registers the earliest timer with the clock; called once at the end of a transaction. */
  register(): void {
    const dueAt = this.nextDueAt;
    if (this.#registered) {
      if (dueAt === this.#registered.dueAt) return;
      this.clock.cancel(this.#registered);
      this.#registered = undefined;
    }
    if (dueAt !== undefined) {
      this.#registered = this.clock.schedule(dueAt, this.#onDue, this.kind, this.owner);
    }
  }

  readonly #onDue = (): void => {
    this.#registered = undefined;
    this.open();
  };
}

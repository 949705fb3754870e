/**
 * What code around a world is about to do: real timers that it has set, and work of worldline itself that it waits for (a worker
 * that is being made). The world's time stops where such code has its turn, so that nothing overtakes it.
 */
import { followOutsideTimers, type OutsideTimer } from '../clock/outside-timers';
import { real } from '../clock/real';
import type { VirtualClock } from '../clock/virtual-clock';

/** The longest that a real timer can be set for, in milliseconds. */
const TIMER_MAX_MS = 2 ** 31 - 1;
/** So long the process has to be idle, in milliseconds, before its code is taken to wait: while a test is at work, time stands still. */
const IDLE_MS = 250;

/** Held by every world that follows the code around it. */
const followers = new Set<Outside>();

/** Time stands still in all worlds that follow the code around them, while `fn` is at work. */
export async function holdingTime<T>(fn: () => Promise<T>): Promise<T> {
  const held = [...followers];
  const key = {};
  for (const one of held) one.hold(key);
  try {
    return await fn();
  } finally {
    for (const one of held) one.release(key);
  }
}

export class Outside {
  /** Virtual times of what is pending, by timer or by hold. */
  private readonly due = new Map<object, number>();
  private readonly unfollow: () => void;
  /** Time that has passed around the world, for the clock to catch up with. */
  private passed = 0;
  /** Set while time passes as it does around the world. */
  private flow: { readonly dueAt: number; readonly timer: NodeJS.Timeout } | undefined;

  /** @param maxMs Timers that are longer than that mean nothing here: guards against a test that hangs, for example. */
  constructor(
    private readonly clock: VirtualClock,
    private readonly maxMs: number,
    private readonly wake: () => void,
  ) {
    followers.add(this);
    this.unfollow = followOutsideTimers({
      set: (timer) => {
        if (timer.delayMs > this.maxMs) return;
        this.due.set(timer, this.clock.now() + timer.delayMs);
        this.wake();
      },
      ended: (timer, how) => this.ended(timer, how),
    });
  }

  /** When code around the world has its next turn, in virtual time; undefined: nothing is known to come. */
  nextDueAt(): number | undefined {
    let next: number | undefined;
    for (const [key, dueAt] of this.due) {
      if ((key as Partial<OutsideTimer>).hasRef?.() === false) continue;
      if (next === undefined || dueAt < next) next = dueAt;
    }
    return next;
  }

  /** Moves the clock to where the code around the world has come, unless something of the world is due before. */
  catchUp(): void {
    const next = this.clock.nextDueAt();
    const time = Math.min(this.passed, next ?? this.passed);
    if (time > this.clock.now()) this.clock.advanceTo(time);
  }

  /**
   * Nobody waits for the future, as far as the world can see: the code around it may still do so (for a call of an activity, say). Where
   * the process is idle, time passes at its real pace up to the next event, as it would on a server.
   */
  flowTo(dueAt: number): void {
    const delayMs = dueAt - this.clock.now();
    if (this.flow?.dueAt === dueAt || delayMs > TIMER_MAX_MS) return;
    this.stopFlow();
    const idleEnough = real.idleMs() + IDLE_MS;
    const after = (ms: number) => {
      const timer = real.setTimeout(() => {
        const missing = idleEnough - real.idleMs();
        if (missing > 0) return after(missing);
        this.flow = undefined;
        this.passed = Math.max(this.passed, dueAt);
        this.catchUp();
        this.wake();
      }, ms);
      // It does not keep alive a process that has nothing else to do.
      timer.unref();
      this.flow = { dueAt, timer };
    };
    after(Math.max(delayMs, IDLE_MS));
  }

  /** Time moves by jumps again. */
  stopFlow(): void {
    if (this.flow) real.clearTimeout(this.flow.timer);
    this.flow = undefined;
  }

  hold(key: object): void {
    this.due.set(key, this.clock.now());
  }

  release(key: object): void {
    this.due.delete(key);
    this.wake();
  }

  close(): void {
    followers.delete(this);
    this.unfollow();
    this.stopFlow();
    this.due.clear();
  }

  private ended(timer: OutsideTimer, how: 'fired' | 'cleared'): void {
    const dueAt = this.due.get(timer);
    if (dueAt === undefined) return;
    this.due.delete(timer);
    if (how === 'fired') {
      this.passed = Math.max(this.passed, dueAt);
      this.catchUp();
    }
    this.wake();
  }
}

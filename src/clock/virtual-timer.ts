import { AsyncResource } from 'node:async_hooks';
import { real } from './real';
import type { Timer, VirtualClock } from './virtual-clock';

export type TimerKind = 'timeout' | 'interval' | 'immediate';

/** What a timer needs of the realm that it belongs to. */
export interface TimerHost {
  readonly clock: VirtualClock;
  /** Whose timers these are. */
  readonly owner: unknown;
  /** Where timers go that are armed now: the host itself or, when it has ended, its parent; undefined when the world has ended. */
  successor(): TimerHost | undefined;
  /** The timer is waiting on the clock from now on. */
  armed(timer: VirtualTimer): void;
  /** The timer waits no longer: it is about to fire, or was cleared. */
  disarmed(timer: VirtualTimer): void;
  /** The timer waits, and `ref()` or `unref()` changed whether it counts. */
  refChanged(timer: VirtualTimer): void;
  /** Called just before the callback runs. */
  firing(timer: VirtualTimer, due: Timer): void;
  /** Gives the timer a number by which `clearTimeout` can find it, until `forget`. */
  identify(timer: VirtualTimer): number;
  forget(id: number): void;
}

/** The longest delay of a real timer: Node takes a longer one for 1 ms. */
const MAX_REAL_DELAY_MS = 2 ** 31 - 1;

/**
 * What `setTimeout`, `setInterval` and `setImmediate` return in a realm: the methods of Node's `Timeout`, on virtual time.
 * The callback runs in the async context of the call that made the timer, when the owner of the clock calls `fire`.
 */
export class VirtualTimer implements Disposable {
  readonly kind: TimerKind;
  #host: TimerHost;
  readonly #callback: (...args: any[]) => void;
  readonly #delayMs: number;
  readonly #args: unknown[];
  readonly #context = new AsyncResource('WorldlineTimer', { requireManualDestroy: true });
  #waiting: Timer | undefined;
  #ref = true;
  #cleared = false;
  #id: number | undefined;
  #realTimeout: NodeJS.Timeout | undefined;

  constructor(host: TimerHost, kind: TimerKind, callback: (...args: any[]) => void, delayMs: number, args: unknown[]) {
    this.#host = host;
    this.kind = kind;
    this.#callback = callback;
    this.#delayMs = delayMs;
    this.#args = args;
    this.#arm();
  }

  /** Lets the timer count as something to wait for again (the default). */
  ref(): this {
    return this.#setRef(true);
  }

  /** The timer fires when time passes, but nobody waits for it. */
  unref(): this {
    return this.#setRef(false);
  }

  hasRef(): boolean {
    return this.#ref;
  }

  /** Starts the delay again from now; also wakes a timer that has fired. A cleared timer stays cleared, as in Node. */
  refresh(): this {
    if (this.#cleared) return this;
    this.#arm();
    return this;
  }

  /** Same as `clearTimeout(timer)`. */
  close(): this {
    this.#cleared = true;
    this.#disarm();
    real.clearTimeout(this.#realTimeout);
    this.#forgetId();
    return this;
  }

  /** The realm ends: the timer waits no longer, but is not cleared. */
  suspend(): void {
    this.#disarm();
    this.#forgetId();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** As in Node, the number is known to `clearTimeout` until the timer is cleared or has fired for the last time. */
  [Symbol.toPrimitive](): number {
    this.#id ??= this.#host.identify(this);
    return this.#id;
  }

  #forgetId(): void {
    if (this.#id !== undefined) this.#host.forget(this.#id);
  }

  #setRef(ref: boolean): this {
    if (this.#ref === ref) return this;
    this.#ref = ref;
    if (this.#waiting !== undefined) this.#host.refChanged(this);
    if (ref) this.#realTimeout?.ref();
    else this.#realTimeout?.unref();
    return this;
  }

  #arm(): void {
    this.#disarm();
    const host = this.#host.successor();
    if (host === undefined) {
      this.#armInRealTime();
      return;
    }
    this.#host = host;
    const { clock } = host;
    this.#waiting = clock.schedule(
      clock.now() + this.#delayMs,
      () => this.#fire(),
      'foreground',
      undefined,
      host.owner,
    );
    host.armed(this);
  }

  #disarm(): void {
    if (this.#waiting === undefined) return;
    this.#host.clock.cancel(this.#waiting);
    this.#waiting = undefined;
    this.#host.disarmed(this);
  }

  #fire(): void {
    const due = this.#waiting;
    // A fired timer that was cleared between being taken from the clock and being run by the world.
    if (due === undefined) return;
    this.#disarm();
    const host = this.#host;
    host.firing(this, due);
    try {
      this.#context.runInAsyncScope(this.#callback, this, ...this.#args);
    } finally {
      // As in Node, an interval goes on after a callback that throws, and its delay starts when the callback has returned. Where the
      // callback has made the realm end, the interval ends too.
      if (this.kind === 'interval' && !this.#cleared && this.#waiting === undefined && host.successor() === host)
        this.#arm();
      if (this.#waiting === undefined) this.#forgetId();
    }
  }

  /**
   * The world has ended, and somebody who outlives it still uses the timer: Node's own fetch keeps one timer for the whole process,
   * which it made in the context of whoever called fetch first.
   */
  #armInRealTime(): void {
    real.clearTimeout(this.#realTimeout);
    this.#realTimeout = real.setTimeout(
      () => {
        this.#context.runInAsyncScope(this.#callback, this, ...this.#args);
        if (this.kind === 'interval' && !this.#cleared) this.#armInRealTime();
      },
      Math.min(this.#delayMs, MAX_REAL_DELAY_MS),
    );
    if (!this.#ref) this.#realTimeout.unref();
  }
}

/** `clearTimeout` and `clearInterval` of a virtual timer; as in Node, they leave immediates alone. */
export function clearVirtualTimeout(timer: VirtualTimer): void {
  if (timer.kind !== 'immediate') timer.close();
}

/** `clearImmediate` of a virtual timer; as in Node, it leaves timeouts and intervals alone. */
export function clearVirtualImmediate(timer: VirtualTimer): void {
  if (timer.kind === 'immediate') timer.close();
}

import { real } from './real';
import { currentRealm, enterRealm, type Realm } from './realm';
import { END_OF_TIME, type Timer, type VirtualClock } from './virtual-clock';
import {
  clearVirtualImmediate,
  clearVirtualTimeout,
  type TimerHost,
  type TimerKind,
  VirtualTimer,
} from './virtual-timer';

/** A timer of in-world code that is about to run its callback. */
export interface FiredTimer {
  readonly owner: unknown;
  readonly kind: TimerKind;
  readonly dueAt: number;
  readonly sequence: number;
}

export interface WorldRealmOptions {
  readonly clock: VirtualClock;
  /** The next number of the world's random source: 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  readonly nextUuid: () => string;
  /** Called just before the callback of a timer runs, for the world's log. */
  readonly onTimerFired?: (timer: FiredTimer) => void;
  readonly onUnhandledRejection?: (reason: unknown) => void;
}

/** The realm of in-world code (activities, `world.run`): virtual timers without an upper bound of 24.8 days, seeded random. */
export interface WorldRealm extends Realm {
  /** Whom the timers belong to, such as one attempt of an activity; undefined for the world's own realm. */
  readonly owner: unknown;
  /** How many timers of this realm and its children wait and are not unref'ed. */
  pendingTimers(): number;
  /** Whether any timer of this realm or its children waits, unref'ed ones included. */
  hasTimers(): boolean;
  /** A realm on the same clock that counts its timers apart (and within its parent). */
  child(options: { owner: unknown }): WorldRealm;
  /**
   * The owner has ended: its timers and those of its children are forgotten. Code that still runs in it, such as a library's connection
   * pool, makes timers of the parent from now on, and of the real world where there is no parent.
   */
  close(): void;
}

/** Makes the realm of a world's own code. Timers fire only when the owner of the clock takes them and calls `fire`. */
export function createWorldRealm(options: WorldRealmOptions): WorldRealm {
  return new VirtualRealm(
    { ...options, startTime: options.clock.now(), nextTimerId: 1, timersById: new Map() },
    undefined,
    undefined,
  );
}

/** What a realm shares with its children. */
interface Shared extends WorldRealmOptions {
  readonly startTime: number;
  /** Timers that somebody converted to a number, as in Node only those: the others need no lookup. */
  readonly timersById: Map<number, VirtualTimer>;
  nextTimerId: number;
}

class VirtualRealm implements WorldRealm, TimerHost {
  readonly clock: VirtualClock;
  readonly owner: unknown;
  readonly onUnhandledRejection: ((reason: unknown) => void) | undefined;
  readonly #shared: Shared;
  readonly #parent: VirtualRealm | undefined;
  readonly #root: VirtualRealm;
  readonly #waiting = new Set<VirtualTimer>();
  #pending = 0;
  #ended = false;

  constructor(shared: Shared, parent: VirtualRealm | undefined, owner: unknown) {
    this.#shared = shared;
    this.#parent = parent;
    this.#root = parent === undefined ? this : parent.#root;
    this.clock = shared.clock;
    this.owner = owner;
    this.onUnhandledRejection = shared.onUnhandledRejection;
  }

  now(): number {
    return Math.floor(this.clock.now());
  }

  performanceNow(): number {
    return this.clock.now() - this.#shared.startTime;
  }

  random(): number {
    return this.#shared.random();
  }

  randomUUID(): string {
    return this.#shared.nextUuid();
  }

  setTimeout(callback: (...args: any[]) => void, ms?: number, ...args: unknown[]): VirtualTimer {
    // Node's own function throws Node's own TypeError where the callback is none.
    if (typeof callback !== 'function') real.setTimeout(callback);
    return this.#start('timeout', callback, this.#delay(ms), args);
  }

  clearTimeout(handle: unknown): void {
    if (typeof handle === 'number' || typeof handle === 'string') this.#shared.timersById.get(Number(handle))?.close();
    else if (handle instanceof VirtualTimer) clearVirtualTimeout(handle);
    else real.clearTimeout(handle as NodeJS.Timeout);
  }

  setInterval(callback: (...args: any[]) => void, ms?: number, ...args: unknown[]): VirtualTimer {
    if (typeof callback !== 'function') real.setInterval(callback);
    return this.#start('interval', callback, this.#delay(ms), args);
  }

  clearInterval(handle: unknown): void {
    this.clearTimeout(handle);
  }

  setImmediate(callback: (...args: any[]) => void, ...args: unknown[]): VirtualTimer {
    if (typeof callback !== 'function') real.setImmediate(callback);
    return this.#start('immediate', callback, 0, args);
  }

  clearImmediate(handle: unknown): void {
    if (handle instanceof VirtualTimer) clearVirtualImmediate(handle);
    else real.clearImmediate(handle as NodeJS.Immediate);
  }

  pendingTimers(): number {
    return this.#pending;
  }

  hasTimers(): boolean {
    return this.#waiting.size > 0;
  }

  child(options: { owner: unknown }): WorldRealm {
    return new VirtualRealm(this.#shared, this, options.owner);
  }

  close(): void {
    this.#ended = true;
    for (const timer of this.#waiting) timer.suspend();
  }

  get closed(): boolean {
    return this.#root.#ended;
  }

  successor(): VirtualRealm | undefined {
    return this.#ended ? this.#parent?.successor() : this;
  }

  armed(timer: VirtualTimer): void {
    this.#waiting.add(timer);
    if (timer.hasRef()) this.#pending++;
    this.#parent?.armed(timer);
  }

  disarmed(timer: VirtualTimer): void {
    this.#waiting.delete(timer);
    if (timer.hasRef()) this.#pending--;
    this.#parent?.disarmed(timer);
  }

  refChanged(timer: VirtualTimer): void {
    this.#pending += timer.hasRef() ? 1 : -1;
    this.#parent?.refChanged(timer);
  }

  firing(timer: VirtualTimer, { dueAt, sequence }: Timer): void {
    this.#shared.onTimerFired?.({ owner: this.owner, kind: timer.kind, dueAt, sequence });
  }

  identify(timer: VirtualTimer): number {
    const id = this.#shared.nextTimerId++;
    this.#shared.timersById.set(id, timer);
    return id;
  }

  forget(id: number): void {
    this.#shared.timersById.delete(id);
  }

  /** A timer belongs to the realm that it was made on, whoever asked for it: `world.sleep` is called from outside. */
  #start(kind: TimerKind, callback: (...args: any[]) => void, delayMs: number, args: unknown[]): VirtualTimer {
    if (this.#ended && this.#parent !== undefined) return this.#parent.#start(kind, callback, delayMs, args);
    const make = () => new VirtualTimer(this, kind, callback, delayMs, args);
    return currentRealm() === this ? make() : enterRealm(this, make);
  }

  /**
   * Node's rules: whole milliseconds, and 1 for what is no number, below 1 or too long. Too long is here what ends after the last
   * date that JavaScript can name, not 2^31 milliseconds.
   */
  #delay(ms: unknown): number {
    const delayMs = Math.trunc((ms as number) * 1);
    return delayMs >= 1 && this.clock.now() + delayMs <= END_OF_TIME ? delayMs : 1;
  }
}

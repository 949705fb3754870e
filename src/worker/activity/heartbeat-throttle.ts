/** The worker core's throttling of one attempt's heartbeats. */
import type { Payloads } from '../../base/api';
import type { WorkerClock, WorkerTimer } from './worker-clock';

export interface ThrottleIntervals {
  /** Upper bound, milliseconds. The SDK's default is 60 s. */
  readonly maxMs: number;
  /** For an activity without a heartbeat timeout, milliseconds. The SDK's default is 30 s. */
  readonly defaultMs: number;
}

/** How long heartbeats of an activity are held back after one was sent, in milliseconds. */
export function throttleIntervalMs(heartbeatTimeoutMs: number, intervals: ThrottleIntervals): number {
  const wanted = heartbeatTimeoutMs > 0 ? heartbeatTimeoutMs * 0.8 : intervals.defaultMs;
  return Math.min(wanted, intervals.maxMs);
}

/**
 * The first heartbeat goes out at once. Those of the interval after it coalesce to the latest, which goes out when the interval
 * ends, and a new interval begins. An interval that ends with nothing to send leaves the next heartbeat free to go at once.
 */
export class HeartbeatThrottle {
  #state: 'free' | 'sending' | 'waiting' | 'closed' = 'free';
  #unsent: Payloads | undefined;
  #latest: Payloads | undefined;
  #timer: WorkerTimer | undefined;
  #sent: Promise<void> = Promise.resolve();

  /** @param send Sends details to the server. Must not reject. */
  constructor(
    private readonly clock: WorkerClock,
    private readonly intervalMs: number,
    private readonly send: (details: Payloads) => Promise<void>,
  ) {}

  /** The last details that the attempt gave, sent or not. */
  get latest(): Payloads | undefined {
    return this.#latest;
  }

  record(details: Payloads): void {
    if (this.#state === 'closed') return;
    this.#latest = details;
    if (this.#state === 'free') this.#sent = this.#report(details);
    else this.#unsent = details;
  }

  /** Ends the throttling; resolves when nothing is on its way any more. Details not yet sent go out first if `flush` is set. */
  async close(flush: boolean): Promise<void> {
    const unsent = this.#unsent;
    this.stop();
    await this.#sent;
    if (flush && unsent) await this.send(unsent);
  }

  /** Ends the throttling at once: nothing more is sent. */
  stop(): void {
    this.#state = 'closed';
    this.#unsent = undefined;
    if (this.#timer) this.clock.cancel(this.#timer);
  }

  async #report(details: Payloads): Promise<void> {
    this.#state = 'sending';
    const sentAt = this.clock.now();
    await this.send(details);
    if (this.#isClosed()) return;
    this.#state = 'waiting';
    this.#timer = this.clock.schedule(sentAt + this.intervalMs, () => this.#intervalEnded());
  }

  #intervalEnded(): void {
    const unsent = this.#unsent;
    this.#unsent = undefined;
    this.#state = 'free';
    if (unsent) this.#sent = this.#report(unsent);
  }

  // The state may have changed while a heartbeat was on its way, which narrowing cannot know.
  #isClosed(): boolean {
    return this.#state === 'closed';
  }
}

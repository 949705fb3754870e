/** The worker core's throttling of one attempt's heartbeats. */
import type { Payloads } from '../../base/api';
import { ThrottleState } from './throttle-state';
import type { WorkerClock, WorkerTimer } from './worker-clock';

export interface ThrottleIntervals {
  /** Upper bound, milliseconds. */
  readonly maxMs: number;
  /** For an activity without a heartbeat timeout, milliseconds. */
  readonly defaultMs: number;
}

/** The SDK's defaults. */
export const DEFAULT_THROTTLE: ThrottleIntervals = { maxMs: 60_000, defaultMs: 30_000 };

/** How long heartbeats of an activity are held back after one was sent, in milliseconds. */
export function throttleIntervalMs(heartbeatTimeoutMs: number, intervals: ThrottleIntervals): number {
  const wanted = heartbeatTimeoutMs > 0 ? heartbeatTimeoutMs * 0.8 : intervals.defaultMs;
  return Math.min(wanted, intervals.maxMs);
}

/** Sends the heartbeats of one attempt as its `ThrottleState` says. */
export class HeartbeatThrottle {
  readonly #state = new ThrottleState<Payloads>();
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
    return this.#state.latest;
  }

  record(details: Payloads): void {
    if (this.#state.record(details)) this.#sent = this.#report(details);
  }

  /** Ends the throttling; resolves when nothing is on its way any more. Details not yet sent go out first if `flush` is set. */
  async close(flush: boolean): Promise<void> {
    const unsent = this.#stop();
    await this.#sent;
    if (flush && unsent) await this.send(unsent.details);
  }

  /** Ends the throttling at once: nothing more is sent. */
  stop(): void {
    this.#stop();
  }

  #stop(): { readonly details: Payloads } | undefined {
    if (this.#timer) this.clock.cancel(this.#timer);
    return this.#state.close();
  }

  /** An interval begins when a heartbeat goes out, and its end is looked at once the server has answered. */
  async #report(details: Payloads): Promise<void> {
    const sentAt = this.clock.now();
    await this.send(details);
    if (this.#state.isClosed) return;
    this.#timer = this.clock.schedule(sentAt + this.intervalMs, () => {
      const unsent = this.#state.intervalEnded();
      if (unsent) this.#sent = this.#report(unsent.details);
    });
  }
}

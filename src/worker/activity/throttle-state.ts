/**
 * How the worker core throttles heartbeats, without a clock: the first goes out at once, those of the interval after it coalesce to
 * the latest, which goes out when the interval ends, and a new interval begins. An interval that ends with nothing to send leaves
 * the next heartbeat free to go at once. The retry lab uses it as the worker does.
 */
export class ThrottleState<Details> {
  #status: 'free' | 'busy' | 'closed' = 'free';
  #unsent: { readonly details: Details } | undefined;
  #latest: Details | undefined;

  /** The last details that the attempt gave, sent or not. */
  get latest(): Details | undefined {
    return this.#latest;
  }

  get isClosed(): boolean {
    return this.#status === 'closed';
  }

  /** The attempt gives details: true where they are to be sent now, which begins an interval. */
  record(details: Details): boolean {
    if (this.#status === 'closed') return false;
    this.#latest = details;
    if (this.#status === 'free') {
      this.#status = 'busy';
      return true;
    }
    this.#unsent = { details };
    return false;
  }

  /** The interval is over: what is to be sent now, which begins another one. */
  intervalEnded(): { readonly details: Details } | undefined {
    const unsent = this.#unsent;
    this.#unsent = undefined;
    if (this.#status !== 'closed') this.#status = unsent ? 'busy' : 'free';
    return unsent;
  }

  /** Nothing more is sent by itself; gives what was not sent yet. */
  close(): { readonly details: Details } | undefined {
    const unsent = this.#unsent;
    this.#status = 'closed';
    this.#unsent = undefined;
    return unsent;
  }
}

/** The SDK's side of heartbeats: encodes details one at a time, and keeps only the latest of those that come meanwhile. */
import type { Payload } from '../../base/api';

export class HeartbeatEncoder {
  #state: 'idle' | 'encoding' | 'closed' = 'idle';
  #pending: { readonly details: unknown } | undefined;
  #idle: Promise<void> = Promise.resolve();

  /**
   * @param encode Makes a payload of heartbeat details.
   * @param deliver Takes encoded details on, to where they are throttled.
   * @param failed Is told of details that cannot be encoded.
   */
  constructor(
    private readonly encode: (details: unknown) => Promise<Payload>,
    private readonly deliver: (details: Payload) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** `Context.heartbeat`. Without effect once the attempt has ended. */
  heartbeat(details: unknown): void {
    if (this.#state === 'closed') return;
    this.#pending = { details };
    if (this.#state === 'encoding') return;
    this.#state = 'encoding';
    this.#idle = this.#drain();
  }

  /** The attempt has ended. Details that wait for their encoding are dropped unless `flush` is set. */
  async close(flush: boolean): Promise<void> {
    if (!flush) this.#pending = undefined;
    await this.#idle;
    this.#state = 'closed';
  }

  async #drain(): Promise<void> {
    for (let next = this.#pending; next; next = this.#pending) {
      this.#pending = undefined;
      let payload: Payload;
      try {
        payload = await this.encode(next.details);
      } catch (error) {
        this.failed(error);
        continue;
      }
      this.deliver(payload);
    }
    this.#state = 'idle';
  }
}

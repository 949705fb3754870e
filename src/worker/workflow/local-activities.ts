import type { LocalActivityCall, LocalActivityOutcome, RunLocalActivity } from './local-activity-call';
import type { LocalActivityMachine, LocalActivityMarker } from './machines/local-activity';

/**
 * The local activities of a run between two activations: which to start, which have ended, in what order the workflow hears
 * of it. While history is replayed none is started: its markers say how each ended.
 */
export class LocalActivities {
  #markers: LocalActivityMarker[] = [];
  #outcomes: { machine: LocalActivityMachine; outcome: LocalActivityOutcome }[] = [];
  readonly #running = new Map<LocalActivityMachine, { cancel(): void }>();
  #wake: (() => void) | undefined;
  #disposed = false;
  /** Attempts after the first that ended since the last call of `takeRetries`. */
  #retries = 0;

  constructor(
    readonly machines: ReadonlyMap<number, LocalActivityMachine> & { delete(seq: number): boolean },
    readonly run: RunLocalActivity,
    readonly callOf: (machine: LocalActivityMachine) => LocalActivityCall,
  ) {}

  /** History has these markers for the workflow task that was just entered. */
  expect(markers: readonly LocalActivityMarker[]): void {
    this.#markers.push(...markers);
  }

  /** The workflow cancelled one without waiting: its marker, if there is one, has nothing more to tell. */
  forgetMarker(seq: number): void {
    this.#markers = this.#markers.filter((marker) => marker.seq !== seq);
  }

  /**
   * Resolves the next one that has ended, in the order of the markers, then of the outcomes. One at a time: each gets an
   * activation of its own, live and replayed. False when there is none.
   */
  resolveNext(): boolean {
    const marker = this.#markers[0];
    const marked = marker && this.machines.get(marker.seq);
    if (marked) {
      this.#markers.shift();
      this.machines.delete(marked.seq);
      marked.onMarker(marker);
      return true;
    }
    for (let ended = this.#outcomes.shift(); ended; ended = this.#outcomes.shift()) {
      const { machine, outcome } = ended;
      if (machine.resolved) continue;
      this.machines.delete(machine.seq);
      machine.onOutcome(outcome);
      return true;
    }
    return false;
  }

  /** Starts those that were scheduled; those that were cancelled before are never run. */
  start(): void {
    for (const machine of [...this.machines.values()]) {
      if (this.#running.has(machine)) continue;
      if (machine.cancelRequested) {
        this.machines.delete(machine.seq);
        machine.cancelNow();
        continue;
      }
      const handle = this.run(this.callOf(machine), (outcome) => {
        this.#running.delete(machine);
        this.#retries += Math.max(0, outcome.attempt - Math.max(1, machine.attributes.attempt ?? 1));
        this.#outcomes.push({ machine, outcome });
        this.#wake?.();
        return !this.#disposed;
      });
      this.#running.set(machine, handle);
      machine.onStarted(handle);
    }
  }

  get outstanding(): number {
    return this.machines.size;
  }

  /** Resolves when another one has ended, or the run is disposed of. */
  next(): Promise<void> {
    if (this.#outcomes.length > 0 || this.#disposed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  takeRetries(): number {
    const retries = this.#retries;
    this.#retries = 0;
    return retries;
  }

  /** The run leaves memory: what it runs is told to stop, and nobody listens to it any more. */
  dispose(): void {
    this.#disposed = true;
    for (const handle of this.#running.values()) handle.cancel();
    this.#wake?.();
  }
}

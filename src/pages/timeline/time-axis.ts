/** Which part of time is shown: zoom and place, in proportion to time or with each gap by its order of magnitude. */
import { compressedScale, timeScale } from '../../report/time-scale';
import type { RunData } from '../../report/timeline-data';

/** Columns of the compressed scale: as fine as anybody can zoom. */
const FINE = 1_000_000;
/** About as many instants as a screen can keep apart. */
const COLUMNS = 200;
const SHARE_MIN = 1e-9;

export class TimeAxis {
  readonly endMs: number;
  /** The part that is shown, as shares of the whole. */
  from = 0;
  to = 1;
  proportional: boolean;
  readonly #compressed: (ms: number) => number;
  readonly #timeAt: (share: number) => number;

  constructor(runs: readonly RunData[]) {
    const times = new Set<number>([0]);
    for (const { events } of runs) for (const [, time] of events) times.add(time);
    this.endMs = Math.max(1, ...runs.map(({ events }) => events.at(-1)?.[1] ?? 0));
    // Where a long wait would press all else together, the picture begins with each gap by its order of magnitude.
    this.proportional = timeScale([...times, this.endMs], COLUMNS).proportional;
    const scale = compressedScale([...times, this.endMs], FINE);
    this.#compressed = (ms) => scale.column(ms) / (FINE - 1);
    this.#timeAt = (share) => scale.timeAt(share * (FINE - 1));
  }

  /** Where a time stands, from 0 (left) to 1 (right) of what is shown; beyond that it is outside. */
  at(ms: number): number {
    const share = this.proportional ? ms / this.endMs : this.#compressed(ms);
    return (share - this.from) / (this.to - this.from);
  }

  timeAt(position: number): number {
    const share = this.from + position * (this.to - this.from);
    return this.proportional ? share * this.endMs : this.#timeAt(share);
  }

  /** `position`: what stays where it is. */
  zoom(factor: number, position = 0.5): void {
    const length = Math.min(1, Math.max(SHARE_MIN, (this.to - this.from) * factor));
    const fixed = this.from + position * (this.to - this.from);
    this.#show(fixed - position * length, length);
  }

  move(by: number): void {
    const length = this.to - this.from;
    this.#show(this.from + by * length, length);
  }

  all(): void {
    this.#show(0, 1);
  }

  /** Brings a time into what is shown. */
  reveal(ms: number): void {
    const position = this.at(ms);
    if (position < 0 || position > 1) this.move(position - 0.5);
  }

  #show(from: number, length: number): void {
    this.from = Math.min(1 - length, Math.max(0, from));
    this.to = this.from + length;
  }
}

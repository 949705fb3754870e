import { real } from '../clock/real';
import type { ExploreOptions } from './options';
import { DEFAULT_RUNS } from './strategies';

/** Real milliseconds between two reports. */
const INTERVAL = 100;

/** Tells now and then how far an exploration has got. */
export class Progress {
  private readonly began = real.performanceNow();
  private told = this.began;

  constructor(private readonly options: ExploreOptions) {}

  tell(runs: number): void {
    const { onProgress, runs: of = DEFAULT_RUNS } = this.options;
    if (!onProgress) return;
    const now = real.performanceNow();
    if (now - this.told < INTERVAL) return;
    this.told = now;
    onProgress({ runs, of, speed: Math.round((1000 * runs) / (now - this.began)) });
  }
}

import { real } from '../clock/real';
import type { ExploreOptions } from './options';
import { runsOf } from './strategies';

/** Real milliseconds between two reports. */
const INTERVAL = 100;

/** Tells now and then how far an exploration has got. */
export class Progress {
  private readonly began = real.performanceNow();
  private told = this.began;

  constructor(private readonly options: ExploreOptions) {}

  tell(runs: number): void {
    const { onProgress } = this.options;
    if (!onProgress) return;
    const now = real.performanceNow();
    if (now - this.told < INTERVAL) return;
    this.told = now;
    onProgress({ runs, of: runsOf(this.options), speed: Math.round((1000 * runs) / (now - this.began)) });
  }
}

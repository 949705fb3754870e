/** How many tasks a second there were of late, as the server's matching measures it: over the last 30 to 35 seconds, in steps of 5. */

const BUCKET_MS = 5_000;
const WINDOW_MS = 30_000;
const BUCKETS = WINDOW_MS / BUCKET_MS + 1;

export class TaskRate {
  private readonly counts = new Array<number>(BUCKETS).fill(0);
  /** The bucket of now, counted from the start. */
  private bucket = 0;

  /** Times are virtual milliseconds. */
  constructor(private readonly startTime: number) {}

  count(now: number): void {
    this.moveTo(now);
    this.counts[this.bucket % BUCKETS]!++;
  }

  /** Tasks a second. 0 at the very instant of the first one, when no time has passed to measure. */
  perSecond(now: number): number {
    this.moveTo(now);
    const bucketStart = this.startTime + this.bucket * BUCKET_MS;
    const elapsedMs = Math.min(now - bucketStart + WINDOW_MS, now - this.startTime);
    if (elapsedMs <= 0) return 0;
    return this.counts.reduce((sum, count) => sum + count) / (elapsedMs / 1000);
  }

  private moveTo(now: number): void {
    const bucket = Math.floor((now - this.startTime) / BUCKET_MS);
    if (bucket === this.bucket) return;
    const passed = Math.min(bucket - this.bucket, BUCKETS);
    for (let i = 1; i <= passed; i++) this.counts[(this.bucket + i) % BUCKETS] = 0;
    this.bucket = bucket;
  }
}

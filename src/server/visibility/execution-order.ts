/**
 * The order of lists: runs that are open first, then the latest close, then the latest start. A real server breaks ties by run id,
 * but has few, since its clock is fine; on a virtual clock much happens at one instant, and the run that started last is first.
 */
import { invalidArgument } from '../status';
import type { VisibleExecution } from './columns';

/** Where a run stands in the order. */
interface Place {
  /** Milliseconds; infinite: the run is open. */
  readonly closeTime: number;
  readonly startTime: number;
  /** The how-manieth run of its namespace it is. */
  readonly number: number;
}

class Entry<Run extends VisibleExecution> implements Place {
  constructor(
    readonly run: Run,
    readonly number: number,
  ) {}

  get startTime(): number {
    return this.run.startTime;
  }

  get closeTime(): number {
    return this.run.isRunning ? Number.POSITIVE_INFINITY : this.run.closeTime;
  }
}

function comparePlaces(a: Place, b: Place): number {
  const aClose = a.closeTime;
  const bClose = b.closeTime;
  if (aClose !== bClose) return aClose > bClose ? -1 : 1;
  return b.startTime - a.startTime || b.number - a.number;
}

/**
 * The runs of a namespace in the order of lists. It is sorted when somebody looks and something has changed since; what was
 * sorted before makes that nearly one pass. So a page costs its own length, however many runs there are.
 */
export class ExecutionOrder<Run extends VisibleExecution> {
  private entries: Entry<Run>[] = [];
  /** Runs that are gone, whose entries may still be there. */
  private readonly gone = new Set<Run>();
  private added = 0;
  private isSorted = true;

  add(run: Run): void {
    this.entries.push(new Entry(run, this.added++));
    this.isSorted = false;
  }

  /** A run has closed, and so stands elsewhere. */
  changed(): void {
    this.isSorted = false;
  }

  /** The run is gone; a page that follows it goes on behind where it stood. */
  remove(run: Run): void {
    this.gone.add(run);
    // Where nobody looks, entries are dropped in bulk, so that dropping one costs nothing.
    if (this.gone.size * 2 > this.entries.length) this.dropGone();
  }

  /** The runs behind a place (default: all), in order. Nothing may start or close while they are read. */
  *after(place?: Place): Generator<Entry<Run>, void, undefined> {
    if (this.gone.size > 0) this.dropGone();
    if (!this.isSorted) this.entries.sort(comparePlaces);
    this.isSorted = true;
    for (let i = place ? this.indexAfter(place) : 0; i < this.entries.length; i++) yield this.entries[i]!;
  }

  private dropGone(): void {
    this.entries = this.entries.filter(({ run }) => !this.gone.has(run));
    this.gone.clear();
  }

  private indexAfter(place: Place): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePlaces(this.entries[middle]!, place) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface Page<Run> {
  readonly runs: readonly Run[];
  /** Empty: there is no next page. As on the server, a full last page has a token, too. */
  readonly nextPageToken: Uint8Array;
}

const PAGE_SIZE_MAX = 1000;
const NO_TOKEN = new Uint8Array(0);

/** One page of the runs that match. `pageSize` outside 1 to 1000 is 1000. @throws INVALID_ARGUMENT for a token of somebody else. */
export function pageOf<Run extends VisibleExecution>(
  order: ExecutionOrder<Run>,
  matches: (x: Run) => boolean,
  pageSize: number | null | undefined,
  token: Uint8Array | null | undefined,
): Page<Run> {
  const size = pageSize && pageSize > 0 ? Math.min(pageSize, PAGE_SIZE_MAX) : PAGE_SIZE_MAX;
  const runs: Run[] = [];
  for (const entry of order.after(decodeToken(token))) {
    if (!matches(entry.run)) continue;
    runs.push(entry.run);
    if (runs.length === size) return { runs, nextPageToken: encodeToken(entry) };
  }
  return { runs, nextPageToken: NO_TOKEN };
}

/** An infinite close time reads null in JSON. */
function encodeToken({ closeTime, startTime, number }: Place): Uint8Array {
  return Buffer.from(JSON.stringify([closeTime, startTime, number]));
}

function decodeToken(token: Uint8Array | null | undefined): Place | undefined {
  if (!token || token.length === 0) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token).toString());
  } catch {
    throw invalidArgument('Invalid NextPageToken.'); // Not JSON, so not one of ours.
  }
  const [close, startTime, number] = Array.isArray(parts) ? (parts as unknown[]) : [];
  const closeTime = close === null ? Number.POSITIVE_INFINITY : close;
  if (typeof closeTime !== 'number' || typeof startTime !== 'number' || typeof number !== 'number') {
    throw invalidArgument('Invalid NextPageToken.');
  }
  return { closeTime, startTime, number };
}

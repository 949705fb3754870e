/**
 * Time zones: the offset of local time from UTC at any moment. The data are those of Intl, which takes microseconds to answer,
 * so that answers are kept: a block of half a year costs a few dozen questions once, and nothing afterwards.
 */
import { dayOf, SECONDS_PER_DAY } from './civil';
import { ZONE_NAMES } from './zone-names';

/** All times in whole seconds since the epoch. */
export interface TimeZone {
  /** Seconds that local time is ahead of UTC. */
  offsetAt(time: number): number;
}

export const UTC: TimeZone = { offsetAt: () => 0 };

/** A stretch of time with one offset. `end` is exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

/** Half a year and a bit. */
const BLOCK_SECONDS = 2 ** 24;
/** Six days: since 1970 no zone has left an offset and come back to it within less than 6.9 days. */
const PROBE_SECONDS = 2 ** 19;

class IntlTimeZone implements TimeZone {
  private readonly format: Intl.DateTimeFormat;
  private readonly blocks = new Map<number, readonly Stretch[]>();
  /** The stretch of the last answer, which is nearly always that of the next one. */
  private last: Stretch = { start: 0, end: 0, offset: 0 };

  constructor(name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  offsetAt(time: number): number {
    if (time >= this.last.start && time < this.last.end) return this.last.offset;
    const block = Math.floor(time / BLOCK_SECONDS);
    let stretches = this.blocks.get(block);
    if (!stretches) {
      stretches = this.stretchesOf(block);
      this.blocks.set(block, stretches);
    }
    this.last = stretches.find((stretch) => time < stretch.end)!;
    return this.last.offset;
  }

  private stretchesOf(block: number): Stretch[] {
    const end = (block + 1) * BLOCK_SECONDS;
    const stretches: Stretch[] = [];
    let start = block * BLOCK_SECONDS;
    let offset = this.ask(start);
    let probed = start;
    while (probed < end) {
      const next = probed + PROBE_SECONDS;
      if (this.ask(next) === offset) {
        probed = next;
        continue;
      }
      const change = this.changeBetween(probed, next, offset);
      if (change >= end) break;
      stretches.push({ start, end: change, offset });
      // The offset just after the change, which may itself change again before `next`.
      offset = this.ask(change);
      start = change;
      probed = change;
    }
    stretches.push({ start, end, offset });
    return stretches;
  }

  /** The first second after `before` whose offset is not `offset`; `after` has another one. */
  private changeBetween(before: number, after: number, offset: number): number {
    let low = before;
    let high = after;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.ask(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  /** The offset, from Intl itself: "5/17/2030, 10:20:30" read as UTC, less the time. */
  private ask(time: number): number {
    const [month, day, year, hour, minute, second] = this.format
      .format(time * 1000)
      .match(/\d+/g)!
      .map(Number);
    const wall = dayOf(year!, month!, day!) * SECONDS_PER_DAY + hour! * 3600 + minute! * 60 + second!;
    return wall - time;
  }
}

const loaded = new Map<string, TimeZone>();

/** The zone of this name; '' is UTC. Names are case-sensitive. Otherwise the server's reason why there is none. */
export function loadTimeZone(name: string): TimeZone | { readonly error: string } {
  if (name === '' || name === 'UTC' || name === 'Local') return UTC;
  if (name.includes('..') || name.startsWith('/') || name.startsWith('\\'))
    return { error: 'time: invalid location name' };
  if (!ZONE_NAMES.has(name)) return { error: `unknown time zone ${name}` };
  let zone = loaded.get(name);
  if (!zone) {
    zone = new IntlTimeZone(name);
    loaded.set(name, zone);
  }
  return zone;
}

/**
 * The moment at which a zone's wall clock shows a time, given as if it were UTC. Of a time that occurs twice this is one of
 * the two (the one that Go chooses); one that is skipped gives a moment at which the clock shows something else.
 */
export function momentOf(wallSeconds: number, zone: TimeZone): number {
  return wallSeconds - zone.offsetAt(wallSeconds - zone.offsetAt(wallSeconds));
}

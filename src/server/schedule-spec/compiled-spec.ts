/** A schedule's spec, ready to say when the schedule fires. */
import { toNumber } from '../../base/api';
import { LimitError } from '../../base/errors';
import { nanosToMs, toNanos } from '../policy/nanos';
import { invalidArgument } from '../status';
import { Calendar } from './calendar';
import type { Interval } from './calendar-text';
import { canonicaliseSpec, type ScheduleSpec } from './canonical-spec';
import { dayOf, SECONDS_PER_DAY } from './civil';
import { Jitter } from './jitter';
import { MAX_YEAR } from './ranges';
import { loadTimeZone } from './time-zone';
import { readTzif } from './tzif';

/** Both in milliseconds since the epoch; nominal times are whole seconds. */
export interface ScheduleTime {
  /** The time that the spec names. */
  readonly nominal: number;
  /** The nominal time with jitter: when the action starts. */
  readonly actual: number;
}

/** Whole seconds. */
interface CompiledInterval {
  readonly interval: number;
  readonly phase: number;
}

const END_OF_TIMES = dayOf(MAX_YEAR + 1, 1, 1) * SECONDS_PER_DAY;
/** The server itself searches on for hours where a spec excludes nearly all of its times. */
const MAX_EXCLUDED_IN_A_ROW = 1_000_000;

export class CompiledSpec {
  private readonly calendars: readonly Calendar[];
  private readonly excludes: readonly Calendar[];
  private readonly intervals: readonly CompiledInterval[];
  private readonly jitter: Jitter;
  /** In whole seconds. */
  private readonly firstAllowed: number;
  private readonly lastAllowed: number;

  /** Use `compileSpec`. */
  constructor(
    /** The spec as the server stores it. */
    readonly canonical: ScheduleSpec,
    seed: string,
  ) {
    const { timezoneName, timezoneData } = canonical;
    // The name is then only a name.
    const zone = timezoneData?.length ? readTzif(timezoneData) : loadTimeZone(timezoneName ?? '');
    if ('error' in zone) throw invalidSpec(zone.error);
    this.calendars = (canonical.structuredCalendar ?? []).map((calendar) => new Calendar(calendar, zone));
    this.excludes = (canonical.excludeStructuredCalendar ?? []).map((calendar) => new Calendar(calendar, zone));
    this.intervals = (canonical.interval ?? []).map(compileInterval);
    this.jitter = new Jitter(seed, canonical.jitter);
    // An unset start is the epoch. A fraction of a second counts for neither: nominal times are whole seconds.
    this.firstAllowed = toNumber(canonical.startTime?.seconds);
    this.lastAllowed = canonical.endTime ? toNumber(canonical.endTime.seconds) : Number.POSITIVE_INFINITY;
  }

  /**
   * The first time later than `after` (milliseconds since the epoch, with or without a fraction) at which the schedule fires;
   * undefined where no further one follows. To walk through all times as the server does, go on from the *actual* time.
   */
  next(after: number): ScheduleTime | undefined {
    let from = Math.max(Math.floor(after / 1000), this.firstAllowed - 1);
    for (let excluded = 0; excluded < MAX_EXCLUDED_IN_A_ROW; excluded++) {
      const nominal = this.rawNext(from);
      if (nominal === undefined || nominal > this.lastAllowed || nominal >= END_OF_TIMES) return undefined;
      if (nominal <= from) throw new LimitError(stuckMessage(from, this.canonical));
      if (!this.excludes.some((calendar) => calendar.matches(nominal))) return this.withJitter(nominal);
      from = nominal;
    }
    throw new LimitError(
      `a schedule excludes ${MAX_EXCLUDED_IN_A_ROW} of its times in a row, up to ${isoTime(from)}; narrow its calendars or intervals instead`,
    );
  }

  /** All times later than `after` and not later than `until` (nominal, milliseconds), in order, `limit` at most. */
  *timesBetween(after: number, until: number, limit = Number.POSITIVE_INFINITY): Generator<ScheduleTime> {
    let time = this.next(after);
    for (let count = 0; time !== undefined && time.nominal <= until && count < limit; count++) {
      yield time;
      time = this.next(time.actual);
    }
  }

  private withJitter(nominal: number): ScheduleTime {
    const jitterMs = this.jitter.isNone ? 0 : this.jitter.msAt(nominal, this.rawNext(nominal));
    return { nominal: nominal * 1000, actual: nominal * 1000 + jitterMs };
  }

  /** The next time of any calendar or interval, in whole seconds, whether or not it is excluded or allowed. */
  private rawNext(after: number): number | undefined {
    let earliest: number | undefined;
    for (const calendar of this.calendars) {
      const next = calendar.next(after);
      if (next !== undefined && (earliest === undefined || next < earliest)) earliest = next;
    }
    for (const { interval, phase } of this.intervals) {
      // Rounded toward zero, as the server does: before its phase an interval therefore skips the slot at the phase itself.
      const next = (Math.trunc((after - phase) / interval) + 1) * interval + phase;
      if (earliest === undefined || next < earliest) earliest = next;
    }
    return earliest;
  }
}

/**
 * Checks a spec, brings it into its stored form and prepares its search. `seed` decides the jitter: the server uses
 * `<namespace id>-<schedule id>`. Throws a `ServerStatus` INVALID_ARGUMENT "Invalid schedule spec: …" with the server's text.
 */
export function compileSpec(spec: ScheduleSpec, seed: string): CompiledSpec {
  const canonical = canonicaliseSpec(spec);
  if ('error' in canonical) throw invalidSpec(canonical.error);
  return new CompiledSpec(canonical.value, seed);
}

function compileInterval({ interval, phase }: Interval): CompiledInterval {
  const seconds = (duration: Interval['phase']) => Math.trunc(nanosToMs(toNanos(duration)) / 1000);
  return { interval: seconds(interval), phase: seconds(phase) };
}

const invalidSpec = (reason: string) => invalidArgument(`Invalid schedule spec: ${reason}`);
const isoTime = (seconds: number) => new Date(seconds * 1000).toISOString();

function stuckMessage(from: number, { timezoneName }: ScheduleSpec): string {
  return (
    `the schedule's search does not get past ${isoTime(from)}, where the clocks of ${timezoneName} jump; ` +
    "the server's own search spins there too: start the schedule later, or use another zone"
  );
}

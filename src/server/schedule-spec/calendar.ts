/** A structured calendar in a time zone: does it match a time, and which is the next time that it matches? */
import { daysInMonth, SECONDS_PER_DAY, type WallTime, wallSecondsOf, wallTimeAt, weekdayAt } from './civil';
import { FIELDS, MAX_YEAR, type Range, rangesAdmit, type StructuredCalendar } from './ranges';
import { momentOf, type TimeZone, UTC } from './time-zone';

/** For each value, the next one (itself included) that the ranges admit; `limit` where there is none. */
type NextValue = Uint8Array;

/** Where a search stands: a wall clock's time, and whether its hour is the second one of that number on that day. */
interface Cursor extends WallTime {
  inRepeatedHour: boolean;
}

/** Times are whole seconds since the epoch. The search is the server's own, to its behaviour around every change of a clock. */
export class Calendar {
  private readonly years: readonly Range[];
  private readonly nextMonth: NextValue;
  private readonly nextHour: NextValue;
  private readonly nextMinute: NextValue;
  private readonly nextSecond: NextValue;
  private readonly days: readonly boolean[];
  private readonly weekdays: readonly boolean[];
  private readonly everyWeekday: boolean;

  /** An empty list admits nothing, but for the year, where it admits all. */
  constructor(
    spec: StructuredCalendar,
    private readonly zone: TimeZone,
  ) {
    this.years = spec.year ?? [];
    this.nextMonth = nextValues(spec.month, FIELDS.month.max + 1);
    this.nextHour = nextValues(spec.hour, FIELDS.hour.max + 1);
    this.nextMinute = nextValues(spec.minute, FIELDS.minute.max + 1);
    this.nextSecond = nextValues(spec.second, FIELDS.second.max + 1);
    this.days = Array.from({ length: 32 }, (_, day) => rangesAdmit(spec.dayOfMonth, day));
    this.weekdays = Array.from({ length: 7 }, (_, weekday) => rangesAdmit(spec.dayOfWeek, weekday));
    this.everyWeekday = this.weekdays.every(Boolean);
  }

  matches(time: number): boolean {
    const wallSeconds = time + this.zone.offsetAt(time);
    const wall = wallTimeAt(wallSeconds);
    return (
      this.admitsYear(wall.year) &&
      this.nextMonth[wall.month] === wall.month &&
      this.days[wall.day]! &&
      this.weekdays[weekdayAt(wallSeconds)]! &&
      this.nextHour[wall.hour] === wall.hour &&
      this.nextMinute[wall.minute] === wall.minute &&
      this.nextSecond[wall.second] === wall.second
    );
  }

  /** The earliest matching time later than `after`; undefined where none follows up to the year 2100. */
  next(after: number): number | undefined {
    const wall = wallTimeAt(after + this.zone.offsetAt(after));
    // Field by field, for spreading objects takes longer here than all of the search.
    const cursor: Cursor = {
      year: wall.year,
      month: wall.month,
      day: wall.day,
      hour: wall.hour,
      minute: wall.minute,
      second: wall.second + 1,
      inRepeatedHour: this.hourAt(after - 3600) === wall.hour,
    };
    for (;;) {
      this.carry(cursor);
      if (cursor.year > MAX_YEAR) return undefined;
      if (!this.seekDay(cursor) || !this.seekTime(cursor)) continue;
      const found = momentOf(wallSecondsOf(cursor), this.zone);
      if (this.hourAt(found) === cursor.hour) return found + (cursor.inRepeatedHour ? 3600 : 0);
      // The clock skips this time, and with it the rest of the hour.
      cursor.hour += 1;
      cursor.minute = 0;
      cursor.second = 0;
    }
  }

  private admitsYear(year: number): boolean {
    return this.years.length === 0 || rangesAdmit(this.years, year);
  }

  private hourAt(time: number): number {
    const wallSeconds = time + this.zone.offsetAt(time);
    return Math.floor((wallSeconds - Math.floor(wallSeconds / SECONDS_PER_DAY) * SECONDS_PER_DAY) / 3600);
  }

  /** Brings parts that have run over their range back into it. */
  private carry(cursor: Cursor): void {
    if (cursor.second >= 60) {
      cursor.second = 0;
      cursor.minute += 1;
    }
    if (cursor.minute >= 60) {
      cursor.minute = 0;
      if (!cursor.inRepeatedHour && this.hourIsRepeated(cursor)) {
        cursor.inRepeatedHour = true;
      } else {
        cursor.hour += 1;
        cursor.inRepeatedHour = false;
      }
    }
    if (cursor.hour >= 24) {
      cursor.hour = 0;
      cursor.day += 1;
    }
    if (cursor.day > 28 && cursor.day > daysInMonth(cursor.year, cursor.month)) {
      cursor.day = 1;
      cursor.month += 1;
    }
    if (cursor.month > 12) {
      cursor.month = 1;
      cursor.year += 1;
    }
  }

  /** At an hour's start: does more than an hour pass until the next one's? Then the clock is put back in between. */
  private hourIsRepeated(cursor: Cursor): boolean {
    if (this.zone === UTC) return false;
    const start = wallSecondsOf(cursor);
    return momentOf(start + 3600, this.zone) - momentOf(start, this.zone) > 3600;
  }

  /** Moves to the first matching day at or after the cursor's. False: there is none in its month or year, and it has run over. */
  private seekDay(cursor: Cursor): boolean {
    if (!this.admitsYear(cursor.year)) {
      cursor.year += 1;
      cursor.month = 1;
      startDay(cursor, 1);
      return false;
    }
    const month = this.nextMonth[cursor.month]!;
    if (month !== cursor.month) {
      cursor.month = month;
      startDay(cursor, 1);
      if (month > 12) return false;
    }
    const lastDay = daysInMonth(cursor.year, cursor.month);
    while (!this.days[cursor.day] || !this.admitsWeekday(cursor)) {
      startDay(cursor, cursor.day + 1);
      if (cursor.day > lastDay) return false;
    }
    return true;
  }

  /** The weekday counts at the moment that the wall time stands for: a midnight that is skipped may belong to the day before. */
  private admitsWeekday(cursor: Cursor): boolean {
    if (this.everyWeekday) return true;
    const moment = momentOf(wallSecondsOf(cursor), this.zone);
    return this.weekdays[weekdayAt(moment + this.zone.offsetAt(moment))]!;
  }

  /** Moves to the first matching time of the day at or after the cursor's. False: it has run over its hour or day. */
  private seekTime(cursor: Cursor): boolean {
    const hour = this.nextHour[cursor.hour]!;
    if (hour !== cursor.hour) {
      cursor.hour = hour;
      cursor.minute = 0;
      cursor.second = 0;
      cursor.inRepeatedHour = false;
      if (hour >= 24) return false;
    }
    const minute = this.nextMinute[cursor.minute]!;
    if (minute !== cursor.minute) {
      cursor.minute = minute;
      cursor.second = 0;
      if (minute >= 60) return false;
    }
    cursor.second = this.nextSecond[cursor.second]!;
    return cursor.second < 60;
  }
}

function startDay(cursor: Cursor, day: number): void {
  cursor.day = day;
  cursor.hour = 0;
  cursor.minute = 0;
  cursor.second = 0;
  cursor.inRepeatedHour = false;
}

function nextValues(ranges: readonly Range[] | null | undefined, limit: number): NextValue {
  const next = new Uint8Array(limit + 1);
  next[limit] = limit;
  for (let value = limit - 1; value >= 0; value--) next[value] = rangesAdmit(ranges, value) ? value : next[value + 1]!;
  return next;
}

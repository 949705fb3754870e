/**
 * The `cronSchedule` of a workflow. It is read by another parser than a schedule's cron strings (robfig/cron on the server), and
 * differs from it: five fields only, names of exactly three letters, days of the month and of the week in alternative.
 */

import { nanosToMs } from '../policy/nanos';
import { type WallTime, wallSecondsOf, wallTimeAt, weekdayAt } from './civil';
import { parseGoDuration, parseInteger } from './go-text';
import { loadTimeZone, momentOf, type TimeZone, UTC } from './time-zone';

interface CronField {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTE: CronField = { min: 0, max: 59 };
const HOUR: CronField = { min: 0, max: 23 };
const DAY_OF_MONTH: CronField = { min: 1, max: 31 };
const MONTH: CronField = { min: 1, max: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') };
const DAY_OF_WEEK: CronField = { min: 0, max: 6, names: 'sun mon tue wed thu fri sat'.split(' ') };
const FIELDS = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK];

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
const EVERY = '@every ';
/** A time further away than this is none. */
const MAX_YEARS_AHEAD = 5;

/** Times are whole seconds since the epoch. */
export interface CronSchedule {
  /** The first time of the schedule later than a time; undefined where there is none within five years. */
  next(after: number): number | undefined;
}

/** Reads a cronSchedule; undefined where the server calls it invalid. */
export function parseCronSchedule(text: string): CronSchedule | undefined {
  let zone: TimeZone = UTC;
  let spec = text;
  const prefix = /^(?:CRON_)?TZ=([^ ]*)( .*)?$/s.exec(text);
  if (prefix) {
    const loaded = loadTimeZone(prefix[1]!);
    if ('error' in loaded || prefix[2] === undefined) return undefined;
    zone = loaded;
    spec = prefix[2].trim();
  }
  if (spec.startsWith(EVERY)) return everySchedule(spec.slice(EVERY.length));
  const fields = (DESCRIPTORS.get(spec) ?? spec).split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) return undefined;
  const sets: ValueSet[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const set = parseField(fields[index]!, field);
    if (!set) return undefined;
    sets.push(set);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = sets;
  return new FieldSchedule(minute!, hour!, dayOfMonth!, month!, dayOfWeek!, zone);
}

/** Whole seconds only, one at least. Ticks count from whatever time is asked about. */
function everySchedule(text: string): CronSchedule | undefined {
  const duration = parseGoDuration(text);
  if ('error' in duration) return undefined;
  const seconds = Math.max(1, Math.trunc(nanosToMs(duration.value) / 1000));
  return { next: (after) => after + seconds };
}

/** The values of a field; `unrestricted` where a `*` or `?` with a step of 1 is among them. */
interface ValueSet {
  readonly values: ReadonlySet<number>;
  readonly unrestricted: boolean;
}

function parseField(text: string, field: CronField): ValueSet | undefined {
  const values = new Set<number>();
  let unrestricted = false;
  for (const part of text.split(',').filter((item) => item !== '')) {
    const range = parseRange(part, field);
    if (!range) return undefined;
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
    unrestricted ||= range.unrestricted;
  }
  return { values, unrestricted };
}

function parseRange(text: string, field: CronField) {
  const [bounds, stepText, ...moreSteps] = text.split('/');
  const [low, high, ...moreBounds] = bounds!.split('-');
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  if (!step || moreSteps.length > 0) return undefined;
  // What follows a star, as in `*-5`, is not even read.
  if (low === '*' || low === '?') return { start: field.min, end: field.max, step, unrestricted: step === 1 };
  if (moreBounds.length > 0) return undefined;
  const start = parseValue(low!, field);
  const openEnd = stepText === undefined ? start : field.max;
  const end = high === undefined ? openEnd : parseValue(high, field);
  if (start === undefined || end === undefined) return undefined;
  if (start < field.min || end > field.max || start > end) return undefined;
  return { start, end, step, unrestricted: false };
}

function parseValue(text: string, { min, names }: CronField): number | undefined {
  const index = names?.indexOf(text.toLowerCase()) ?? -1;
  return index >= 0 ? min + index : parseNumber(text);
}

function parseNumber(text: string): number | undefined {
  const parsed = parseInteger(text);
  return 'value' in parsed && parsed.value >= 0 ? parsed.value : undefined;
}

class FieldSchedule implements CronSchedule {
  constructor(
    private readonly minute: ValueSet,
    private readonly hour: ValueSet,
    private readonly dayOfMonth: ValueSet,
    private readonly month: ValueSet,
    private readonly dayOfWeek: ValueSet,
    private readonly zone: TimeZone,
  ) {}

  /**
   * Steps through months, days, hours and minutes until all fit. A step that crosses into the next greater part starts over
   * with the months. Hours and minutes are steps of real time, so a repeated hour is visited twice and a skipped one never.
   */
  next(after: number): number | undefined {
    const search = new CronSearch(after + 1, this.zone);
    const lastYear = search.wall.year + MAX_YEARS_AHEAD;
    while (search.wall.year <= lastYear) {
      if (!this.seekMonth(search) || !this.seekDay(search) || !this.seekHour(search)) continue;
      if (!this.seekMinute(search) || !search.seekSecondZero()) continue;
      return search.time;
    }
    return undefined;
  }

  private seekMonth(search: CronSearch): boolean {
    while (!this.month.values.has(search.wall.month)) {
      search.truncateTo({ day: 1, hour: 0, minute: 0, second: 0 });
      search.moveTo({ month: search.wall.month + 1 });
      if (search.wall.month === 1) return false;
    }
    return true;
  }

  private seekDay(search: CronSearch): boolean {
    while (!this.admitsDay(search)) {
      search.truncateTo({ hour: 0, minute: 0, second: 0 });
      search.moveTo({ day: search.wall.day + 1 });
      // Where clocks skip midnight, the day begins an hour early or late.
      const { hour } = search.wall;
      if (hour !== 0) search.advance((hour > 12 ? 24 - hour : -hour) * 3600);
      if (search.wall.day === 1) return false;
    }
    return true;
  }

  private seekHour(search: CronSearch): boolean {
    while (!this.hour.values.has(search.wall.hour)) {
      search.truncateTo({ minute: 0, second: 0 });
      search.advance(3600);
      if (search.wall.hour === 0) return false;
    }
    return true;
  }

  private seekMinute(search: CronSearch): boolean {
    while (!this.minute.values.has(search.wall.minute)) {
      search.truncateToMinute();
      search.advance(60);
      if (search.wall.minute === 0) return false;
    }
    return true;
  }

  /** Both kinds of day must fit where one of them is unrestricted, else either is enough. */
  private admitsDay({ wall, weekday }: CronSearch): boolean {
    const fitsMonth = this.dayOfMonth.values.has(wall.day);
    const fitsWeek = this.dayOfWeek.values.has(weekday);
    const both = this.dayOfMonth.unrestricted || this.dayOfWeek.unrestricted;
    return both ? fitsMonth && fitsWeek : fitsMonth || fitsWeek;
  }
}

/** A moment and what the zone's clock shows then. Smaller parts are cut off once: before the first step of all. */
class CronSearch {
  private moved = false;
  wall!: WallTime;

  constructor(
    public time: number,
    private readonly zone: TimeZone,
  ) {
    this.show(time);
  }

  get weekday(): number {
    return weekdayAt(this.time + this.zone.offsetAt(this.time));
  }

  truncateTo(parts: Partial<WallTime>): void {
    if (!this.moved) this.moveTo(parts);
    this.moved = true;
  }

  truncateToMinute(): void {
    if (!this.moved) this.show(Math.floor(this.time / 60) * 60);
    this.moved = true;
  }

  moveTo(parts: Partial<WallTime>): void {
    this.show(momentOf(wallSecondsOf({ ...this.wall, ...parts }), this.zone));
  }

  advance(seconds: number): void {
    this.show(this.time + seconds);
  }

  /** Moves on to second 0, which is the only one that fits. False: it has crossed into the next minute. */
  seekSecondZero(): boolean {
    const { second } = this.wall;
    if (second === 0) return true;
    this.moved = true;
    this.advance(60 - second);
    return false;
  }

  private show(time: number): void {
    this.time = time;
    this.wall = wallTimeAt(time + this.zone.offsetAt(time));
  }
}

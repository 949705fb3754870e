/** What the server stores of a schedule's spec, and how it shows it. */
import type { temporal } from '../../base/api';
import { isTooLong } from '../policy/names';
import { toNanos } from '../policy/nanos';
import { type CalendarText, type Interval, parseCalendar, parseCronString } from './calendar-text';
import type { Parsed } from './go-text';
import { FIELDS, type FieldName, type Range, rangeErrors, type StructuredCalendar } from './ranges';

export type ScheduleSpec = temporal.api.schedule.v1.IScheduleSpec;

const MAX_COMMENT_LENGTH = 200;
const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/**
 * The stored form: texts (calendars, cron strings) become structured calendars and intervals, behind those that are given;
 * a cron string's zone becomes the spec's. Errors in the server's order and words. The given object is not changed.
 */
export function canonicaliseSpec(spec: ScheduleSpec): Parsed<ScheduleSpec> {
  const calendars = parseCalendars(spec.calendar);
  if ('error' in calendars) return calendars;
  const excludes = parseCalendars(spec.excludeCalendar);
  if ('error' in excludes) return excludes;
  const crons = parseCrons(spec.cronString ?? []);
  if ('error' in crons) return crons;
  const timezoneName = commonZone(spec, crons.value.timeZone);
  if ('error' in timezoneName) return timezoneName;
  const canonical: ScheduleSpec = {
    ...spec,
    calendar: [],
    excludeCalendar: [],
    cronString: [],
    structuredCalendar: [...(spec.structuredCalendar ?? []), ...calendars.value, ...crons.value.calendars],
    excludeStructuredCalendar: [...(spec.excludeStructuredCalendar ?? []), ...excludes.value],
    interval: [...(spec.interval ?? []), ...crons.value.intervals],
    timezoneName: timezoneName.value,
  };
  const error =
    firstError(canonical.structuredCalendar!, calendarError) ?? firstError(canonical.interval!, intervalError);
  return error === undefined ? { value: canonical } : { error };
}

function parseCalendars(texts: readonly CalendarText[] | null | undefined): Parsed<StructuredCalendar[]> {
  const calendars: StructuredCalendar[] = [];
  for (const text of texts ?? []) {
    const calendar = parseCalendar(text);
    if ('error' in calendar) return calendar;
    calendars.push(calendar.value);
  }
  return { value: calendars };
}

interface Crons {
  readonly calendars: StructuredCalendar[];
  readonly intervals: Interval[];
  /** The zone that all of them name; '' where they name none. */
  readonly timeZone: string;
}

const CONFLICT = { error: 'conflicting timezone names' };

function parseCrons(texts: readonly string[]): Parsed<Crons> {
  const calendars: StructuredCalendar[] = [];
  const intervals: Interval[] = [];
  let timeZone: string | undefined;
  for (const text of texts) {
    const cron = parseCronString(text);
    if ('error' in cron) return cron;
    if (timeZone !== undefined && timeZone !== cron.value.timeZone) return CONFLICT;
    timeZone = cron.value.timeZone;
    if (cron.value.calendar) calendars.push(cron.value.calendar);
    if (cron.value.interval) intervals.push(cron.value.interval);
  }
  return { value: { calendars, intervals, timeZone: timeZone ?? '' } };
}

function commonZone(spec: ScheduleSpec, cronZone: string): Parsed<string> {
  const specZone = spec.timezoneName ?? '';
  if (cronZone === '') return { value: specZone };
  if ((specZone !== '' && specZone !== cronZone) || spec.timezoneData?.length) return CONFLICT;
  return { value: cronZone };
}

function firstError<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const error = check(item);
    if (error !== undefined) return error;
  }
  return undefined;
}

function calendarError(calendar: StructuredCalendar): string | undefined {
  const errors = FIELD_NAMES.flatMap((name) => rangeErrors(FIELDS[name], calendar[name]));
  if (isTooLong(calendar.comment ?? '', MAX_COMMENT_LENGTH)) errors.push('comment is too long');
  return errors.length > 0 ? `invalid calendar spec: ${errors.join(', ')}` : undefined;
}

function intervalError({ interval, phase }: Interval): string | undefined {
  if (toNanos(interval) < 1e9) return 'interval is too small';
  if (toNanos(phase) < 0) return 'phase is negative';
  return toNanos(phase) >= toNanos(interval) ? 'phase cannot be greater than Interval' : undefined;
}

/** A stored spec as DescribeSchedule shows it: each range with its end and its step. */
export function describeSpec(canonical: ScheduleSpec): ScheduleSpec {
  return {
    ...canonical,
    structuredCalendar: canonical.structuredCalendar?.map(completeCalendar),
    excludeStructuredCalendar: canonical.excludeStructuredCalendar?.map(completeCalendar),
  };
}

function completeCalendar(calendar: StructuredCalendar): StructuredCalendar {
  const complete: StructuredCalendar = { ...calendar };
  for (const name of FIELD_NAMES) complete[name] = calendar[name]?.map(completeRange);
  return complete;
}

function completeRange(range: Range): Range {
  const start = range.start ?? 0;
  return { start, end: Math.max(range.end ?? 0, start), step: range.step || 1 };
}

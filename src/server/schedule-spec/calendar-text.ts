/** Calendars and intervals that are given as text: the legacy calendar of strings, and cron strings of schedules. */
import type { temporal } from '../../base/api';
import { fromNanos } from '../policy/nanos';
import { type Parsed, parseDurationWithDays } from './go-text';
import { FIELDS, type FieldName, parseRanges, type StructuredCalendar } from './ranges';

export type CalendarText = temporal.api.schedule.v1.ICalendarSpec;
export type Interval = temporal.api.schedule.v1.IIntervalSpec;

/** In this order the server reports what is wrong. */
const TEXT_ORDER: readonly FieldName[] = ['second', 'minute', 'hour', 'dayOfWeek', 'dayOfMonth', 'month', 'year'];

/** Cron fields by how many there are: the year may follow, and then the seconds may lead. */
const CRON_FIELDS: Readonly<Record<number, readonly FieldName[]>> = {
  5: ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'],
  6: ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek', 'year'],
  7: ['second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek', 'year'],
};

const MACROS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** A calendar of strings as one of ranges. All errors are reported at once. */
export function parseCalendar(calendar: CalendarText): Parsed<StructuredCalendar> {
  const structured: StructuredCalendar = { comment: calendar.comment ?? '' };
  const errors: string[] = [];
  for (const name of TEXT_ORDER) {
    const ranges = parseRanges(calendar[name], FIELDS[name]);
    if ('error' in ranges) errors.push(ranges.error);
    else structured[name] = ranges.value;
  }
  return errors.length > 0 ? { error: errors.join(', ') } : { value: structured };
}

/** What a cron string stands for. */
export interface CronText {
  readonly calendar?: StructuredCalendar;
  readonly interval?: Interval;
  /** '' where it names none. */
  readonly timeZone: string;
}

/** A schedule's cron string: `[CRON_TZ=Zone ]fields[#comment]`, a macro such as `@daily`, or `@every interval[/phase]`. */
export function parseCronString(text: string): Parsed<CronText> {
  let rest = text.trim();
  let timeZone = '';
  if (/^(CRON_)?TZ=/.test(rest)) {
    const space = rest.indexOf(' ');
    if (space < 0) return { error: 'CronString has time zone but missing fields' };
    timeZone = rest.slice(rest.indexOf('=') + 1, space);
    rest = rest.slice(space + 1);
  }
  const hash = rest.indexOf('#');
  const comment = hash < 0 ? '' : rest.slice(hash + 1).trim();
  const cron = (hash < 0 ? rest : rest.slice(0, hash)).trim();
  if (cron.startsWith('@every')) {
    const interval = parseEvery(cron);
    // The server drops the zone here, although it compares zones between cron strings.
    return 'error' in interval ? interval : { value: { interval: interval.value, timeZone: '' } };
  }
  const values = (MACROS.get(cron) ?? cron).split(/\s+/).filter((value) => value !== '');
  const names = CRON_FIELDS[values.length];
  if (!names) return { error: 'CronString does not have 5-7 fields' };
  const fields = Object.fromEntries(names.map((name, index) => [name, values[index]]));
  const calendar = parseCalendar({ ...fields, comment });
  return 'error' in calendar ? calendar : { value: { calendar: calendar.value, timeZone } };
}

/** Whatever stands before the first space counts as `@every`, as it does on the server. */
function parseEvery(text: string): Parsed<Interval> {
  const space = text.indexOf(' ');
  if (space < 0) return { error: 'CronString does not have interval after @every' };
  const [intervalText, ...phaseParts] = text.slice(space + 1).split('/');
  const phaseText = phaseParts.join('/');
  const interval = parseDurationWithDays(intervalText!);
  if ('error' in interval) return interval;
  if (phaseText === '') return { value: { interval: fromNanos(interval.value) } };
  const phase = parseDurationWithDays(phaseText);
  if ('error' in phase) return phase;
  return { value: { interval: fromNanos(interval.value), phase: fromNanos(phase.value) } };
}

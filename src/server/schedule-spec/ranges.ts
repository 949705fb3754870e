/** The fields of a calendar: which values each may have, how they are written, and which values a list of ranges admits. */
import type { temporal } from '../../base/api';
import { type Parsed, parseInteger } from './go-text';

export type Range = temporal.api.schedule.v1.IRange;
export type StructuredCalendar = temporal.api.schedule.v1.IStructuredCalendarSpec;
export type FieldName = 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'year' | 'dayOfWeek';

export const MIN_YEAR = 2000;
/** No schedule fires after this year. */
export const MAX_YEAR = 2100;

export interface Field {
  readonly name: FieldName;
  /** As messages call it. */
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** The greatest value that a text may name: 7 is a second name of Sunday. */
  readonly textMax: number;
  /** What an empty text means. */
  readonly textDefault: string;
  /** Names that stand for values, counted from `min`, and how many letters of one are enough. */
  readonly names?: { readonly list: readonly string[]; readonly letters: number };
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');

const field = (name: FieldName, min: number, max: number, textDefault: string, more: Partial<Field> = {}): Field => ({
  name,
  title: name[0]!.toUpperCase() + name.slice(1),
  min,
  max,
  textMax: max,
  textDefault,
  ...more,
});

export const FIELDS: Readonly<Record<FieldName, Field>> = {
  second: field('second', 0, 59, '0'),
  minute: field('minute', 0, 59, '0'),
  hour: field('hour', 0, 23, '0'),
  dayOfMonth: field('dayOfMonth', 1, 31, '*'),
  month: field('month', 1, 12, '*', { names: { list: MONTHS, letters: 3 } }),
  year: field('year', MIN_YEAR, MAX_YEAR, '*'),
  dayOfWeek: field('dayOfWeek', 0, 6, '*', { textMax: 7, names: { list: WEEKDAYS, letters: 2 } }),
};

/** Whether one of the ranges admits a value. An end before the start means the start alone, a step of 0 means 1. */
export function rangesAdmit(ranges: readonly Range[] | null | undefined, value: number): boolean {
  for (const range of ranges ?? []) {
    const start = range.start ?? 0;
    if (value >= start && value <= Math.max(range.end ?? 0, start) && (value - start) % (range.step || 1) === 0)
      return true;
  }
  return false;
}

/** Everything wrong with the ranges of a field, in the server's words. */
export function rangeErrors({ title, min, max }: Field, ranges: readonly Range[] | null | undefined): string[] {
  const errors: string[] = [];
  for (const range of ranges ?? []) {
    const start = range.start ?? 0;
    const end = range.end ?? 0;
    if (start < min || start > max) errors.push(`${title} Start is not in range [${min}-${max}]`);
    if (end !== 0 && (end < start || end > max)) {
      errors.push(`${title} End is before Start or not in range [${min}-${max}]`);
    }
    if ((range.step ?? 0) < 0) errors.push(`${title} has invalid Step`);
  }
  return errors;
}

/**
 * A field's text as ranges: `*`, `a`, `a-b`, each with `/step` if wanted (then `a` runs to the end), separated by commas. In
 * the ranges, defaults are left out as the server leaves them out. For the year `*` is an empty list.
 */
export function parseRanges(text: string | null | undefined, field: Field): Parsed<Range[]> {
  const trimmed = (text ?? '').trim() || field.textDefault;
  if (trimmed === '*' && field.name === 'year') return { value: [] };
  const ranges: Bounds[] = [];
  for (const part of trimmed.split(',')) {
    const parsed = parsePart(part, field);
    if ('error' in parsed) return parsed;
    ranges.push(...foldSunday(parsed.value, field));
  }
  return { value: ranges.map(withoutDefaults) };
}

interface Bounds {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

function parsePart(part: string, field: Field): Parsed<Bounds> {
  const [values, stepText, ...more] = part.split('/');
  if (more.length > 0) return { error: `${field.title} has too many slashes` };
  if (stepText === '') return { error: `${field.title} missing step value` };
  const step: Parsed<number> = stepText === undefined ? { value: 1 } : parseInteger(stepText);
  if ('error' in step) return step;
  if (step.value < 1) return { error: `${field.title} has invalid Step` };
  const bounds = parseBounds(values!, field, stepText !== undefined);
  return 'error' in bounds ? bounds : { value: { ...bounds.value, step: step.value } };
}

function parseBounds(text: string, field: Field, hasStep: boolean): Parsed<{ start: number; end: number }> {
  const { title, min, textMax } = field;
  if (text === '*') return { value: { start: min, end: textMax } };
  const [startText, endText, ...more] = text.split('-');
  if (more.length > 0) return { error: `${title} has too many dashes` };
  const start = parseValue(startText!, field, min);
  if (endText === undefined) {
    if (start === undefined) return { error: `${title} is not in range [${min}-${textMax}]` };
    return { value: { start, end: hasStep ? textMax : start } };
  }
  if (start === undefined) return { error: `${title} Start is not in range [${min}-${textMax}]` };
  const end = parseValue(endText, field, start);
  if (end === undefined) return { error: `${title} End is before Start or not in range [${min}-${textMax}]` };
  return { value: { start, end } };
}

/** A number or a name between `min` and the field's greatest value; undefined for anything else. */
function parseValue(text: string, { names, min: first, textMax }: Field, min: number): number | undefined {
  const named = names && text.length >= names.letters ? nameIndex(names.list, text) : -1;
  const parsed = named >= 0 ? { value: first + named } : parseInteger(text);
  return 'value' in parsed && parsed.value >= min && parsed.value <= textMax ? parsed.value : undefined;
}

function nameIndex(names: readonly string[], text: string): number {
  const lower = text.toLowerCase();
  return names.findIndex((name) => name.startsWith(lower));
}

/** Weekday 7 is Sunday, which ranges call 0: a range that reaches it ends at 6, with a range for Sunday before it if needed. */
function foldSunday(bounds: Bounds, field: Field): Bounds[] {
  const { start, end, step } = bounds;
  if (end <= field.max) return [bounds];
  const reachesSunday = (end - start) % step === 0;
  const sundayIsInRange = step === 1 && start <= 1; // 0-7 and 1-7 are every day, and 0-6 says so.
  const sunday = reachesSunday && !sundayIsInRange ? [{ start: 0, end: 0, step: 1 }] : [];
  return start > field.max && sunday.length > 0 ? sunday : [...sunday, { start, end: field.max, step }];
}

function withoutDefaults({ start, end, step }: Bounds): Range {
  // The server keeps steps in 32 bits, and lets greater ones wrap round.
  return { start, end: end === start ? 0 : end, step: step === 1 ? 0 : step | 0 };
}

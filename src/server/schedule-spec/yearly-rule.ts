/** The rule of a zone that changes its clocks every year, in the notation of POSIX: `EST5EDT,M3.2.0,M11.1.0`. */
import { dayOf, daysInMonth, SECONDS_PER_DAY, weekdayAt } from './civil';

/** From `time` on (seconds since the epoch), local time is `offset` seconds ahead of UTC. */
export interface Transition {
  readonly time: number;
  readonly offset: number;
}

/** A day of every year, and seconds from its midnight by the clock that is then in force. */
interface YearlyDate {
  readonly day: Weekday | DayOfYear;
  readonly seconds: number;
}

/** The n-th weekday of a month (5: the last one). */
interface Weekday {
  readonly month: number;
  readonly week: number;
  readonly weekday: number;
}

/** Counted from 0. Where February 29 does not count, days after it have the same number in every year. */
interface DayOfYear {
  readonly index: number;
  readonly countsLeapDay: boolean;
}

export interface YearlyRule {
  readonly standardOffset: number;
  readonly summerOffset: number;
  readonly summerStart: YearlyDate;
  readonly summerEnd: YearlyDate;
}

const NAME = '(?:<[^>]+>|[A-Za-z]+)';
const DATE = '(M\\d+\\.\\d\\.\\d|J?\\d+)(?:/([-\\d:]+))?';
const RULE = new RegExp(`^${NAME}([-\\d:]+)${NAME}([-\\d:]*),${DATE},${DATE}$`);

/** Throws a TypeError where the text is none. POSIX counts offsets to the west, and all times default to 2 o'clock. */
export function parseYearlyRule(text: string): YearlyRule {
  const match = RULE.exec(text);
  if (!match) throw new TypeError(`"${text}" is no yearly rule of a time zone; one is like EST5EDT,M3.2.0,M11.1.0`);
  const [, standard, summer, ...dates] = match;
  const standardOffset = 0 - clockSeconds(standard!);
  return {
    standardOffset,
    summerOffset: summer === '' ? standardOffset + 3600 : 0 - clockSeconds(summer!),
    summerStart: yearlyDate(dates[0]!, dates[1]),
    summerEnd: yearlyDate(dates[2]!, dates[3]),
  };
}

function yearlyDate(day: string, clock = '2'): YearlyDate {
  return { day: parseDay(day), seconds: clockSeconds(clock) };
}

/** `M3.2.0`, or `J60` (the days from 1, without February 29), or `59` (the days from 0). */
function parseDay(text: string): YearlyDate['day'] {
  if (text.startsWith('J')) return { index: Number(text.slice(1)) - 1, countsLeapDay: false };
  if (!text.startsWith('M')) return { index: Number(text), countsLeapDay: true };
  const [month, week, weekday] = text.slice(1).split('.').map(Number);
  return { month: month!, week: week!, weekday: weekday! };
}

/** `-1:30` as seconds. */
function clockSeconds(text: string): number {
  const [hours, minutes = 0, seconds = 0] = text.replace('-', '').split(':').map(Number);
  const size = hours! * 3600 + minutes * 60 + seconds;
  return text.startsWith('-') ? 0 - size : size;
}

/** The rule's transitions of these years, in order. */
export function ruleTransitions(rule: YearlyRule, firstYear: number, lastYear: number): Transition[] {
  const transitions: Transition[] = [];
  for (let year = firstYear; year <= lastYear; year++) {
    const start = { time: wallTime(rule.summerStart, year) - rule.standardOffset, offset: rule.summerOffset };
    const end = { time: wallTime(rule.summerEnd, year) - rule.summerOffset, offset: rule.standardOffset };
    transitions.push(...(start.time < end.time ? [start, end] : [end, start]));
  }
  return transitions;
}

function wallTime({ day, seconds }: YearlyDate, year: number): number {
  return ('month' in day ? weekdayOf(day, year) : dayOfYear(day, year)) * SECONDS_PER_DAY + seconds;
}

function weekdayOf({ month, week, weekday }: Weekday, year: number): number {
  const first = dayOf(year, month, 1);
  let day = 1 + ((weekday - weekdayAt(first * SECONDS_PER_DAY) + 7) % 7) + (week - 1) * 7;
  if (day > daysInMonth(year, month)) day -= 7;
  return first + day - 1;
}

function dayOfYear({ index, countsLeapDay }: DayOfYear, year: number): number {
  const skipsLeapDay = !countsLeapDay && daysInMonth(year, 2) === 29 && index >= 31 + 28;
  return dayOf(year, 1, 1) + index + (skipsLeapDay ? 1 : 0);
}

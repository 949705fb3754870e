/** The rule of a zone that changes its clocks every year, in the notation of POSIX: `EST5EDT,M3.2.0,M11.1.0`. */
import { dayOf, daysInMonth, SECONDS_PER_DAY, weekdayAt } from './civil';

/** From `time` on (seconds since the epoch), local time is `offset` seconds ahead of UTC. */
export interface Transition {
  readonly time: number;
  readonly offset: number;
}

/** The n-th weekday of a month (5: the last one), and seconds from that day's midnight by the clock that is then in force. */
interface YearlyDate {
  readonly month: number;
  readonly week: number;
  readonly weekday: number;
  readonly seconds: number;
}

export interface YearlyRule {
  readonly standardOffset: number;
  readonly summerOffset: number;
  readonly summerStart: YearlyDate;
  readonly summerEnd: YearlyDate;
}

const NAME = '(?:<[^>]+>|[A-Za-z]+)';
const DATE = 'M(\\d+)\\.(\\d)\\.(\\d)(?:/([-\\d:]+))?';
const RULE = new RegExp(`^${NAME}([-\\d:]+)${NAME}([-\\d:]*),${DATE},${DATE}$`);

/** Throws where the text is none. POSIX counts offsets to the west, and all times default to 2 o'clock. */
export function parseYearlyRule(text: string): YearlyRule {
  const match = RULE.exec(text);
  if (!match) throw new TypeError(`"${text}" is no yearly rule of a time zone; one is like EST5EDT,M3.2.0,M11.1.0`);
  const [, standard, summer, ...dates] = match;
  const standardOffset = 0 - clockSeconds(standard!);
  return {
    standardOffset,
    summerOffset: summer === '' ? standardOffset + 3600 : 0 - clockSeconds(summer!),
    summerStart: yearlyDate(dates.slice(0, 4)),
    summerEnd: yearlyDate(dates.slice(4)),
  };
}

function yearlyDate([month, week, weekday, clock]: readonly (string | undefined)[]): YearlyDate {
  return { month: Number(month), week: Number(week), weekday: Number(weekday), seconds: clockSeconds(clock ?? '2') };
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

function wallTime({ month, week, weekday, seconds }: YearlyDate, year: number): number {
  const first = dayOf(year, month, 1);
  let day = 1 + ((weekday - weekdayAt(first * SECONDS_PER_DAY) + 7) % 7) + (week - 1) * 7;
  if (day > daysInMonth(year, month)) day -= 7;
  return (first + day - 1) * SECONDS_PER_DAY + seconds;
}

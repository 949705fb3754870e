/** Calendar arithmetic on plain numbers: no Date objects, no time zone. A day is a count of days since 1970-01-01. */

export const SECONDS_PER_DAY = 86_400;
const DAYS_PER_ERA = 146_097; // 400 years
const DAYS_TO_EPOCH = 719_468; // from 0000-03-01 to 1970-01-01

/** The parts of a wall clock's time. Months and days start at 1, weekdays at 0 = Sunday. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** The day of a date of the Gregorian calendar; a month above 12 or a day beyond the month's end runs on into what follows. */
export function dayOf(year: number, month: number, day: number): number {
  // Years start in March, so that the leap day is the last day of its year.
  const months = year * 12 + (month - 1) - 2;
  const marchYear = Math.floor(months / 12);
  const marchMonth = months - marchYear * 12;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
}

/** Seconds since 1970-01-01T00:00:00 that a wall clock shows, as its parts. */
export function wallTimeAt(wallSeconds: number): WallTime {
  const dayNumber = Math.floor(wallSeconds / SECONDS_PER_DAY);
  const secondOfDay = wallSeconds - dayNumber * SECONDS_PER_DAY;
  const shifted = dayNumber + DAYS_TO_EPOCH;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    hour: Math.floor(secondOfDay / 3600),
    minute: Math.floor(secondOfDay / 60) % 60,
    second: secondOfDay % 60,
  };
}

/** The inverse of `wallTimeAt`; parts beyond their range run on. */
export function wallSecondsOf(time: WallTime): number {
  const day = dayOf(time.year, time.month, time.day);
  return day * SECONDS_PER_DAY + time.hour * 3600 + time.minute * 60 + time.second;
}

/** 0 = Sunday. */
export function weekdayAt(wallSeconds: number): number {
  const weekday = (Math.floor(wallSeconds / SECONDS_PER_DAY) % 7) + 4; // 1970-01-01 was a Thursday
  return (weekday + 7) % 7;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

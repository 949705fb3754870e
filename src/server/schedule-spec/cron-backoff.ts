/** When the runs of a workflow with a `cronSchedule` start. */
import { invalidArgument } from '../status';
import { type CronSchedule, parseCronSchedule } from './cron-schedule';

/** A moment to the nanosecond: whole seconds since the epoch, and 0 … 999,999,999 nanoseconds. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

/** Schedules by their text: a world has few of them, and each closing run asks again. */
const parsed = new Map<string, CronSchedule | undefined>();
const MAX_PARSED = 1000;

function scheduleOf(text: string): CronSchedule | undefined {
  if (!parsed.has(text)) {
    if (parsed.size >= MAX_PARSED) parsed.clear();
    parsed.set(text, parseCronSchedule(text));
  }
  return parsed.get(text);
}

/**
 * Checks the cronSchedule of a start request at a time (milliseconds since the epoch); '' is none and fine. Throws a
 * `ServerStatus` INVALID_ARGUMENT: "invalid CronSchedule." where it cannot be read, and another text where it never fires
 * within five years.
 */
export function validateCronSchedule(text: string, nowMs: number): void {
  if (text === '') return;
  const schedule = scheduleOf(text);
  if (!schedule) throw invalidArgument('invalid CronSchedule.');
  if (schedule.next(Math.floor(nowMs / 1000)) === undefined) {
    throw invalidArgument('invalid CronSchedule, no time can be found to satisfy the schedule');
  }
}

/**
 * Milliseconds (whole seconds, rounded up) from a run's close until the next run starts: at the first time of the schedule,
 * counted on from the execution time of the closing run, that is not before the close. Undefined: no next run. For the first
 * run of all, both are its start time.
 */
export function cronBackoffMs(text: string, executionTimeMs: number, closeTimeMs: number): number | undefined {
  const seconds = cronBackoffSeconds(text, toInstant(executionTimeMs), toInstant(closeTimeMs));
  return seconds === undefined ? undefined : seconds * 1000;
}

/** The same to the nanosecond, in seconds. */
export function cronBackoffSeconds(text: string, executionTime: Instant, closeTime: Instant): number | undefined {
  const schedule = text === '' ? undefined : scheduleOf(text);
  if (!schedule) return undefined;
  if (isBefore(closeTime, executionTime)) return secondsUntil(executionTime, closeTime);
  let next = schedule.next(executionTime.seconds);
  while (next !== undefined && isBefore({ seconds: next, nanos: 0 }, closeTime)) next = schedule.next(next);
  return next === undefined ? undefined : secondsUntil({ seconds: next, nanos: 0 }, closeTime);
}

function toInstant(ms: number): Instant {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

function isBefore(a: Instant, b: Instant): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanos < b.nanos);
}

/** Rounded up through a double, as the server does it. */
function secondsUntil(later: Instant, earlier: Instant): number {
  const borrow = later.nanos < earlier.nanos ? 1 : 0;
  const fraction = (later.nanos - earlier.nanos + borrow * 1e9) / 1e9;
  return Math.ceil(later.seconds - earlier.seconds - borrow + fraction);
}

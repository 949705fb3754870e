import { cronBackoffSeconds, type Instant, validateCronSchedule } from '../../src/server/schedule-spec/cron-backoff';
import { parseTime } from './golden-text';
import { statusOf } from './status-of';
import type { GoldenRow, GoldenTable } from './table';

/** The server validates by its own clock, which is not in the rows: any time at which the tables can have been made will do. */
const MADE_AT = Date.UTC(2026, 0, 1);
const NANOS_PER_SECOND = 1_000_000_000n;

/** The cronSchedule of a workflow: is it valid, and when do its first and its next run start? */
export const cronScheduleTable: GoldenTable = {
  name: 'cron-schedule',
  answerKeys: ['error', 'firstBackoff', 'backoff'],
  answer: (row) => ({ firstBackoff: null, backoff: null, ...statusOf(() => answerCron(row)) }),
};

function answerCron(row: GoldenRow) {
  validateCronSchedule(row.cron, MADE_AT);
  const start = instant(row.startTime);
  const backoff = cronBackoffSeconds(row.cron, start, instant(row.closeTime));
  return {
    // A first run that the schedule has no time for starts at once.
    firstBackoff: `${cronBackoffSeconds(row.cron, start, start) ?? 0}s`,
    backoff: backoff === undefined ? null : `${backoff}s`,
  };
}

function instant(text: string): Instant {
  const nanos = parseTime(text);
  return { seconds: Number(nanos / NANOS_PER_SECOND), nanos: Number(nanos % NANOS_PER_SECOND) };
}

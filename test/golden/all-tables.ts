import { activityTimeoutsTable } from './activity-timeouts-table';
import { cronScheduleTable } from './cron-schedule-table';
import { retryTable } from './retry-table';
import { scheduleSpecTable } from './schedule-spec-table';
import type { GoldenTable } from './table';

/** The four tables of a golden folder. */
export const ALL_TABLES: readonly GoldenTable[] = [
  scheduleSpecTable,
  cronScheduleTable,
  retryTable,
  activityTimeoutsTable,
];

/** The scheduler's own limits, as the server has them. */
export const SCHEDULE_LIMITS = {
  /** Starts in the buffer, and backfills that are under way. What comes beyond is dropped. */
  buffer: 1000,
  /** Actions of backfills that one pass takes. */
  backfillsPerPass: 10,
  /** After a pass, backfills that may overlap go on in so many milliseconds. */
  backfillPauseMs: 1000,
  recentActions: 10,
  futureActions: 10,
  /** Recent and future ones. */
  actionsInList: 5,
  /** Of each part of a spec. */
  specPartsInList: 10,
  matchingTimes: 1000,
  notesBytes: 1000,
} as const;

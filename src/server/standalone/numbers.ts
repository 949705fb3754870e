/** Numbers of the Temporal API's enums of standalone activities; `test/server/standalone/numbers.test.ts` holds them equal. */

export const ActivityExecutionStatus = {
  RUNNING: 1,
  COMPLETED: 2,
  FAILED: 3,
  CANCELED: 4,
  TERMINATED: 5,
  TIMED_OUT: 6,
} as const;
export type ActivityExecutionStatusName = keyof typeof ActivityExecutionStatus;

/** How the server spells them in texts. */
export const STATUS_TEXT: Readonly<Record<ActivityExecutionStatusName, string>> = {
  RUNNING: 'Running',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
  TERMINATED: 'Terminated',
  TIMED_OUT: 'TimedOut',
};

export const ActivityIdReusePolicy = {
  UNSPECIFIED: 0,
  ALLOW_DUPLICATE: 1,
  ALLOW_DUPLICATE_FAILED_ONLY: 2,
  REJECT_DUPLICATE: 3,
} as const;

export const ActivityIdConflictPolicy = { UNSPECIFIED: 0, FAIL: 1, USE_EXISTING: 2 } as const;

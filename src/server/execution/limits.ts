/** The server's limits (defaults of the dynamic configuration). */
export const LIMITS = {
  /** Payloads of one request or command. */
  blobBytes: 2 * 1024 * 1024,
  /** For how long a worker may answer workflow tasks with nothing but heartbeats. */
  heartbeatingMs: 30 * 60 * 1000,
  memoBytes: 2 * 1024 * 1024,
  /** What is kept of a failure that is larger than a blob may be. */
  truncatedFailureBytes: 512 * 1024,
  /** A failure that an activity waits with for its next attempt; and what is kept of a larger one. */
  retryFailureBytes: 4 * 1024,
  truncatedRetryFailureBytes: 2 * 1024,
  historyBytes: 50 * 1024 * 1024,
  historyEvents: 51_200,
  pendingActivities: 2000,
  pendingChildren: 2000,
  pendingSignals: 2000,
  pendingCancelRequests: 2000,
  signals: 10_000,
  updatesInFlight: 10,
  updates: 2000,
  bufferedEvents: 100,
  bufferedBytes: 2 * 1024 * 1024,
  /** What the server remembers of a run beside its history. */
  stateBytes: 8 * 1024 * 1024,
  /** The two parts of the user metadata of a standalone activity. */
  summaryBytes: 400,
  detailsBytes: 20_000,
} as const;

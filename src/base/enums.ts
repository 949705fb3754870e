/**
 * Numbers of the Temporal API's enums that worldline itself reads or writes. They stand here, and are not imported from
 * `@temporalio/proto`, because loading that package costs more than a whole test. `test/base/enums.test.ts` holds them equal.
 */
export const RetryState = {
  IN_PROGRESS: 1,
  NON_RETRYABLE_FAILURE: 2,
  TIMEOUT: 3,
  MAXIMUM_ATTEMPTS_REACHED: 4,
  RETRY_POLICY_NOT_SET: 5,
  INTERNAL_SERVER_ERROR: 6,
  CANCEL_REQUESTED: 7,
} as const;
export type RetryStateName = keyof typeof RetryState;

export const TimeoutType = { START_TO_CLOSE: 1, SCHEDULE_TO_START: 2, SCHEDULE_TO_CLOSE: 3, HEARTBEAT: 4 } as const;
export type TimeoutTypeName = keyof typeof TimeoutType;

export const WorkflowExecutionStatus = {
  RUNNING: 1,
  COMPLETED: 2,
  FAILED: 3,
  CANCELED: 4,
  TERMINATED: 5,
  CONTINUED_AS_NEW: 6,
  TIMED_OUT: 7,
  PAUSED: 8,
} as const;
export type WorkflowExecutionStatusName = keyof typeof WorkflowExecutionStatus;

export const ActivityExecutionStatus = {
  RUNNING: 1,
  COMPLETED: 2,
  FAILED: 3,
  CANCELED: 4,
  TERMINATED: 5,
  TIMED_OUT: 6,
} as const;
export type ActivityExecutionStatusName = keyof typeof ActivityExecutionStatus;

export const ActivityIdReusePolicy = {
  UNSPECIFIED: 0,
  ALLOW_DUPLICATE: 1,
  ALLOW_DUPLICATE_FAILED_ONLY: 2,
  REJECT_DUPLICATE: 3,
} as const;

export const ActivityIdConflictPolicy = { UNSPECIFIED: 0, FAIL: 1, USE_EXISTING: 2 } as const;

export const ContinueAsNewInitiator = { WORKFLOW: 1, RETRY: 2, CRON_SCHEDULE: 3 } as const;

export const TaskQueueKind = { NORMAL: 1, STICKY: 2 } as const;

export const WorkflowIdReusePolicy = {
  UNSPECIFIED: 0,
  ALLOW_DUPLICATE: 1,
  ALLOW_DUPLICATE_FAILED_ONLY: 2,
  REJECT_DUPLICATE: 3,
  TERMINATE_IF_RUNNING: 4,
} as const;

export const VersioningBehavior = { UNSPECIFIED: 0, PINNED: 1, AUTO_UPGRADE: 2 } as const;

export const WorkflowIdConflictPolicy = { UNSPECIFIED: 0, FAIL: 1, USE_EXISTING: 2, TERMINATE_EXISTING: 3 } as const;

export const ParentClosePolicy = { UNSPECIFIED: 0, TERMINATE: 1, ABANDON: 2, REQUEST_CANCEL: 3 } as const;

export const PendingActivityState = {
  SCHEDULED: 1,
  STARTED: 2,
  CANCEL_REQUESTED: 3,
  PAUSED: 4,
  PAUSE_REQUESTED: 5,
} as const;

export const PendingWorkflowTaskState = { SCHEDULED: 1, STARTED: 2 } as const;

export const NamespaceState = { REGISTERED: 1, DEPRECATED: 2, DELETED: 3 } as const;
export type NamespaceStateName = keyof typeof NamespaceState;

export const TaskQueueType = { WORKFLOW: 1, ACTIVITY: 2 } as const;

export const IndexedValueType = {
  TEXT: 1,
  KEYWORD: 2,
  INT: 3,
  DOUBLE: 4,
  BOOL: 5,
  DATETIME: 6,
  KEYWORD_LIST: 7,
} as const;

export const HistoryEventFilterType = { UNSPECIFIED: 0, ALL_EVENT: 1, CLOSE_EVENT: 2 } as const;

export const QueryRejectCondition = { UNSPECIFIED: 0, NONE: 1, NOT_OPEN: 2, NOT_COMPLETED_CLEANLY: 3 } as const;

export const UpdateStage = { UNSPECIFIED: 0, ADMITTED: 1, ACCEPTED: 2, COMPLETED: 3 } as const;

export const StartChildWorkflowExecutionFailedCause = { WORKFLOW_ALREADY_EXISTS: 1, NAMESPACE_NOT_FOUND: 2 } as const;

export const ExternalWorkflowExecutionFailedCause = {
  EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND: 1,
  NAMESPACE_NOT_FOUND: 2,
  SIGNAL_COUNT_LIMIT_EXCEEDED: 3,
} as const;

export const CommandType = {
  SCHEDULE_ACTIVITY_TASK: 1,
  REQUEST_CANCEL_ACTIVITY_TASK: 2,
  START_TIMER: 3,
  COMPLETE_WORKFLOW_EXECUTION: 4,
  FAIL_WORKFLOW_EXECUTION: 5,
  CANCEL_TIMER: 6,
  CANCEL_WORKFLOW_EXECUTION: 7,
  REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION: 8,
  RECORD_MARKER: 9,
  CONTINUE_AS_NEW_WORKFLOW_EXECUTION: 10,
  START_CHILD_WORKFLOW_EXECUTION: 11,
  SIGNAL_EXTERNAL_WORKFLOW_EXECUTION: 12,
  UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: 13,
  PROTOCOL_MESSAGE: 14,
  MODIFY_WORKFLOW_PROPERTIES: 16,
} as const;
export type CommandTypeName = keyof typeof CommandType;

export const WorkflowTaskFailedCause = {
  UNHANDLED_COMMAND: 1,
  BAD_SCHEDULE_ACTIVITY_ATTRIBUTES: 2,
  BAD_REQUEST_CANCEL_ACTIVITY_ATTRIBUTES: 3,
  BAD_START_TIMER_ATTRIBUTES: 4,
  BAD_CANCEL_TIMER_ATTRIBUTES: 5,
  BAD_RECORD_MARKER_ATTRIBUTES: 6,
  BAD_COMPLETE_WORKFLOW_EXECUTION_ATTRIBUTES: 7,
  BAD_FAIL_WORKFLOW_EXECUTION_ATTRIBUTES: 8,
  BAD_CANCEL_WORKFLOW_EXECUTION_ATTRIBUTES: 9,
  BAD_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_ATTRIBUTES: 10,
  BAD_CONTINUE_AS_NEW_ATTRIBUTES: 11,
  START_TIMER_DUPLICATE_ID: 12,
  RESET_STICKY_TASK_QUEUE: 13,
  WORKFLOW_WORKER_UNHANDLED_FAILURE: 14,
  BAD_SIGNAL_WORKFLOW_EXECUTION_ATTRIBUTES: 15,
  BAD_START_CHILD_EXECUTION_ATTRIBUTES: 16,
  FORCE_CLOSE_COMMAND: 17,
  FAILOVER_CLOSE_COMMAND: 18,
  BAD_SIGNAL_INPUT_SIZE: 19,
  RESET_WORKFLOW: 20,
  BAD_BINARY: 21,
  SCHEDULE_ACTIVITY_DUPLICATE_ID: 22,
  BAD_SEARCH_ATTRIBUTES: 23,
  NON_DETERMINISTIC_ERROR: 24,
  BAD_MODIFY_WORKFLOW_PROPERTIES_ATTRIBUTES: 25,
  PENDING_CHILD_WORKFLOWS_LIMIT_EXCEEDED: 26,
  PENDING_ACTIVITIES_LIMIT_EXCEEDED: 27,
  PENDING_SIGNALS_LIMIT_EXCEEDED: 28,
  PENDING_REQUEST_CANCEL_LIMIT_EXCEEDED: 29,
  BAD_UPDATE_WORKFLOW_EXECUTION_MESSAGE: 30,
  UNHANDLED_UPDATE: 31,
} as const;
export type WorkflowTaskFailedCauseName = keyof typeof WorkflowTaskFailedCause;

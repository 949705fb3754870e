/** One thing that can run now. The world's loop picks steps; nothing else starts work. */
export type StepKind =
  | 'request' // a client call reaches the server
  | 'transfer' // the server acts on another execution: start a child, tell a parent, close children
  | 'external-request' // a signal or cancel request from one workflow reaches another
  | 'timer' // a durable timer, timeout or backoff is due
  | 'workflow-task' // a workflow task reaches a worker
  | 'workflow-task-answer' // a worker answers a workflow task
  | 'local-activity-answer' // a workflow task that waited for a local activity goes on
  | 'activity-task' // an activity task reaches a worker
  | 'activity-answer' // a worker answers an activity task
  | 'heartbeat' // an activity heartbeat reaches the server
  | 'code'; // a timer of in-world code is due

export interface Step {
  readonly kind: StepKind;
  /** The workflow that the step belongs to, where there is one. */
  readonly workflowId?: string;
  /** What the step is, for people; only called where somebody reads it. */
  describe(): string;
  /** True: the step may run user code, so the process drains after it. */
  readonly drains: boolean;
  /** A returned promise ends the step: the loop goes on when it settles. */
  run(): void | Promise<void>;
}

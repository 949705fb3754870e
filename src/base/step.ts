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
  | 'code' // a timer of in-world code is due
  | 'check' // a run that has closed is checked
  | 'fault'; // a fault happens

/** What a step is about. Only texts that exist anyhow, so that keeping the label of each step costs next to nothing. */
export interface StepLabel {
  readonly kind: StepKind;
  /** The workflow that the step belongs to, where there is one. */
  readonly workflowId?: string;
  /** The subject: the method of a request, the type of an activity, the name of a query. */
  readonly what: string;
  /** Which attempt of it. */
  readonly attempt?: number;
  /** Of steps of an activity: which one, within its run. */
  readonly activityId?: string;
  readonly runId?: string;
  /** What it carries from code to the server or back, where steps of one label may differ in that: for those who compare runs. */
  readonly content?: () => unknown;
}

export interface Step extends StepLabel {
  /** True: the step may run user code, so the process drains after it. */
  readonly drains: boolean;
  /** A returned promise ends the step: the loop goes on when it settles. */
  run(): void | Promise<void>;
  /** The step never happens: what its sender sees of that. A step without it cannot be lost. */
  lost?(): void;
}

/** What a fault does to a step: it never happens, or so many milliseconds later. */
export type Interruption = 'lost' | number;

/** A step in words. */
export function stepText({ kind, what, attempt, workflowId }: StepLabel): string {
  const which = attempt === undefined ? '' : ` (attempt ${attempt})`;
  return `${kind}: ${what}${which}${workflowId ? ` of ${workflowId}` : ''}`;
}

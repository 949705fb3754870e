/** Queries leave no events: they travel with a workflow task, or go to a worker by themselves. */
import type { Payloads } from '../../base/api';
import type { QueryAnswer, WorkflowQuery } from '../../history/worker-protocol';
import { failedPrecondition, invalidArgument, type ServerStatus } from '../status';
import type { Execution } from './execution';

export interface BufferedQuery {
  readonly id: string;
  readonly query: WorkflowQuery;
  readonly done: QueryDone;
}

export type QueryDone = (outcome: { result: Payloads | null | undefined } | { error: ServerStatus | Error }) => void;

/** Answers `done` now or later; see the table of spec 4.8. */
export function queryExecution(x: Execution, query: WorkflowQuery, done: QueryDone): void {
  const task = x.workflowTask;
  const refusal = refuse(x);
  if (refusal) {
    done({ error: refusal });
    return;
  }
  const entry: BufferedQuery = { id: x.server.ids.next(), query, done };
  if (x.isRunning && task.status !== 'none') x.queries.push(entry);
  else dispatchDirect(x, entry);
}

function refuse(x: Execution): ServerStatus | undefined {
  const task = x.workflowTask;
  if (!x.isRunning) {
    return task.everStarted
      ? undefined
      : failedPrecondition('Workflow execution closed before WorkflowTaskStarted event');
  }
  if (task.attempt >= 3) {
    return failedPrecondition('Unable to query workflow due to Workflow Task in failed state.');
  }
  if (task.status === 'none' && task.lastCompletedStartedId === 0) {
    return failedPrecondition('Workflow task is not scheduled yet.');
  }
  return undefined;
}

/** A query task of its own, to the worker that has the run cached or to any. */
function dispatchDirect(x: Execution, entry: BufferedQuery): void {
  const { matching } = x.server;
  const sticky = x.stickyQueue !== undefined && matching.hasPoller(x.namespace, x.stickyQueue, 'workflow');
  let answered = false;
  matching.add(x.namespace, sticky ? x.stickyQueue! : x.taskQueue, 'workflow', {
    workflowId: x.workflowId,
    what: entry.query.queryType ?? '',
    priorityKey: x.options.priority?.priorityKey,
    isStale: () => answered,
    deliver: (poller) => {
      const history = x.log.view();
      return poller.takeWorkflowTask({
        token: {
          answer: (answer: QueryAnswer) => {
            answered = true;
            finish(entry, answer);
          },
          retry: () => dispatchDirect(x, entry),
        } satisfies QueryToken,
        namespace: x.namespace,
        taskQueue: x.taskQueue,
        execution: x.key,
        workflowType: x.spec.workflowType,
        attempt: 1,
        previousStartedEventId: x.workflowTask.lastCompletedStartedId,
        startedEventId: history.length,
        history,
        query: entry.query,
      });
    },
  });
}

/** What goes back with the answer to a direct query. */
export interface QueryToken {
  answer(answer: QueryAnswer): void;
  /** The worker died: another one is asked. */
  retry(): void;
}

function finish(entry: BufferedQuery, answer: QueryAnswer): void {
  if (answer.failure) entry.done({ error: invalidArgument(answer.failure.message ?? '', undefined) });
  else entry.done({ result: answer.success });
}

/** The queries that go with the task that is being started. */
export function queriesForTask(x: Execution): ReadonlyMap<string, WorkflowQuery> | undefined {
  if (x.queries.length === 0) return undefined;
  const attached = new Map<string, WorkflowQuery>();
  for (const entry of x.queries) attached.set(entry.id, entry.query);
  return attached;
}

export function answerQueries(x: Execution, answers: readonly QueryAnswer[]): void {
  if (x.queries.length === 0) return;
  const byId = new Map(answers.map((answer) => [answer.queryId, answer]));
  x.queries = x.queries.filter((entry) => {
    const answer = byId.get(entry.id);
    if (answer) finish(entry, answer);
    return !answer;
  });
}

/** At the end of a transaction that leaves no workflow task pending: queries that wait for one go by themselves. */
export function dispatchWaitingQueries(x: Execution): void {
  if (x.queries.length === 0 || x.workflowTask.status !== 'none') return;
  const waiting = x.queries;
  x.queries = [];
  for (const entry of waiting) {
    const refusal = refuse(x);
    if (refusal) entry.done({ error: refusal });
    else dispatchDirect(x, entry);
  }
}

import type { Failure } from '../../base/api';
import { CommandType } from '../../base/enums';
import { DisposedError } from '../../base/errors';
import type { HistoryView } from '../../history/event';
import type {
  QueryAnswer,
  UpdateMessage,
  WorkflowQuery,
  WorkflowTask,
  WorkflowTaskAnswer,
} from '../../history/worker-protocol';
import { acquireWorkflowHost } from '../sdk/host';
import { isStackQuery } from '../sdk/stack-store';
import type { Wait } from '../sdk/trace';
import { failureTypeNames } from './create-instance';
import { UpdateMachine } from './machines/update';
import { NondeterminismError } from './nondeterminism';
import { PastRun } from './past-run';
import { explainHistory, type ReplayOutcome, type ReplaySubject, replayHistory } from './replay';
import type { UnfinishedHandlers, WorkflowWorkerOptions } from './run-options';
import { WorkflowRun } from './workflow-run';

/** Part of the workflow task's timeout after which a task with local activities is completed, and continued in a new one. */
const HEARTBEAT_SHARE = 0.8;

/** Runs workflow tasks of one task queue: SDK core's workflow worker. Runs stay in memory between their tasks. */
export class WorkflowWorker {
  readonly options: WorkflowWorkerOptions;
  /** In the order of their last use. */
  readonly #runs = new Map<string, WorkflowRun>();
  /** Runs with a task in work: one that waits for local activities stays, however small the cache is. */
  readonly #busy = new Set<WorkflowRun>();
  /** Of those in work: the ones to be forgotten when that has ended. */
  readonly #doomed = new Set<WorkflowRun>();
  readonly #release: () => void;
  #disposed = false;

  constructor(options: WorkflowWorkerOptions) {
    // Names may come as an iterator, which can be read only once.
    this.options = { ...options, registeredActivityNames: new Set(options.registeredActivityNames) };
    this.#release = acquireWorkflowHost();
  }

  get cachedRuns(): number {
    return this.#runs.size;
  }

  /**
   * Runs one workflow task, or one direct query. Never rejects for what workflow code does: that is in the answer.
   * `parked` is called whenever the task stays open only because local activities of it still run.
   */
  process(task: WorkflowTask, parked?: () => void): Promise<WorkflowTaskAnswer> {
    if (this.#disposed) return Promise.reject(new DisposedError('WorkflowWorker.process'));
    return task.query ? this.#processQuery(task) : this.#processTask(task, parked);
  }

  /**
   * Runs the workflows of this worker over a whole history, closed or open.
   * @throws ReplayMismatchError with both sides and the line of workflow code, where the two differ.
   */
  replay(history: HistoryView, subject: ReplaySubject): Promise<ReplayOutcome> {
    return replayHistory(this.options, history, subject);
  }

  /** The code of a run as it stood at an event of its history. */
  pastRun(history: HistoryView, eventId: number, subject: ReplaySubject): PastRun {
    return new PastRun(this.options, history, eventId, subject);
  }

  /** What the code of an open run awaits at the end of its history, and where: found by a replay that keeps stacks. */
  explain(history: HistoryView, subject: ReplaySubject): Promise<Wait[]> {
    return explainHistory(this.options, history, subject);
  }

  /** Handlers of signals and updates that still run in a cached run, unless they may be abandoned. */
  unfinishedHandlers(runId: string): UnfinishedHandlers | undefined {
    return this.#runs.get(runId)?.unfinishedHandlers();
  }

  /** Forgets a run; its next task replays it. To be called, too, when the server has refused an answer. */
  evict(runId: string): void {
    const run = this.#runs.get(runId);
    this.#runs.delete(runId);
    run?.dispose();
  }

  /** Forgets a run as soon as no task of it is in work. */
  evictIdle(runId: string): void {
    const run = this.#runs.get(runId);
    if (run && this.#busy.has(run)) this.#doomed.add(run);
    else this.evict(runId);
  }

  /** Forgets all runs. */
  clear(): void {
    for (const runId of [...this.#runs.keys()]) this.evict(runId);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.clear();
    this.#release();
  }

  async #processTask(task: WorkflowTask, parked: (() => void) | undefined): Promise<WorkflowTaskAnswer> {
    const run = this.#runFor(task);
    this.#busy.add(run);
    try {
      await run.advance({
        history: task.history,
        upTo: task.startedEventId,
        previousStartedEventId: task.previousStartedEventId,
        updates: task.messages,
      });
      const goesOn = run.locals.outstanding > 0 && (await this.#runLocalActivities(run, task, parked));
      const queryAnswers = task.queries?.size ? await this.#answer(run, task, task.queries, true) : [];
      return this.#complete(run, queryAnswers, goesOn);
    } catch (error) {
      return this.#fail(run, task, error);
    } finally {
      this.#rest(run);
    }
  }

  async #processQuery(task: WorkflowTask): Promise<WorkflowTaskAnswer> {
    const queryId = 'legacy_query';
    const cached = this.#runs.get(task.execution.runId);
    const run = cached?.startedEventId === task.previousStartedEventId ? this.#touch(cached) : this.#newRun(task);
    this.#busy.add(run);
    try {
      if (run !== cached) {
        const { history, startedEventId: upTo, previousStartedEventId } = task;
        await run.advance({ history, upTo, previousStartedEventId });
        // Events after the last workflow task were taken, too: only a run that stands at a workflow task can go on.
        if (run.position !== run.startedEventId) this.#runs.delete(run.runId);
      }
      const [answer] = await this.#answer(run, task, new Map([[queryId, task.query!]]), false);
      return { kind: 'query', answer: answer! };
    } catch (error) {
      this.#forget(run);
      return { kind: 'query', answer: { queryId, failure: failureOf(run, error) } };
    } finally {
      if (this.#runs.get(run.runId) !== run) run.dispose();
      this.#rest(run);
    }
  }

  /** Where the code waits only a replay with stacks can tell, which is made when a query asks for it. */
  async #answer(
    run: WorkflowRun,
    { history }: WorkflowTask,
    queries: ReadonlyMap<string, WorkflowQuery>,
    withinTask: boolean,
  ): Promise<QueryAnswer[]> {
    const asksForStacks = [...queries.values()].some(({ queryType }) => isStackQuery(queryType));
    if (asksForStacks) run.showWaits(await this.explain(history, run));
    return run.answer(queries, withinTask);
  }

  /** No task of a run is in work any more. */
  #rest(run: WorkflowRun): void {
    this.#busy.delete(run);
    if (this.#doomed.delete(run)) this.#forget(run);
    this.#trim();
  }

  /** True: local activities still run, and the task is to be continued in a new one. */
  async #runLocalActivities(run: WorkflowRun, task: WorkflowTask, parked: (() => void) | undefined): Promise<boolean> {
    const { locals } = run;
    let stopTimer: (() => void) | undefined;
    let heartbeat: Promise<void> | undefined;
    let timeIsUp = false;
    let isOver = false;
    try {
      for (;;) {
        if (run.hasEnded || locals.outstanding === 0) return false;
        locals.start();
        await run.activateAll();
        if (run.hasEnded || locals.outstanding === 0) return false;
        // Callers of queries do not wait for local activities.
        if (timeIsUp || task.queries?.size) return true;
        heartbeat ??= new Promise<void>((resolve) => {
          stopTimer = this.options.startTimer(run.runId, run.taskTimeoutMs * HEARTBEAT_SHARE, () => {
            timeIsUp = true;
            resolve();
            return !isOver;
          });
        });
        parked?.();
        await Promise.race([heartbeat, locals.next()]);
        if (run.instance === undefined) throw new DisposedError('a workflow task with local activities');
        await run.activateAll();
      }
    } finally {
      isOver = true;
      stopTimer?.();
    }
  }

  #complete(run: WorkflowRun, queryAnswers: QueryAnswer[], goesOn: boolean): WorkflowTaskAnswer {
    const pending = run.queue.toSend();
    const messages: UpdateMessage[] = [];
    for (const { owner, role } of pending) if (owner instanceof UpdateMachine) messages.push(owner.toMessage(role));
    for (const { rejection } of run.machines.rejected) messages.push(rejection!);
    const retries = run.locals.takeRetries();
    run.machines.rejected = [];
    run.answeredNothing = pending.length === 0 && !goesOn;
    const sticky = !run.hasEnded && this.options.maxCachedWorkflows !== 0;
    const answer: WorkflowTaskAnswer = {
      kind: 'completed',
      commands: pending.map(({ owner, role }) => owner.toCommand(role)),
      messages,
      queryAnswers,
      sdkMetadata: run.flags.metadataFor(run.usedFlags),
      meteringMetadata: retries > 0 ? { nonfirstLocalActivityExecutionAttempts: retries } : {},
      ...(goesOn ? { forceCreateNewWorkflowTask: true } : undefined),
      sticky,
    };
    if (run.hasEnded) this.#forget(run);
    return answer;
  }

  #fail(run: WorkflowRun, task: WorkflowTask, error: unknown): WorkflowTaskAnswer {
    const failure = failureOf(run, error);
    this.#forget(run);
    const { workflowId, runId } = run;
    this.options.logger?.warn('Failing workflow task', { workflowId, runId, failure: failureText(failure) });
    if (!(error instanceof NondeterminismError)) {
      return { kind: 'failed', cause: 'WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE', failure, error };
    }
    const names = failureTypeNames(this.options, task.workflowType);
    if (task.attempt <= 1 && NONDETERMINISM_NAMES.some((name) => names.includes(name))) {
      return {
        kind: 'completed',
        commands: [
          {
            commandType: CommandType.FAIL_WORKFLOW_EXECUTION,
            // As the SDK's core sends it: clients get an ApplicationFailure.
            failWorkflowExecutionCommandAttributes: { failure: { ...failure, applicationFailureInfo: {} } },
          },
        ],
        messages: [],
        queryAnswers: [],
        sdkMetadata: run.flags.metadataFor([]),
        meteringMetadata: {},
        sticky: false,
      };
    }
    return { kind: 'failed', cause: 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR', failure, error };
  }

  /** The cached run, if it stands where the task begins; else a new one that replays. */
  #runFor(task: WorkflowTask): WorkflowRun {
    const run = this.#runs.get(task.execution.runId);
    if (run && continues(run, task)) return this.#touch(run);
    if (run) this.#forget(run);
    return this.#newRun(task);
  }

  #newRun({ execution: { workflowId, runId } }: WorkflowTask): WorkflowRun {
    this.evict(runId);
    const run = new WorkflowRun(this.options, workflowId, runId);
    this.#runs.set(runId, run);
    return run;
  }

  #touch(run: WorkflowRun): WorkflowRun {
    this.#runs.delete(run.runId);
    this.#runs.set(run.runId, run);
    return run;
  }

  #forget(run: WorkflowRun): void {
    if (this.#runs.get(run.runId) === run) this.#runs.delete(run.runId);
    run.dispose();
  }

  #trim(): void {
    const limit = this.options.maxCachedWorkflows ?? Number.POSITIVE_INFINITY;
    for (const [runId, run] of this.#runs) {
      if (this.#runs.size <= limit) return;
      if (!this.#busy.has(run)) this.evict(runId);
    }
  }
}

/** Any of these in `workflowFailureErrorTypes` makes a difference between code and history fail the workflow. */
const NONDETERMINISM_NAMES = ['NondeterminismError', 'DeterminismViolationError', 'Error'];

/** Whether the events after the run's position are those that follow its last answer. Rolls back where the server did. */
function continues(run: WorkflowRun, { history, previousStartedEventId, startedEventId }: WorkflowTask): boolean {
  if (run.startedEventId === previousStartedEventId) {
    return run.position < startedEventId && nextIsCompletion(history, run.position);
  }
  if (!run.answeredNothing || run.previousStartedEventId !== previousStartedEventId) return false;
  run.rollBack();
  return true;
}

function nextIsCompletion(history: HistoryView, position: number): boolean {
  return history.event(position + 1).type === 'WorkflowTaskCompleted';
}

/** A failure and its causes, as core logs it: one text. */
function failureText({ message, stackTrace, cause }: Failure): string {
  return `${message}\n${stackTrace ?? ''}${cause ? `\nCaused by: ${failureText(cause)}` : ''}`;
}

function failureOf(run: WorkflowRun, error: unknown): Failure {
  if (error instanceof NondeterminismError) return { message: error.message };
  const { failureConverter, payloadConverter } = run.options.dataConverter;
  return failureConverter.errorToFailure(error, payloadConverter);
}
